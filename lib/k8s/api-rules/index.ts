// What the API server rejects even though every field has the right type: contradictions, numbers out of range, invalid
// names, items that occur twice. A rule belongs to a type of the API, and applies wherever the type occurs.

import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { Recall } from '../object/recall';
import { isShared } from '../object/shared-parts';
import { environmentRules } from './environment';
import { gatewayRules } from './gateway';
import { ingressRules } from './ingress';
import { labelRules } from './labels';
import { networkRules } from './network';
import { placementRules } from './placement';
import { podRules } from './pods';
import { type Refusal, type Rule, type Rules, refusal } from './refusal';
import { scalingRules } from './scaling';
import { type Part, partsOf, typeNamed, type UniqueList, uniqueKeysOfItems, uniqueListsOf } from './types';
import { volumeRules } from './volumes';
import { workloadRules } from './workloads';

export type { Refusal } from './refusal';

const RULES: Rules = {
  ...environmentRules,
  ...gatewayRules,
  ...ingressRules,
  ...labelRules,
  ...networkRules,
  ...placementRules,
  ...podRules,
  ...scalingRules,
  ...volumeRules,
  ...workloadRules,
};

/** For an object with the structure of its type: `Affinity`, or `apps/v1/Deployment`. */
export function refusals(definition: string, object: unknown): Refusal[] {
  const found: Refusal[] = [];
  collect(typeNamed(definition), object, found);
  return found;
}

/** The items of a list of this type that must be unique. */
export function repeatedItems(definition: string, items: readonly unknown[]): Refusal[] {
  const keys = uniqueKeysOfItems(typeNamed(definition));
  return keys === undefined ? [] : [...repeated(items, keys, [])];
}

/** By shared part: the type for which it has no refusals. */
const accepted = new WeakMap<object, string>();

const isAccepted = (type: string, part: unknown): boolean => accepted.get(part as object) === type;

/** Every object of a release passes through here, so paths are made only for what is refused. */
function collect(type: string, object: unknown, found: Refusal[], ...place: Path): void {
  if (!isMap(object) || isAccepted(type, object)) return;
  const before = found.length;
  collectIn(type, object, found);
  if (found.length > before) {
    for (const { path, message } of found.splice(before)) found.push({ path: [...place, ...path], message });
  } else if (isShared(object)) accepted.set(object, type);
}

function collectIn(type: string, object: Record<string, unknown>, found: Refusal[]): void {
  const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
  if (rule) found.push(...refusedBy(rule, type, object));
  const lists = uniqueListsOf(type);
  for (let at = 0; at < lists.length; at++) {
    const { field, keys } = lists[at] as UniqueList;
    const items = object[field];
    if (Array.isArray(items) && distinct.get(items) !== keys) addRepeated(items, keys, field, found);
  }
  const parts = partsOf(type);
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] as Part;
    const value = object[part.field];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        if (!isAccepted(part.type, value[index])) collect(part.type, value[index], found, part.field, index);
      }
    } else if (part.isMap) {
      for (const [key, item] of Object.entries(value)) collect(part.type, item, found, part.field, key);
    } else if (!isAccepted(part.type, value)) collect(part.type, value, found, part.field);
  }
}

/** An object may have several parts of a type, such as containers. */
const PARTS = 4;

/** More than a single release has. */
const MANY_PARTS = 128;

const recalls = new Map<string, Recall<Rule>>();

function refusedBy(rule: Rule, type: string, object: object): readonly Refusal[] {
  let recall = recalls.get(type);
  if (!recall) {
    recall = new Recall([rule], PARTS, MANY_PARTS);
    recalls.set(type, recall);
  }
  return recall.find({
    roots: [object],
    ask: (_rule, recording) => [...rule((recording?.root(object) ?? object) as never)],
  });
}

/** By shared list: the keys by which its items differ. */
const distinct = new WeakMap<object, readonly string[]>();

function addRepeated(items: readonly unknown[], keys: readonly string[], field: string, found: Refusal[]): void {
  const before = found.length;
  if (!areDistinct(items, keys)) found.push(...repeated(items, keys, [field]));
  if (found.length === before && isShared(items)) distinct.set(items, keys);
}

/** Whether the items have different names. */
function areDistinct(items: readonly unknown[], [key, other]: readonly string[]): boolean {
  if (key === undefined || other !== undefined) return false;
  const names = new Set<unknown>();
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const name = isMap(item) ? item[key] : undefined;
    if (typeof name !== 'string') return false;
    names.add(name);
  }
  return names.size === items.length;
}

/** Defaults of keys that identify an item. */
const DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

function* repeated(items: readonly unknown[], keys: readonly string[], path: Path): Generator<Refusal> {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const identity = isMap(item) ? keys.map((key) => item[key] ?? DEFAULTS[key]) : [item];
    if (identity.every((part) => part === undefined)) continue;
    const [key] = keys;
    const [first] = identity;
    const text = identity.length === 1 && typeof first === 'string' ? `=${first}` : JSON.stringify(identity);
    if (seen.has(text)) {
      yield refusal(`is already used: ${identity.join(' ')}`, ...path, index, ...(key === undefined ? [] : [key]));
    }
    seen.add(text);
  }
}
