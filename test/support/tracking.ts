// Values that record which of their keys are read.

import { KindGuard, type TSchema } from '@sinclair/typebox';

/**
 * Every key in a schema, as a dotted path; maps and lists count as one. Keys whose description says that they have no
 * effect, or that allow only one value, exist for values files of other charts and are left out.
 */
export function keysOf(schema: TSchema, path = ''): string[] {
  if (schema.description?.startsWith('Has no effect') || schema.enum?.length === 1) return [];
  if (!KindGuard.IsObject(schema)) return [path];
  return Object.entries(schema.properties).flatMap(([key, property]) =>
    keysOf(property, path ? `${path}.${key}` : key),
  );
}

export interface Reads {
  /** Paths of the keys that were read by name. */
  readonly named: Set<string>;
  /** Paths of the keys that were copied together with others: by a spread, a rest or `Object.entries`. */
  readonly copied: Set<string>;
}

/** A copy of `values` that records each key in `reads` when it is read. */
export function tracked(schema: TSchema, values: unknown, reads: Reads, path = ''): unknown {
  if (!KindGuard.IsObject(schema) || typeof values !== 'object' || values === null) return values;
  // An absent key can be read, too; a spread reads all keys.
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
