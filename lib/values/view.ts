// What rules and constructs see of a tree: the types that the schema promises, frozen throughout.

import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import type { Path } from './path';
import { isMap, SpelledNumber } from './scalar';
import { itemOf, normaliserOf, restOf } from './schema';

/** Thrown by `readable` when a rule reads what is broken. */
export class BrokenValue extends Error {}

/** A valid tree in the types that the schema promises: text as text, numbers as numbers. */
export function normalise(schema: TSchema, value: unknown): unknown {
  if (KindGuard.IsObject(schema)) {
    const source = value as Record<string, unknown>;
    // The schema's order, so that output does not depend on the order of a values file.
    const present = Object.entries(schema.properties).filter(([key]) => Object.hasOwn(source, key));
    const rest = restOf(schema);
    return frozenMap([
      ...present.map(([key, property]) => [key, normalise(property, source[key])] as const),
      ...(rest ? othersOf(schema, source).map((key) => [key, normalise(rest, source[key])] as const) : []),
    ]);
  }
  const item = itemOf(schema);
  if (item && Array.isArray(value)) return Object.freeze(value.map((entry) => normalise(item, entry)));
  if (item) {
    const entries = Object.entries(value as Record<string, unknown>);
    return frozenMap(entries.map(([key, entry]) => [key, normalise(item, entry)]));
  }
  const intoForm = normaliserOf(schema);
  return intoForm ? intoForm(value) : plain(value);
}

/**
 * The tree as far as it is valid: `broken` are the paths in it at which something is wrong. Reading a broken value
 * throws, which ends the rule that reads it.
 */
export function readable(schema: TSchema, value: unknown, broken: readonly Path[]): unknown {
  if (value !== undefined && broken.length === 0) return normalise(schema, value);
  if (!KindGuard.IsObject(schema) || !isMap(value)) throw new BrokenValue();
  const view = {};
  const add = (key: string, property: TSchema, entry: unknown) => {
    const inside = broken.filter(([step]) => step === key).map(([, ...rest]) => rest);
    Object.defineProperty(view, key, { enumerable: true, get: () => readable(property, entry, inside) });
  };
  for (const [key, property] of Object.entries(schema.properties)) {
    const present = Object.hasOwn(value, key);
    if (present || !KindGuard.IsOptional(property)) add(key, property, present ? value[key] : undefined);
  }
  const rest = restOf(schema);
  if (rest) for (const key of othersOf(schema, value)) add(key, rest, value[key]);
  return view;
}

/** A free block: spelled numbers become numbers, and nothing of it can be changed any more. */
export function plain(value: unknown): unknown {
  if (value instanceof SpelledNumber) return value.value;
  if (Array.isArray(value)) return Object.freeze(value.map(plain));
  return isMap(value) ? frozenMap(Object.entries(value).map(([key, entry]) => [key, plain(entry)])) : value;
}

/** The keys that the schema does not name, in an order that does not depend on the values file. */
const othersOf = (schema: TObject, source: object): string[] =>
  Object.keys(source)
    .filter((key) => !Object.hasOwn(schema.properties, key))
    .sort();

const frozenMap = (entries: readonly (readonly [string, unknown])[]) => Object.freeze(Object.fromEntries(entries));
