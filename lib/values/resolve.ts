// A value's way in one call: layers, defaults, validation.

import { complete } from './defaults';
import { type Layer, originOf, type Tree, treeLayer } from './layer';
import { InputError, type Problem } from './problem';
import type { Static, TObject } from './schema';
import { type Rule, validate } from './validate';

export interface Resolved<V> {
  readonly values: V;
  readonly warnings: readonly Problem[];
}

/** The values of a chart from its defaults and the user's layers, later ones winning. Throws `InputError` with every problem. */
export function resolve<S extends TObject>(
  schema: S,
  rules: readonly Rule<Static<S>>[],
  layers: readonly Layer[],
): Resolved<Static<S>> {
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const { values, problems, warnings } = validate(schema, complete(schema, given), rules);
  const located = (problem: Problem): Problem => ({ ...problem, origin: originOf(layers, problem.path) });
  if (values === undefined) throw new InputError(problems.map(located));
  return { values, warnings: warnings.map(located) };
}

/** Values that a program gives, as a layer without places. */
export function programLayer(tree: object): Layer {
  return treeLayer(tree as Tree, () => undefined);
}
