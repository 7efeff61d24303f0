// The defaults of a schema: completes the user's values with them (absent values take their default, removed ones become
// empty), and replaces them.

import { Kind, type TObject, type TSchema } from '@sinclair/typebox';
import { Check } from '@sinclair/typebox/value';
import { merge } from '../file/merge';
import { valueAt } from '../path';
import { isMap } from '../scalar';
import { isObjectSchema, isOptionalSchema } from './kinds';
import { itemOf, restOf, withProperties } from './schema';

/**
 * `given` merged over the defaults of `schema`, also inside the items of lists and maps. `undefined` takes the default;
 * `null` removes it, which leaves the empty value of its type: "", [], {}, false. Numbers have none: a removed number
 * is missing, unless it is optional. Invalid values are left to validation.
 */
export function complete(schema: TSchema, given: unknown): unknown {
  if (given === null) return emptyOf(schema);
  if (given === undefined) {
    // A chart's own block is complete, and recognized by identity: it needs no validation.
    if (schema[Kind] === 'block') return schema.default;
    if ('default' in schema) return complete(schema, schema.default);
    return isObjectSchema(schema) ? complete(schema, {}) : undefined;
  }
  if (isObjectSchema(schema)) return isMap(given) ? completeKeys(schema, given) : given;
  const item = itemOf(schema);
  if (Array.isArray(given)) {
    return item ? given.map((entry) => (entry === null ? null : complete(item, entry))) : withoutNulls(given);
  }
  if (!isMap(given)) return given;
  const merged = isMap(schema.default) ? merge(schema.default, given) : given;
  if (!item) return withoutNulls(merged);
  return fromPresent(
    Object.entries(merged).map(([key, entry]) => [key, entry === null ? undefined : complete(item, entry)]),
  );
}

function completeKeys(schema: TObject, given: Record<string, unknown>): object {
  const { properties } = schema;
  const rest = restOf(schema);
  const known = Object.entries(properties).map(([key, property]) => {
    const value = valueAt(given, [key]);
    const stays = isOptionalSchema(property) && (value === null || (value === undefined && !('default' in property)));
    return [key, stays ? undefined : complete(property, value)] as const;
  });
  const others = Object.entries(given)
    .filter(([key]) => !Object.hasOwn(properties, key))
    .map(([key, value]) => [key, rest ? complete(rest, value ?? undefined) : value] as const);
  return fromPresent([...known, ...others]);
}

/** The value after its default was removed. */
function emptyOf(schema: TSchema): unknown {
  if (isObjectSchema(schema)) {
    const required = Object.entries(schema.properties).filter(([, property]) => !isOptionalSchema(property));
    return fromPresent(required.map(([key, property]) => [key, emptyOf(property)]));
  }
  if (!('default' in schema)) return undefined;
  if (schema.enum) return schema.enum.includes('') ? '' : undefined;
  if (schema.type === 'array') return [];
  if (schema.type === 'object') return {};
  if (schema.type === 'boolean') return false;
  return [schema.type].flat().includes('integer') ? undefined : '';
}

/** A block without keys that are `null`, at any depth: Kubernetes treats both the same. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return fromPresent(Object.entries(value).map(([key, entry]) => [key, withoutNulls(entry ?? undefined)]));
}

const fromPresent = (entries: readonly (readonly [string, unknown])[]) =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));

/** Whether a value is required: it is neither optional nor valid if absent. */
export const isRequired = (schema: TSchema) => !isOptionalSchema(schema) && !Check(schema, complete(schema, undefined));

/** `schema` with the defaults from `tree`; other defaults are kept. Throws for a key that the schema does not have. */
export function withDefaults<S extends TObject>(schema: S, tree: Readonly<Record<string, unknown>>): S {
  return overlay(schema, tree, []) as S;
}

function overlay(schema: TSchema, value: unknown, path: readonly string[]): TSchema {
  if (!isObjectSchema(schema)) return { ...schema, default: value };
  if (!isMap(value)) throw new Error(`${path.join('.')} is a map`);
  return withProperties(schema, (properties) => {
    const changed = Object.entries(value).map(([key, entry]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (!property) throw new Error(`the schema has no ${[...path, key].join('.')}`);
      return [key, overlay(property, entry, [...path, key])] as const;
    });
    return { ...properties, ...Object.fromEntries(changed) };
  });
}
