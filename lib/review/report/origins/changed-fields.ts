// The fields of an object that another version of it does not have, or has with another value.

import { isDeepStrictEqual } from 'node:util';
import type { Path } from '../../../values/path';
import { isMap } from '../../../values/scalar';
import { keyOf, keyValue } from '../../diff/list-keys';

/** Paths in `object`, each as deep as possible. What only `other` has does not count. */
export function changedFields(object: unknown, other: unknown, path: Path = []): Path[] {
  if (isDeepStrictEqual(object, other)) return [];
  if (isMap(object) && isMap(other)) {
    return Object.entries(object).flatMap(([key, value]) =>
      Object.hasOwn(other, key) ? changedFields(value, other[key], [...path, key]) : [[...path, key]],
    );
  }
  if (Array.isArray(object) && Array.isArray(other)) return inLists(object, other, path);
  return [path];
}

function inLists(list: readonly unknown[], other: readonly unknown[], path: Path): Path[] {
  const key = keyOf(String(path.findLast((step) => typeof step === 'string') ?? ''), list, other);
  const named = (items: readonly unknown[], item: unknown) =>
    key === undefined ? undefined : items.find((candidate) => keyValue(candidate, key) === keyValue(item, key));
  const counterpart = (item: unknown, index: number): unknown => {
    const found = named(other, item);
    if (found !== undefined) return found;
    // At the same position, unless that is the counterpart of another item.
    if (list.length === other.length && named(list, other[index]) === undefined) return other[index];
    return key === undefined ? other.find((candidate) => isDeepStrictEqual(candidate, item)) : undefined;
  };
  return list.flatMap((item, index) => changedFields(item, counterpart(item, index), [...path, index]));
}
