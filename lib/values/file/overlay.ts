// Replaces the defaults of a schema.

import { KindGuard } from '@sinclair/typebox';
import { isMap } from '../scalar';
import type { TObject, TSchema } from '../schema/schema';

/** `schema` with the defaults from `tree`; other defaults are kept. Throws for a key that the schema does not have. */
export function withDefaults<S extends TObject>(schema: S, tree: Readonly<Record<string, unknown>>): S {
  return overlay(schema, tree, []) as S;
}

function overlay(schema: TSchema, value: unknown, path: readonly string[]): TSchema {
  if (!KindGuard.IsObject(schema)) return { ...schema, default: value };
  if (!isMap(value)) throw new Error(`${path.join('.')} is a map`);
  const changed = Object.entries(value).map(([key, entry]) => {
    const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    if (!property) throw new Error(`the schema has no ${[...path, key].join('.')}`);
    return [key, overlay(property, entry, [...path, key])] as const;
  });
  return { ...schema, properties: { ...schema.properties, ...Object.fromEntries(changed) } };
}
