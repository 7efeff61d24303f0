// Warnings about credentials that look like examples from documentation.

import { KindGuard, type TSchema } from '@sinclair/typebox';
import { formatPath, type Path } from './path';
import type { Problem } from './problem';
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
  if (typeof value === 'string') return schema.secret === true && isExample(value) ? [[]] : [];
  if (typeof value !== 'object' || value === null) return [];
  const earlier = known.get(value);
  if (earlier?.schema === schema) return earlier.paths;
  const paths: Path[] = [];
  for (const [key, entry] of Object.entries(value)) {
    const inner = innerOf(schema, key);
    const found = inner ? pathsIn(inner, entry) : [];
    for (const path of found) paths.push([Array.isArray(value) ? Number(key) : key, ...path]);
  }
  if (Object.isFrozen(value)) known.set(value, { schema, paths });
  return paths;
}

/** The schema of an entry of a map or list. */
function innerOf(schema: TSchema, key: string): TSchema | undefined {
  if (!KindGuard.IsObject(schema)) return itemOf(schema);
  return Object.hasOwn(schema.properties, key) ? schema.properties[key] : restOf(schema);
}
