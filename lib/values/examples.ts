// Warnings about credentials that look like examples from documentation.

import { KindGuard, type TSchema } from '@sinclair/typebox';
import { formatPath, type Path } from './path';
import type { Problem } from './problem';
import { isMap } from './scalar';
import { itemOf, restOf } from './schema/schema';
import { EXAMPLE_WORDS, isExample } from './schema/secret-text';

/** `warnings`, and one for each other credential in valid values that looks like an example. */
export function exampleWarnings(schema: TSchema, values: unknown, warnings: readonly Problem[]): Problem[] {
  const warned = new Set(warnings.map(({ path }) => formatPath(path)));
  const found = [...examplesIn(schema, values, [])].filter((path) => !warned.has(formatPath(path)));
  return [...warnings, ...found.map((path) => ({ path, message: EXAMPLE_WORDS }))];
}

function* examplesIn(schema: TSchema, value: unknown, path: Path): Generator<Path> {
  if (typeof value === 'string') {
    if (schema.secret === true && isExample(value)) yield path;
  } else if (KindGuard.IsObject(schema) && isMap(value)) {
    const rest = restOf(schema);
    for (const [key, entry] of Object.entries(value)) {
      const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : rest;
      if (property) yield* examplesIn(property, entry, [...path, key]);
    }
  } else {
    const item = itemOf(schema);
    if (!item) return;
    if (Array.isArray(value))
      for (const [index, entry] of value.entries()) yield* examplesIn(item, entry, [...path, index]);
    else if (isMap(value))
      for (const [key, entry] of Object.entries(value)) yield* examplesIn(item, entry, [...path, key]);
  }
}
