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
import { partsOf, typeNamed, uniqueKeysOfItems, uniqueListsOf } from './types';
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
  collect(typeNamed(definition), object, [], found);
  return found;
}

/** The items of a list of this type that must be unique. */
export function repeatedItems(definition: string, items: readonly unknown[]): Refusal[] {
  const keys = uniqueKeysOfItems(typeNamed(definition));
  return keys === undefined ? [] : [...repeated(items, keys, [])];
}

/** By shared part: the type for which it has no refusals. */
const accepted = new WeakMap<object, string>();

/** Every object of a release passes through here, so paths are made only for fields that it has. */
function collect(type: string, object: unknown, path: Path, found: Refusal[]): void {
  if (!isMap(object) || accepted.get(object) === type) return;
  const before = found.length;
  collectIn(type, object, path, found);
  if (found.length === before && isShared(object)) accepted.set(object, type);
}

function collectIn(type: string, object: Record<string, unknown>, path: Path, found: Refusal[]): void {
  const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
  for (const refused of rule ? refusedBy(rule, type, object) : []) {
    found.push({ ...refused, path: [...path, ...refused.path] });
  }
  for (const { field, keys } of uniqueListsOf(type)) {
    const items = object[field];
    if (Array.isArray(items) && distinct.get(items) !== keys) addRepeated(items, keys, [...path, field], found);
  }
  for (const part of partsOf(type)) {
    const value = object[part.field];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        if (accepted.get(item) !== part.type) collect(part.type, item, [...path, part.field, index], found);
      });
    } else if (part.isMap && isMap(value)) {
      for (const [key, item] of Object.entries(value)) collect(part.type, item, [...path, part.field, key], found);
    } else if (isMap(value)) collect(part.type, value, [...path, part.field], found);
  }
}

/** An object may have several parts of a type, such as containers. */
const PARTS = 4;

const recalls = new Map<string, Recall<Rule>>();

function refusedBy(rule: Rule, type: string, object: object): readonly Refusal[] {
  let recall = recalls.get(type);
  if (!recall) {
    recall = new Recall([rule], PARTS);
    recalls.set(type, recall);
  }
  return recall.find({
    roots: [object],
    ask: (_rule, recording) => [...rule((recording?.root(object) ?? object) as never)],
  });
}

/** By shared list: the keys by which its items differ. */
const distinct = new WeakMap<object, readonly string[]>();

function addRepeated(items: readonly unknown[], keys: readonly string[], path: Path, found: Refusal[]): void {
  const before = found.length;
  found.push(...repeated(items, keys, path));
  if (found.length === before && isShared(items)) distinct.set(items, keys);
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
