// The smallest values that render the same release.

import { isDeepStrictEqual } from 'node:util';
import type { Tree } from '../../values/layer';
import { type Path, valueAt } from '../../values/path';
import { textOf } from '../../values/scalar';
import { complete } from '../../values/schema/defaults';
import { without } from './carry';
import { treePaths } from './leaves';
import type { Trial } from './trial';

/** `tree` without values that change nothing. Groups are tried first, and halved if they change something. */
export function shrink(trial: Trial, tree: Tree): Tree {
  const wanted = outcome(trial, tree);
  if (wanted === undefined) return tree;
  let smallest = tree;
  const remove = (paths: readonly Path[]): void => {
    if (paths.length === 0) return;
    const smaller = withoutEmpty(without(smallest, paths)) as Tree;
    if (outcome(trial, smaller) === wanted) {
      smallest = smaller;
      return;
    }
    if (paths.length === 1) return;
    const half = Math.ceil(paths.length / 2);
    remove(paths.slice(0, half));
    remove(paths.slice(half));
  };
  // Most values that a chart lists are defaults. Rendering with and without each value would take too long.
  remove(treePaths(tree).filter((path) => isDefault(trial, tree, path)));
  remove(treePaths(smallest));
  return smallest;
}

function isDefault({ system: { schema } }: Trial, tree: Tree, path: Path): boolean {
  const [given, usual] = [valueAt(tree, path), valueAt(complete(schema, {}), path)];
  return isDeepStrictEqual(given, usual) || (textOf(given) !== undefined && textOf(given) === textOf(usual));
}

const outcome = (trial: Trial, tree: Tree): string | undefined => {
  const rendered = trial.render(tree);
  return rendered && JSON.stringify([rendered.namespace, rendered.objects, rendered.externals]);
};

/** Maps that only contained removed values. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value.constructor !== Object) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, withoutEmpty(entry)] as const)
      .filter(([, entry]) => !isEmptyMap(entry)),
  );
}

const isEmptyMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
