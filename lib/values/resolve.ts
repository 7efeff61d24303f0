// Resolves values in one call: layers, defaults, validation. Values that many releases share, such as a block of defaults
// or of a common values file, are validated only once.

import type { TObject, TSchema } from '@sinclair/typebox';
import { type DefaultView, defaultOf, partOf, viewsOf } from './default-views';
import { exampleWarnings } from './examples';
import { atEmptyParents } from './foreign/empty-parents';
import { withForeignFiles, withoutExtensions } from './foreign/foreign-input';
import { type Layer, originOf, type Tree, treeLayer } from './layer';
import { InputError, type Problem, shortened } from './problem';
import { isMap } from './scalar';
import { schemaProblems } from './schema/check';
import { complete } from './schema/defaults';
import { isObjectSchema, isOptionalSchema } from './schema/kinds';
import type { Static } from './schema/schema';
import { normalize } from './schema/view';
import { applyRules, type Rule, type Verdict, validate } from './validate';

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
  const given = withoutExtensions(layers.reduce<Tree>((below, layer) => layer.apply(below), {}));
  const { values, problems, warnings } = verdictOf(schema, rules, given);
  const located = (problem: Problem): Problem => ({ ...problem, origin: originOf(layers, problem.path) });
  if (values === undefined) {
    const found = atEmptyParents(schema, given, problems).map(located);
    throw new InputError(limited(schema, withForeignFiles(schema, layers, given, found)));
  }
  return { values, warnings: exampleWarnings(schema, values, warnings).map(located) };
}

/** Validates a tree without its defaults, like `validate` with them. */
export function verdictOf<S extends TObject>(
  schema: S,
  rules: readonly Rule<Static<S>>[],
  given: Tree,
): Verdict<Static<S>> {
  const valid = validateCached(schema, given, viewsOf(schema));
  return valid ? applyRules(valid.view as Static<S>, rules) : validate(schema, complete(schema, given), rules);
}

const MOST_SHOWN = 100;
const MOST_SHOWN_OF_FOREIGN = 10;

/** Limits the problems of a source with too many unknown top-level keys to be a values file of the chart. */
function limited(schema: TObject, problems: readonly Problem[]): Problem[] {
  const unknown = new Map<string, number>();
  for (const {
    path: [key = '', ...rest],
    origin: { source = '' } = {},
  } of problems) {
    if (rest.length > 0 || Object.hasOwn(schema.properties, key)) continue;
    unknown.set(source, (unknown.get(source) ?? 0) + 1);
  }
  return shortened(problems, (source) =>
    (unknown.get(source) ?? 0) > MOST_SHOWN_OF_FOREIGN ? MOST_SHOWN_OF_FOREIGN : MOST_SHOWN,
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

/** Frozen, normalized and complete. */
interface Valid {
  readonly view: unknown;
}

interface Result {
  readonly schema: TSchema;
  readonly valid: Valid;
}

/** By the given value: its last result. */
const results = new WeakMap<object, Result>();
/** Results for values that are not set. */
const validDefaults = new WeakMap<TSchema, Valid>();

interface Key {
  readonly name: string;
  readonly schema: TSchema;
  readonly optional: boolean;
  readonly hasDefault: boolean;
}

const keysOfSchemas = new WeakMap<TObject, readonly Key[]>();

/** The last valid map for a schema: the next one is often the same except for a few keys. */
interface Last {
  readonly given: Record<string, unknown>;
  readonly view: Record<string, unknown>;
}

const lastOf = new WeakMap<TObject, Last>();

/**
 * The view of `given` merged over the defaults; `undefined` if it may be invalid, which `validate` then reports.
 * `defaults`: what is known about the defaults of `schema`.
 */
export function validateCached(schema: TSchema, given: unknown, defaults?: DefaultView): Valid | undefined {
  if (given === undefined && defaults !== undefined && 'view' in defaults) return { view: defaultOf(defaults) };
  const isMapOrList = typeof given === 'object' && given !== null;
  const earlier = isMapOrList ? results.get(given) : undefined;
  if (earlier?.schema === schema) return earlier.valid;
  const isDefault = given === undefined;
  const valid = (isDefault ? validDefaults.get(schema) : undefined) ?? validateOnce(schema, given, defaults);
  if (valid && isDefault) validDefaults.set(schema, valid);
  if (valid && isMapOrList) results.set(given, { schema, valid });
  return valid;
}

/** Whether its keys are validated one by one, so that those which are not set need no validation. */
export const isClosed = (schema: TSchema): schema is TObject =>
  isObjectSchema(schema) && schema.additionalProperties === false;

function validateOnce(schema: TSchema, given: unknown, defaults?: DefaultView): Valid | undefined {
  if (isClosed(schema) && isMap(given)) return validateKeys(schema, given, defaults);
  const tree = complete(schema, given);
  if (tree === undefined || schemaProblems(schema, tree).length > 0) return undefined;
  return { view: normalize(schema, tree) };
}

function validateKeys(
  schema: TObject,
  given: Record<string, unknown>,
  defaults: DefaultView | undefined,
): Valid | undefined {
  for (const key of Object.keys(given)) if (!Object.hasOwn(schema.properties, key)) return undefined;
  const last = lastOf.get(schema);
  const view: Record<string, unknown> = {};
  const keys = keysOf(schema);
  for (let at = 0; at < keys.length; at++) {
    const { name, schema: property, optional, hasDefault } = keys[at] as Key;
    const value = ownOf(given, name);
    if (optional && (value === null || (value === undefined && !hasDefault))) continue;
    if (last && value === ownOf(last.given, name) && Object.hasOwn(last.view, name)) {
      view[name] = last.view[name];
      continue;
    }
    const valid = validateCached(property, value, partOf(defaults, name));
    if (!valid) return undefined;
    view[name] = valid.view;
  }
  lastOf.set(schema, { given, view });
  return { view: Object.freeze(view) };
}

const ownOf = (map: Record<string, unknown>, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

export function keysOf(schema: TObject): readonly Key[] {
  const known = keysOfSchemas.get(schema);
  if (known) return known;
  const keys = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: property,
    optional: isOptionalSchema(property),
    hasDefault: 'default' in property,
  }));
  keysOfSchemas.set(schema, keys);
  return keys;
}
