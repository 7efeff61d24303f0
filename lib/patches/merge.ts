// Strategic merge patches, as kubectl and kustomize apply them: lists of Kubernetes' types are merged by the key of their
// items, null removes a field, and `$patch` deletes or replaces an item.

import { nearest } from '../values/nearest';
import type { Path } from '../values/path';
import { isMap } from '../values/scalar';
import { PatchError } from './change';
import { fieldMerge } from './merge-keys';

type Data = Readonly<Record<string, unknown>>;

/** The result of `$patch: delete`. */
export const DELETED = Symbol('deleted');

/** A copy of `object` with `patch` merged into it, or `DELETED`. `type` is `apps/v1/Deployment`. */
export function mergePatch(object: Data, patch: Data, type: string | undefined, at: Path = []): Data | typeof DELETED {
  const directive = patch.$patch;
  if (directive === 'delete') return DELETED;
  if (directive !== undefined && directive !== 'merge' && directive !== 'replace') {
    throw new PatchError('$patch must be delete, merge or replace', [...at, '$patch']);
  }
  const result = new Map(directive === 'replace' ? [] : Object.entries(object));
  const kept = patch.$retainKeys;
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key === '$retainKeys') continue;
    const [, list] = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key) ?? [];
    if (list !== undefined) {
      result.set(list, without(result.get(list), value, [...at, key]));
      continue;
    }
    if (key.startsWith('$')) {
      throw new PatchError(
        `unknown directive ${key} (expected $patch, $retainKeys or $deleteFromPrimitiveList/FIELD)`,
        [...at, key],
      );
    }
    const merged = mergeField(result.get(key), value, fieldMerge(type, key), [...at, key]);
    if (merged === DELETED) result.delete(key);
    else result.set(key, merged);
  }
  const all = Array.isArray(kept) ? [...result].filter(([key]) => kept.includes(key)) : [...result];
  return Object.fromEntries(all);
}

type Field = ReturnType<typeof fieldMerge>;

function mergeField(old: unknown, value: unknown, field: Field, at: Path): unknown {
  if (value === null || value === undefined) return DELETED;
  if (Array.isArray(value)) return mergeList(Array.isArray(old) ? old : [], value, field, at);
  if (!isMap(value)) return value;
  const below = isMap(old) && !field.replaced ? old : {};
  if (!field.isMap) return mergePatch(below, value, field.type, at);
  // Of a map, each value has the type.
  const entries = new Map(Object.entries(below));
  for (const [key, item] of Object.entries(value)) {
    const inner = mergeField(entries.get(key), item, { ...field, isMap: false }, [...at, key]);
    if (inner === DELETED) entries.delete(key);
    else entries.set(key, inner);
  }
  return Object.fromEntries(entries);
}

function mergeList(old: readonly unknown[], items: readonly unknown[], field: Field, at: Path): unknown {
  const { key, type } = field;
  const replaces = items.some((item) => isMap(item) && item.$patch === 'replace' && Object.keys(item).length === 1);
  const given = [...items.entries()].filter(([, item]) => !(isMap(item) && item.$patch === 'replace' && replaces));
  if (key === undefined || replaces) return given.map(([index, item]) => cleaned(item, type, [...at, index]));
  if (key === '') return [...new Set([...old, ...items])];
  const result: unknown[] = [...old];
  for (const [index, item] of given) {
    const place = [...at, index];
    if (!isMap(item)) throw new PatchError('must be a map', place);
    if (item[key] === undefined) throw new PatchError(`must have the key ${key}, by which items are merged`, place);
    const found = result.findIndex((other) => isSame(other, item, key));
    if (found < 0 && item.$patch === 'delete') throw new PatchError(nothingToDelete(result, item, key), place);
    const merged = mergePatch((result[found] ?? {}) as Data, item, type, place);
    if (merged === DELETED) result.splice(found, 1);
    else if (found < 0) result.push(merged);
    else result[found] = merged;
  }
  return result;
}

/** Ports with the same number and different protocols are different items. */
function isSame(one: unknown, other: Data, key: string): boolean {
  if (!isMap(one) || one[key] !== other[key]) return false;
  return other.protocol === undefined || (one.protocol ?? 'TCP') === other.protocol;
}

function nothingToDelete(items: readonly unknown[], item: Data, key: string): string {
  const known = items.map((other) => (isMap(other) ? String(other[key]) : ''));
  const near = nearest(String(item[key]), known);
  const hint = near === undefined ? `expected ${known.join(', ') || 'no item at all'}` : `did you mean ${near}?`;
  return `no item has ${key} ${String(item[key])} (${hint})`;
}

/** A new value, without directives and nulls. */
function cleaned(value: unknown, type: string | undefined, at: Path): unknown {
  return isMap(value) ? mergePatch({}, value, type, at) : value;
}

function without(old: unknown, values: unknown, at: Path): unknown {
  if (!Array.isArray(values)) throw new PatchError('must be a list', at);
  return Array.isArray(old) ? old.filter((item) => !values.includes(item)) : old;
}
