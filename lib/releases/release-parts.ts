// Parts of a release in a releases file, and of the defaults.

import type { Tree } from '../values/layer';
import { isMap } from '../values/scalar';
import type { TObject } from '../values/schema/schema';

/** Keys with paths. */
export const WITH_PATHS = ['output', 'imageLock', 'values', 'delivery', 'secrets'];

export const isColumn = (value: unknown): boolean => typeof value === 'string' && value.includes('{{');

/** What can be checked without a row. */
export function withoutColumns(tree: Tree): Tree {
  const plain = Object.entries(tree).filter(([, value]) => !isColumn(value));
  return Object.fromEntries(plain.map(([key, value]) => [key, isMap(value) ? withoutColumns(value) : value]));
}

/** Keys of the defaults that add to those of a release, or are not for a release. */
const SEPARATE = ['set', 'values', 'secrets', 'delivery', 'patches', 'extraObjects', 'forEach'];

/** What a release inherits unless it sets the key itself. Unknown keys are reported once, with the defaults. */
export const inherited = (defaults: Tree, { properties }: TObject): Tree =>
  Object.fromEntries(
    Object.entries(defaults).filter(([key]) => Object.hasOwn(properties, key) && !SEPARATE.includes(key)),
  );

export function present<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const set: { [K in keyof T]?: unknown } = {};
  for (const key of Object.keys(fields) as (keyof T)[]) if (fields[key] !== undefined) set[key] = fields[key];
  return set as never;
}
