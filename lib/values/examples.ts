// Warnings about credentials that look like examples from documentation.

import { KindGuard, type TSchema } from '@sinclair/typebox';
import { formatPath, type Path } from './path';
import type { Problem } from './problem';
import { isMap } from './scalar';
import { itemOf, restOf } from './schema/schema';
import { EXAMPLE_WORDS, isExample } from './schema/secret-text';

interface Found {
  readonly schema: TSchema;
  /** From the value to each example. */
  readonly paths: readonly Path[];
}

/** By frozen value: releases share most of them. */
const known = new WeakMap<object, Found>();

/** `warnings`, and one for each other credential in valid values that looks like an example. */
export function exampleWarnings(schema: TSchema, values: unknown, warnings: readonly Problem[]): readonly Problem[] {
  const found = pathsIn(schema, values);
  if (found.length === 0) return warnings;
  const warned = new Set(warnings.map(({ path }) => formatPath(path)));
  const others = found.filter((path) => !warned.has(formatPath(path)));
  return [...warnings, ...others.map((path) => ({ path, message: EXAMPLE_WORDS }))];
}

function pathsIn(schema: TSchema, value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null || !Object.isFrozen(value)) return [...examplesIn(schema, value)];
  const earlier = known.get(value);
  if (earlier?.schema === schema) return earlier.paths;
  const paths = [...examplesIn(schema, value)];
  known.set(value, { schema, paths });
  return paths;
}

function* examplesIn(schema: TSchema, value: unknown): Generator<Path> {
  if (typeof value === 'string') {
    if (schema.secret === true && isExample(value)) yield [];
  } else if (KindGuard.IsObject(schema) && isMap(value)) {
    const rest = restOf(schema);
    for (const [key, entry] of Object.entries(value)) {
      const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : rest;
      if (property) yield* below(key, pathsIn(property, entry));
    }
  } else {
    const item = itemOf(schema);
    if (!item) return;
    if (Array.isArray(value)) for (const [index, entry] of value.entries()) yield* below(index, pathsIn(item, entry));
    else if (isMap(value)) for (const [key, entry] of Object.entries(value)) yield* below(key, pathsIn(item, entry));
  }
}

function* below(step: string | number, paths: readonly Path[]): Generator<Path> {
  for (const path of paths) yield [step, ...path];
}
