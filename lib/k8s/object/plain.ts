// Copies of plain data with sorted keys and without empty values, as cdk8s writes it.

import { markShared } from './shared-parts';

/** Thrown for anything that is not plain data. */
export const NOT_PLAIN = new Error('not plain data');

/** A copy that may be changed. */
export const plainCopy = (value: object): object => copyOf(value, undefined, false) as object;

/** A deeply frozen copy; parts that equal those of `earlier`, another such copy, are the same values. */
export const frozenCopy = (value: object, earlier: unknown): object => copyOf(value, earlier, true) as object;

function copyOf(value: unknown, earlier: unknown, frozen: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'function') throw NOT_PLAIN;
  if (typeof value !== 'object') return value;
  const known = typeof earlier === 'object' && earlier !== null ? earlier : undefined;
  return Array.isArray(value) ? listOf(value, known, frozen) : mapOf(value as Data, known, frozen);
}

type Data = Readonly<Record<string, unknown>>;

function listOf(list: readonly unknown[], earlier: object | undefined, frozen: boolean): unknown {
  const known = Array.isArray(earlier) ? (earlier as readonly unknown[]) : undefined;
  let isSame = known?.length === list.length;
  const items = list.map((item, at) => {
    const copy = copyOf(item, known?.[at], frozen);
    isSame &&= known?.[at] === copy;
    return copy;
  });
  if (known && isSame) return markShared(known);
  return frozen ? Object.freeze(items) : items;
}

function mapOf(map: Data, earlier: object | undefined, frozen: boolean): unknown {
  if (Object.getPrototypeOf(map) !== Object.prototype) throw NOT_PLAIN;
  const known = earlier && !Array.isArray(earlier) ? (earlier as Data) : undefined;
  let isSame = known !== undefined;
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(map).sort()) {
    const before = known && Object.hasOwn(known, key) ? known[key] : undefined;
    const entry = copyOf(map[key], before, frozen);
    if (entry === undefined) continue;
    entries.push([key, entry]);
    isSame &&= entry === before;
  }
  if (known && isSame && Object.keys(known).length === entries.length) return markShared(known);
  // An assignment would lose a key `__proto__`.
  const copy = Object.fromEntries(entries);
  return frozen ? Object.freeze(copy) : copy;
}
