// Objects as the API server returns them: without fields that it omits because they are empty, with quantities in its
// canonical form, and with its defaults in fields that are applied as a whole. A second apply of such an object changes
// nothing.

import { canonicalQuantity, QUANTITY } from '../../names/quantity';
import { remembering } from '../../names/remember';
import { setOwn } from '../../values/copy';
import { isMap } from '../../values/scalar';
import { isShared, markShared } from './shared-parts';
import { isType, type TypeField, typeFields } from './type-fields';

/** By name. */
type Fields = ReadonlyMap<string, TypeField>;
type Data = Readonly<Record<string, unknown>>;

const QUANTITY_TEXT = new RegExp(QUANTITY);
/** A release has few different quantities, each many times. `undefined` for text that is none. */
const spelled = remembering((text) => (QUANTITY_TEXT.test(text) ? canonicalQuantity(text) : undefined));
const known = new Map<string, Fields>();

/** The canonical form of an object of a Kubernetes API; custom resources stay as they are. */
export function canonical<T extends { readonly apiVersion: string; readonly kind: string }>(object: T): T {
  const fields = fieldsOf(`${object.apiVersion}/${object.kind}`);
  return fields ? (ofObject(object as unknown as Data, fields) as unknown as T) : object;
}

/** What became of a shared part that was rewritten as an object with these fields, or as this field of an object. */
interface Rewritten {
  readonly as: Fields | TypeField;
  readonly result: object;
}

const results = new WeakMap<object, Rewritten>();

/** The result for a shared part that was rewritten before. */
function earlierResult<T extends object>(part: T, as: Fields | TypeField): T | undefined {
  const earlier = results.get(part);
  return earlier?.as === as ? (earlier.result as T) : undefined;
}

function kept<T extends object>(part: T, as: Fields | TypeField, rewritten: T): T {
  const result = frozenAs(part, rewritten);
  if (isShared(part)) results.set(part, { as, result: markShared(result) });
  return result;
}

const frozenAs = <T extends object>(part: T, result: T): T =>
  result !== part && Object.isFrozen(part) ? Object.freeze(result) : result;

function ofObject(object: Data, fields: Fields): Data {
  const earlier = earlierResult(object, fields);
  if (earlier) return earlier;
  let changed: Map<string, unknown> | undefined;
  for (const name in object) {
    const field = fields.get(name);
    if (!field) continue;
    const value = object[name];
    const written = field.isDropped && isEmpty(value) ? undefined : completed(name, ofField(value, field));
    if (written === value) continue;
    changed ??= new Map();
    changed.set(name, written);
  }
  return kept(object, fields, changed ? withChanged(object, changed) : object);
}

const ofField = (value: unknown, field: TypeField): unknown =>
  field.isQuantity ? quantities(value) : field.type === undefined ? value : ofInner(value, field, field.type);

/** Replaces values, and leaves out those that are `undefined`. */
function withChanged(object: Data, changed: ReadonlyMap<string, unknown>): Data {
  const map: Record<string, unknown> = {};
  for (const name of Object.keys(object)) {
    const value = changed.has(name) ? changed.get(name) : object[name];
    if (value !== undefined || !changed.has(name)) setOwn(map, name, value);
  }
  return map;
}

/**
 * Fields that are one value to an apply. Without the defaults that the API server writes into them, client-side apply
 * would change them every time, and server-side apply would conflict with it.
 */
const COMPLETE: Readonly<Record<string, (value: unknown) => unknown>> = {
  egress: (rules) => eachMap(rules, withPorts),
  ingress: (rules) => eachMap(rules, withPorts),
  fieldRef: (reference) => (isMap(reference) ? withDefaults(reference, { apiVersion: 'v1' }) : reference),
  strategy(given) {
    if (!isMap(given)) return given;
    const strategy = withDefaults(given, { type: 'RollingUpdate' });
    if (strategy.type !== 'RollingUpdate') return strategy;
    return withDefaults(strategy, { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } });
  },
  volumeClaimTemplates: (claims) =>
    eachMap(claims, (claim) => {
      const spec = isMap(claim.spec) ? withDefaults(claim.spec, { volumeMode: 'Filesystem' }) : claim.spec;
      return withDefaults(spec === claim.spec ? claim : { ...claim, spec }, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        status: { phase: 'Pending' },
      });
    }),
};

const completed = (name: string, value: unknown): unknown =>
  Object.hasOwn(COMPLETE, name) ? COMPLETE[name]?.(value) : value;

/** The rule of a NetworkPolicy with the protocols of its ports. */
function withPorts(rule: Data): Data {
  const ports = eachMap(rule.ports, (port) => withDefaults(port, { protocol: 'TCP' }));
  return ports === rule.ports ? rule : { ...rule, ports };
}

/** `object` with the defaults that it lacks. */
function withDefaults(object: Data, defaults: Data): Data {
  const lacking = Object.entries(defaults).filter(([key]) => (object[key] ?? undefined) === undefined);
  return lacking.length === 0 ? object : frozenAs(object, { ...object, ...Object.fromEntries(lacking) });
}

function eachMap(list: unknown, change: (item: Data) => Data): unknown {
  return Array.isArray(list) ? mapped(list, (item) => (isMap(item) ? frozenAs(item, change(item)) : item)) : list;
}

/** The same list if no item changes. */
function mapped(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let items: unknown[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const item = list[at];
    const next = change(item);
    if (next !== item) items ??= list.slice(0, at);
    items?.push(next);
  }
  return items ? frozenAs(list, items) : list;
}

/** An object, a list of objects or a map of them. */
function ofInner(value: unknown, field: TypeField, type: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields = fieldsOf(type);
  if (!fields) return value;
  if (!Array.isArray(value) && !field.isMap) return isMap(value) ? ofObject(value, fields) : value;
  const earlier = earlierResult(value, field);
  if (earlier) return earlier;
  const ofItem = (item: unknown) => (isMap(item) ? ofObject(item, fields) : item);
  return kept<object>(value, field, Array.isArray(value) ? mapped(value, ofItem) : eachValue(value as Data, ofItem));
}

/** The same map if no value changes. */
function eachValue(map: Data, change: (value: unknown) => unknown): Data {
  const entries = Object.entries(map).map(([key, value]) => [key, change(value)] as const);
  return entries.some(([key, value]) => value !== map[key]) ? Object.fromEntries(entries) : map;
}

/** A quantity, or a map of them. The checks report invalid ones. */
function quantities(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return frozenAs(value, eachValue(value as Data, quantities));
  return spelled(String(value)) ?? value;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === '' || value === 0 || value === false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _key in value) return false;
  return true;
}

function fieldsOf(type: string): Fields | undefined {
  const ready = known.get(type);
  if (ready || !isType(type)) return ready;
  const fields = new Map(typeFields(type).map((field) => [field.name, field]));
  known.set(type, fields);
  return fields;
}
