// From the values of the Helm chart to those of this chart: unknown values are left out and reported.

import { Kind, type TSchema } from '@sinclair/typebox';
import type { Tree } from '../../values/layer';
import { unknownKey } from '../../values/messages';
import { formatPath, overlaps, type Path, valueAt } from '../../values/path';
import type { Problem } from '../../values/problem';
import { isMap } from '../../values/scalar';
import { schemaProblems } from '../../values/schema/check';
import { complete } from '../../values/schema/defaults';
import { isObjectSchema, isRecordSchema } from '../../values/schema/kinds';
import { itemOf, restOf, type TObject } from '../../values/schema/schema';

export interface Carried {
  readonly tree: Tree;
  /** Values that this chart does not have, and why. */
  readonly left: readonly Problem[];
}

/** The part of `given` that `schema` accepts. */
export function carry(schema: TObject, given: Tree): Carried {
  const left: Problem[] = [];
  const known = knownPart(schema, given, [], left) as Tree;
  const wrong = schemaProblems(schema, complete(schema, known)).filter(({ path }) => isGiven(known, path));
  return {
    tree: without(
      known,
      wrong.map(({ path }) => path),
    ) as Tree,
    left: [...left, ...wrong],
  };
}

/** A missing value is also a problem, but nothing was given for it. */
const isGiven = (tree: Tree, path: Path): boolean => valueAt(tree, path) !== undefined;

function knownPart(schema: TSchema, given: unknown, path: Path, left: Problem[]): unknown {
  // A switch with related settings, which have no counterpart.
  if (schema[Kind] === 'toggle' && isMap(given) && typeof given.enabled === 'boolean') return given.enabled;
  const item = isRecordSchema(schema) ? itemOf(schema) : undefined;
  if (item && isMap(given)) {
    const entries = Object.entries(given);
    return Object.fromEntries(entries.map(([key, value]) => [key, knownPart(item, value, [...path, key], left)]));
  }
  if (!isObjectSchema(schema) || !isMap(given)) return given;
  const rest = restOf(schema);
  const entries = Object.entries(given).flatMap(([key, value]): [string, unknown][] => {
    const here = [...path, key];
    const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : rest;
    if (property !== undefined) return [[key, knownPart(property, value, here, left)]];
    const sibling = siblingOf(schema, key, path);
    if (sibling !== undefined) return [[sibling, value]];
    if (!isNothing(value)) left.push({ path: here, message: unknownKey(schema, key) });
    return [];
  });
  return Object.fromEntries(entries);
}

/** The new name of a renamed key, if it stays in the same map. */
function siblingOf(schema: TObject, key: string, path: Path): string | undefined {
  const [parent, name] = [formatPath(path), String(valueAt(schema.renamed, [key]) ?? '')];
  const own = name.startsWith(`${parent}.`) ? name.slice(parent.length + 1) : '';
  return Object.hasOwn(schema.properties, own) ? own : undefined;
}

/** Charts list settings that are disabled, which nobody needs. */
const isNothing = (value: unknown): boolean =>
  value === null || value === '' || value === false || (typeof value === 'object' && Object.keys(value).length === 0);

/** `tree` without the values at these paths. */
export function without(tree: unknown, paths: readonly Path[], at: Path = []): unknown {
  if (!isMap(tree) || !paths.some((path) => overlaps(path, at))) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key]) => !paths.some((path) => path.length <= at.length + 1 && overlaps(path, [...at, key])))
      .map(([key, value]) => [key, without(value, paths, [...at, key])]),
  );
}
