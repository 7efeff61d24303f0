// One source of values, such as a file or a flag, with the place of everything it says.

import { merge } from './merge';
import { type Path, valueAt } from './path';
import type { Origin } from './problem';
import { isMap } from './scalar';

/** Plain maps, lists and scalars (see ./scalar); `null` removes a default. */
export type Tree = Readonly<Record<string, unknown>>;

export interface Layer {
  /** What the layers below say with this one upon it. `below` stays as it is. */
  apply(below: Tree): Tree;
  /** Where `path` was given here: its key for a key of a map. `undefined` when this layer does not say anything there. */
  locate(path: Path): Origin | undefined;
  /** True when nothing that lower layers say at `path` is left: this one puts a value in its place or around it. */
  replaces(path: Path): boolean;
}

/** A layer that is merged as Helm merges a values file. */
export function treeLayer(tree: Tree, locate: Layer['locate']): Layer {
  return {
    apply: (below) => merge(below, tree),
    locate,
    replaces: (path) => path.some((_step, index) => !mergesAt(tree, path.slice(0, index + 1))),
  };
}

/** The place of `path` in the last layer that speaks of it, else of the nearest value around it. */
export function originOf(layers: readonly Layer[], path: Path): Origin | undefined {
  const speaking = layers.slice(Math.max(0, lastReplacing(layers, path))).reverse();
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    for (const layer of speaking) {
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
