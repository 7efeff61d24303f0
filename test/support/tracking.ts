// Values that note which of their keys were read.

import { KindGuard, type TSchema } from '@sinclair/typebox';

/**
 * Every key that a schema names, as a dotted path; free maps and lists count as one. Keys that say themselves that
 * they have no effect, or leave no choice, are taken over from other charts' values and count as none.
 */
export function keysOf(schema: TSchema, path = ''): string[] {
  if (schema.description?.startsWith('Has no effect') || schema.enum?.length === 1) return [];
  if (!KindGuard.IsObject(schema)) return [path];
  return Object.entries(schema.properties).flatMap(([key, property]) =>
    keysOf(property, path ? `${path}.${key}` : key),
  );
}

/** A copy of `values` that adds the path of each key to `seen` as it is read. */
export function tracked(schema: TSchema, values: unknown, seen: Set<string>, path = ''): unknown {
  if (!KindGuard.IsObject(schema) || typeof values !== 'object' || values === null) return values;
  const copy = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const place = path ? `${path}.${key}` : key;
    const value = (values as Record<string, unknown>)[key];
    // A key that is absent can be asked for as well: a spread asks for all.
    Object.defineProperty(copy, key, {
      enumerable: true,
      get: () => {
        seen.add(place);
        return tracked(property, value, seen, place);
      },
    });
  }
  return copy;
}
