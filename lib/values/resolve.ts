// A value's way in one call: defaults, layers, validation.

import { defaultOf } from './defaults';
import { type Layer, originOf } from './layer';
import { merge } from './merge';
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
  const defaults = defaultOf(schema) as Record<string, unknown>;
  const tree = layers.reduce((below, layer) => merge(below, layer.tree), defaults);
  const { values, problems, warnings } = validate(schema, tree, rules);
  const located = (problem: Problem): Problem => ({ ...problem, origin: originOf(layers, problem.path) });
  if (values === undefined) throw new InputError(problems.map(located));
  return { values, warnings: warnings.map(located) };
}

/** Values that a program gives, as a layer without places. */
export function programLayer(tree: object): Layer {
  return { tree: tree as Record<string, unknown>, locate: () => undefined };
}
