// The view of a tree for rules and constructs: normalized types, deeply frozen.

import type { TObject, TSchema } from '@sinclair/typebox';
import type { Path } from '../path';
import { isMap, SpelledNumber } from '../scalar';
import { isObjectSchema, isOptionalSchema } from './kinds';
import { itemOf, normalizerOf, restOf } from './schema';

/** Thrown by `readable` if a rule reads an invalid value. */
export class BrokenValue extends Error {}

/** A part of a view from `readable`; `undefined` if it is invalid, which is reported already. */
export function validPart(view: Readonly<Record<string, unknown>>, key: string): unknown {
  try {
    return view[key];
  } catch (error) {
    if (error instanceof BrokenValue) return undefined;
    throw error;
  }
}

/** A valid tree with normalized types: strings as strings, numbers as numbers. */
export function normalize(schema: TSchema, value: unknown): unknown {
  if (isObjectSchema(schema)) {
    const source = value as Record<string, unknown>;
    // In the schema's order, so that output does not depend on the order in a values file.
    const present = Object.entries(schema.properties).filter(([key]) => Object.hasOwn(source, key));
    const rest = restOf(schema);
    return frozenMap([
      ...present.map(([key, property]) => [key, normalize(property, source[key])] as const),
      ...(rest ? othersOf(schema, source).map((key) => [key, normalize(rest, source[key])] as const) : []),
    ]);
  }
  const item = itemOf(schema);
  if (item && Array.isArray(value)) return Object.freeze(value.map((entry) => normalize(item, entry)));
  if (item) {
    const entries = Object.entries(value as Record<string, unknown>);
    return frozenMap(entries.map(([key, entry]) => [key, normalize(item, entry)]));
  }
  const intoForm = normalizerOf(schema);
  return intoForm ? intoForm(value, schema) : plain(value);
}

/**
 * The valid part of a tree: `broken` are the paths of invalid values. Reading an invalid value throws, which ends the
 * rule that reads it.
 */
export function readable(schema: TSchema, value: unknown, broken: readonly Path[]): unknown {
  if (value !== undefined && broken.length === 0) return normalize(schema, value);
  if (!isObjectSchema(schema) || !isMap(value)) throw new BrokenValue();
  const view = {};
  const add = (key: string, property: TSchema, entry: unknown) => {
    const inside = broken.filter(([step]) => step === key).map(([, ...rest]) => rest);
    let known: { readonly value: unknown } | undefined;
    const get = () => {
      known ??= { value: readable(property, entry, inside) };
      return known.value;
    };
    Object.defineProperty(view, key, { enumerable: true, get });
  };
  for (const [key, property] of Object.entries(schema.properties)) {
    const present = Object.hasOwn(value, key);
    if (present || !isOptionalSchema(property)) add(key, property, present ? value[key] : undefined);
  }
  const rest = restOf(schema);
  if (rest) for (const key of othersOf(schema, value)) add(key, rest, value[key]);
  return view;
}

/** A free block: numbers with a spelling become plain numbers, and it is deeply frozen. */
export function plain(value: unknown): unknown {
  if (value instanceof SpelledNumber) return value.value;
  if (Array.isArray(value)) return Object.freeze(value.map(plain));
  return isMap(value) ? frozenMap(Object.entries(value).map(([key, entry]) => [key, plain(entry)])) : value;
}

/** The keys that are not in the schema, in an order that does not depend on the values file. */
const othersOf = (schema: TObject, source: object): string[] =>
  Object.keys(source)
    .filter((key) => !Object.hasOwn(schema.properties, key))
    .sort();

const frozenMap = (entries: readonly (readonly [string, unknown])[]) => Object.freeze(Object.fromEntries(entries));
