// Copies of plain data with sorted keys and without empty values, as cdk8s writes it.

import { setOwn } from '../../values/copy';
import { markShared } from './shared-parts';

/** Thrown for anything that is not plain data. */
export class NotPlain extends Error {}

/** A copy that may be changed. */
export const plainCopy = (value: object): object => copyOf(value, undefined, false) as object;

/** A deeply frozen copy; parts that equal those of `earlier`, another such copy, are the same values. */
export const frozenCopy = (value: object, earlier: unknown): object => copyOf(value, earlier, true) as object;

function copyOf(value: unknown, earlier: unknown, frozen: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'function') throw new NotPlain();
  if (typeof value !== 'object') return value;
  const known = typeof earlier === 'object' && earlier !== null ? earlier : undefined;
  return Array.isArray(value) ? listOf(value, known, frozen) : mapOf(value as Data, known, frozen);
}

type Data = Readonly<Record<string, unknown>>;

function listOf(list: readonly unknown[], earlier: object | undefined, frozen: boolean): unknown {
  const known = Array.isArray(earlier) ? (earlier as readonly unknown[]) : undefined;
  let isSame = known?.length === list.length;
  const items: unknown[] = [];
  for (let at = 0; at < list.length; at++) {
    const before = known?.[at];
    const copy = copyOf(list[at], before, frozen);
    if (copy !== before) isSame = false;
    items.push(copy);
  }
  if (known && isSame) return markShared(known);
  return frozen ? Object.freeze(items) : items;
}

function mapOf(map: Data, earlier: object | undefined, frozen: boolean): unknown {
  if (Object.getPrototypeOf(map) !== Object.prototype) throw new NotPlain();
  const known = earlier && !Array.isArray(earlier) ? (earlier as Data) : undefined;
  return known ? mapLike(known, map, frozen) : newMap(map, frozen);
}

function newMap(map: Data, frozen: boolean): unknown {
  const copy: Record<string, unknown> = {};
  for (const key of inOrder(Object.keys(map))) {
    const value = copyOf(map[key], undefined, frozen);
    if (value !== undefined) setOwn(copy, key, value);
  }
  return frozen ? Object.freeze(copy) : copy;
}

/** `known`, if it is equal. */
function mapLike(known: Data, map: Data, frozen: boolean): unknown {
  let count = 0;
  const keys = Object.keys(map);
  // Most maps need no copy.
  let copies: unknown[] | undefined;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    const before = ownOf(known, key);
    const copy = copyOf(map[key], before, frozen);
    if (copy !== undefined) count++;
    if (copy !== before) copies ??= keys.slice(0, at).map((same) => ownOf(known, same));
    copies?.push(copy);
  }
  if (!copies && Object.keys(known).length === count) return markShared(known);
  const copy = sorted(keys, copies ?? keys.map((key) => ownOf(known, key)));
  return frozen ? Object.freeze(copy) : copy;
}

const ownOf = (map: Data, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

/** A map with the keys in order, without those whose value is `undefined`. */
function sorted(keys: readonly string[], values: readonly unknown[]): object {
  const map: Record<string, unknown> = {};
  const order = inOrder([...keys]);
  for (let at = 0; at < order.length; at++) {
    const key = order[at] as string;
    const value = values[keys[at] === key ? at : keys.indexOf(key)];
    if (value !== undefined) setOwn(map, key, value);
  }
  return map;
}

/** Sorts `keys`, most of which are in order. */
function inOrder(keys: string[]): string[] {
  for (let at = 1; at < keys.length; at++) if ((keys[at] as string) < (keys[at - 1] as string)) return keys.sort();
  return keys;
}
