// Resolves values in one call: layers, defaults, validation.

import { type Layer, originOf, type Tree, treeLayer } from './layer';
import { InputError, type Problem, shortened } from './problem';
import { validateCached } from './proven';
import { isMap } from './scalar';
import { complete } from './schema/defaults';
import type { Static, TObject } from './schema/schema';
import { judge, type Rule, validate } from './validate';

export interface Resolved<V> {
  readonly values: V;
  readonly warnings: readonly Problem[];
}

/** The values of a chart from its defaults and the user's layers; later layers win. Throws `InputError` with every problem. */
export function resolve<S extends TObject>(
  schema: S,
  rules: readonly Rule<Static<S>>[],
  layers: readonly Layer[],
): Resolved<Static<S>> {
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const valid = validateCached(schema, given);
  const { values, problems, warnings } = valid
    ? judge(valid.view as Static<S>, rules)
    : validate(schema, complete(schema, given), rules);
  const located = (problem: Problem): Problem => ({ ...problem, origin: originOf(layers, problem.path) });
  if (values === undefined) throw new InputError(readably(schema, problems.map(located)));
  return { values, warnings: warnings.map(located) };
}

const MOST_SHOWN = 100;
const MOST_OF_STRANGERS = 10;

/** Limits the problems of a source with too many unknown top-level keys to be a values file of the chart. */
function readably(schema: TObject, problems: readonly Problem[]): Problem[] {
  const unknown = new Map<string, number>();
  for (const {
    path: [key = '', ...rest],
    origin: { source = '' } = {},
  } of problems) {
    if (rest.length > 0 || Object.hasOwn(schema.properties, key)) continue;
    unknown.set(source, (unknown.get(source) ?? 0) + 1);
  }
  return shortened(problems, (source) =>
    (unknown.get(source) ?? 0) > MOST_OF_STRANGERS ? MOST_OF_STRANGERS : MOST_SHOWN,
  );
}

/** A copy of a program's values as a layer without locations. */
export function programLayer(tree: object): Layer {
  return treeLayer(copyOf(tree) as Tree, () => undefined);
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)])) : value;
}
