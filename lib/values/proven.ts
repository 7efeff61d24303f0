// Values that many releases share, such as a block of defaults or of a common values file, are validated only once.

import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import { isMap } from './scalar';
import { schemaProblems } from './schema/check';
import { complete } from './schema/defaults';
import { normalise } from './schema/view';

/** Frozen, normalized and complete. */
interface Valid {
  readonly view: unknown;
}

/** By the given value, then by the schema. */
const results = new WeakMap<object, WeakMap<TSchema, Valid>>();
/** Results for values that are not set. */
const validDefaults = new WeakMap<TSchema, Valid>();

interface Key {
  readonly name: string;
  readonly schema: TSchema;
  readonly optional: boolean;
  readonly hasDefault: boolean;
}

const keysOfSchemas = new WeakMap<TObject, readonly Key[]>();

/** The view of `given` merged over the defaults; `undefined` if it may be invalid, which `validate` then reports. */
export function validateCached(schema: TSchema, given: unknown): Valid | undefined {
  const known = given === undefined ? validDefaults : isObject(given) ? resultsOf(given) : undefined;
  const earlier = known?.get(schema);
  if (earlier) return earlier;
  const valid = validateOnce(schema, given);
  if (valid) known?.set(schema, valid);
  return valid;
}

function validateOnce(schema: TSchema, given: unknown): Valid | undefined {
  if (KindGuard.IsObject(schema) && isMap(given) && schema.additionalProperties === false)
    return validateKeys(schema, given);
  const tree = complete(schema, given);
  if (tree === undefined || schemaProblems(schema, tree).length > 0) return undefined;
  return { view: normalise(schema, tree) };
}

function validateKeys(schema: TObject, given: Record<string, unknown>): Valid | undefined {
  for (const key of Object.keys(given)) if (!Object.hasOwn(schema.properties, key)) return undefined;
  const view: Record<string, unknown> = {};
  for (const { name, schema: property, optional, hasDefault } of keysOf(schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (optional && (value === null || (value === undefined && !hasDefault))) continue;
    const valid = validateCached(property, value);
    if (!valid) return undefined;
    view[name] = valid.view;
  }
  return { view: Object.freeze(view) };
}

function keysOf(schema: TObject): readonly Key[] {
  const known = keysOfSchemas.get(schema);
  if (known) return known;
  const keys = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: property,
    optional: KindGuard.IsOptional(property),
    hasDefault: 'default' in property,
  }));
  keysOfSchemas.set(schema, keys);
  return keys;
}

function resultsOf(given: object): WeakMap<TSchema, Valid> {
  const known = results.get(given) ?? new WeakMap<TSchema, Valid>();
  results.set(given, known);
  return known;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
