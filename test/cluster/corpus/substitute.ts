// Puts a broken value in place of a rendered valid sample.

import { isDeepStrictEqual } from 'node:util';
import { isMap } from '../../../lib/values/scalar';

/**
 * `tree` with `broken` in place of `sample`: a scalar, entries of a map, or items of a list. `without` is the tree
 * rendered without the sample; what it has in common with `tree` is kept.
 */
export function substitute(tree: unknown, without: unknown, sample: unknown, broken: unknown): unknown {
  if (isDeepStrictEqual(tree, without)) return tree;
  if (contains(tree, sample)) return replaced(tree, sample, broken);
  if (Array.isArray(tree)) {
    const others: readonly unknown[] = Array.isArray(without) ? without : [];
    return tree.map((item, at) => substitute(item, others[at], sample, broken));
  }
  if (!isMap(tree)) return isPartOf(tree, sample) ? tree.replaceAll(String(sample), String(broken)) : tree;
  const other = isMap(without) ? without : {};
  const entries = Object.entries(tree).map(([key, value]) => [key, substitute(value, other[key], sample, broken)]);
  return Object.fromEntries(entries);
}

/** Names begin with the name of their release. */
const isPartOf = (tree: unknown, sample: unknown): tree is string =>
  typeof tree === 'string' && typeof sample === 'string' && tree.includes(sample);

function contains(tree: unknown, sample: unknown): boolean {
  if (Array.isArray(sample)) {
    const items: readonly unknown[] = Array.isArray(tree) ? tree : [];
    return sample.every((wanted) => items.some((item) => isDeepStrictEqual(item, wanted)));
  }
  if (!isMap(sample)) return tree === sample;
  return isMap(tree) && Object.entries(sample).every(([key, value]) => contains(tree[key], value));
}

function replaced(tree: unknown, sample: unknown, broken: unknown): unknown {
  if (Array.isArray(tree) && Array.isArray(sample) && Array.isArray(broken)) {
    const others = tree.filter((item) => !sample.some((wanted) => isDeepStrictEqual(item, wanted)));
    return [...others, ...(broken as unknown[])];
  }
  if (isMap(tree) && isMap(sample) && isMap(broken)) {
    const others = Object.entries(tree).filter(([key]) => !(key in sample));
    const changed = Object.entries(broken).map(([key, value]) => [key, replaced(tree[key], sample[key], value)]);
    return Object.fromEntries([...others, ...changed]);
  }
  return broken;
}
