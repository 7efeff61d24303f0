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

export interface Reads {
  /** Paths of the keys that were read by their names. */
  readonly named: Set<string>;
  /** Paths of the keys that were copied along with their neighbors: by a spread, a rest or `Object.entries`. */
  readonly copied: Set<string>;
}

/** A copy of `values` that notes each key in `reads` as it is read. */
export function tracked(schema: TSchema, values: unknown, reads: Reads, path = ''): unknown {
  if (!KindGuard.IsObject(schema) || typeof values !== 'object' || values === null) return values;
  // A key that is absent can be asked for as well: a spread asks for all.
  const copy = Object.fromEntries(
    Object.keys(schema.properties).map((key) => [key, (values as Record<string, unknown>)[key]]),
  );
  // A copy reads the descriptor of each key before its value; a named access does not.
  let described: string | symbol | undefined;
  return new Proxy(copy, {
    getOwnPropertyDescriptor(target, key) {
      described = key;
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    get(target, key) {
      const property = typeof key === 'string' ? schema.properties[key] : undefined;
      if (!property) return Reflect.get(target, key);
      const place = path ? `${path}.${String(key)}` : String(key);
      (described === key ? reads.copied : reads.named).add(place);
      described = undefined;
      return tracked(property, Reflect.get(target, key), reads, place);
    },
  });
}
