// One source of values, such as a file or a flag, with the location of each value.

import { merge } from './file/merge';
import { type Path, valueAt } from './path';
import type { Origin } from './problem';
import { isMap } from './scalar';

/** Plain maps, lists and scalars (see ./scalar); `null` removes a default. */
export type Tree = Readonly<Record<string, unknown>>;

export interface Layer {
  /** Merges this layer over the lower ones. `below` is not changed. */
  apply(below: Tree): Tree;
  /** Where this layer sets `path`: the location of the key in a map. `undefined` if it does not set it. */
  locate(path: Path): Origin | undefined;
  /** Whether this layer replaces everything that lower layers set at `path`, there or at a parent. */
  replaces(path: Path): boolean;
}

/** A layer that is merged like a values file in Helm. */
export function treeLayer(tree: Tree, locate: Layer['locate']): Layer {
  return {
    apply: (below) => merge(below, tree),
    locate,
    replaces: (path) => path.some((_step, index) => !mergesAt(tree, path.slice(0, index + 1))),
  };
}

/** The location of `path` in the last layer that sets it, or of its nearest parent. */
export function originOf(layers: readonly Layer[], path: Path): Origin | undefined {
  const effective = layers.slice(Math.max(0, lastReplacing(layers, path))).reverse();
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    for (const layer of effective) {
      const origin = layer.locate(part);
      if (origin) return origin;
    }
  }
  return undefined;
}

const lastReplacing = (layers: readonly Layer[], path: Path) => layers.findLastIndex((layer) => layer.replaces(path));

function mergesAt(tree: Tree, path: Path): boolean {
  const value = valueAt(tree, path);
  return value === undefined || isMap(value);
}
