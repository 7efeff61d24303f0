// The fields in which two objects differ, ignoring order and spelling.

import { isDeepStrictEqual } from 'node:util';
import { isMap } from '../../values/scalar';
import type { FieldChange, Step } from './change';
import { isSet, keyOf, keyValue } from './list-keys';
import { isSameAmount } from './normal';

export type Difference = Pick<FieldChange, 'path' | 'before' | 'after'>;

/** The differences between two normalized values, each as deep as possible. */
export function differences(before: unknown, after: unknown, path: readonly Step[] = []): Difference[] {
  if (isDeepStrictEqual(before, after) || isSameAmountAt(path, before, after)) return [];
  if (isMap(before) && isMap(after)) return inMaps(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return inLists(before, after, path);
  return [{ path, before, after }];
}

function inMaps(before: Record<string, unknown>, after: Record<string, unknown>, path: readonly Step[]): Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]));
}

function inLists(before: readonly unknown[], after: readonly unknown[], path: readonly Step[]): Difference[] {
  const field = fieldOf(path);
  const key = keyOf(field, before, after);
  if (key !== undefined) {
    const [old, now] = [byKey(before, key), byKey(after, key)];
    const values = new Set([...old.keys(), ...now.keys()]);
    return [...values].flatMap((value) => differences(old.get(value), now.get(value), [...path, { key, value }]));
  }
  if (isSet(field) || [...before, ...after].some(isMap)) return inSets(before, after, path);
  return [{ path, before, after }];
}

/** Items that only one side has. Remaining items at the same index count as one changed item. */
function inSets(before: readonly unknown[], after: readonly unknown[], path: readonly Step[]): Difference[] {
  const gone = without(before, after, path);
  const fresh = without(after, before, path);
  const ordered = isSet(fieldOf(path)) ? [] : reordered(before, after, path);
  const count = Math.max(gone.length, fresh.length);
  const changes = Array.from({ length: count }, (_none, index) => {
    const [was, is] = [gone[index], fresh[index]];
    const at = [...path, (is ?? was)?.index ?? index];
    if (isMap(was?.item) && isMap(is?.item)) return inMaps(was.item, is.item, at);
    return [{ path: at, before: was?.item, after: is?.item }];
  });
  return changes.length > 0 ? changes.flat() : ordered;
}

function without(list: readonly unknown[], other: readonly unknown[], path: readonly Step[]) {
  const rest = [...other];
  return list
    .map((item, index) => ({ item, index }))
    .filter(({ item }) => {
      const at = rest.findIndex((candidate) => differences(item, candidate, [...path, 0]).length === 0);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
}

/** The same items in another order, in a list whose order matters. */
function reordered(before: readonly unknown[], after: readonly unknown[], path: readonly Step[]): Difference[] {
  const inPlace = before.every((item, index) => differences(item, after[index], [...path, index]).length === 0);
  return inPlace ? [] : [{ path, before, after }];
}

/** The nearest map key on the path to a value. */
export function fieldOf(path: readonly Step[]): string {
  return (path.findLast((step) => typeof step === 'string') as string | undefined) ?? '';
}

const byKey = (list: readonly unknown[], key: string): Map<string, unknown> =>
  new Map(list.map((item) => [keyValue(item, key) ?? '', item]));

function isSameAmountAt(path: readonly Step[], before: unknown, after: unknown): boolean {
  const parent = path.at(-2);
  return (parent === 'requests' || parent === 'limits' || path.at(-1) === 'sizeLimit') && isSameAmount(before, after);
}
