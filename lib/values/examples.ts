// Warnings about credentials that look like examples from documentation.

import { KindGuard, type TSchema } from '@sinclair/typebox';
import { formatPath, type Path } from './path';
import type { Problem } from './problem';
import { isMap } from './scalar';
import { itemOf, restOf } from './schema/schema';
import { EXAMPLE_WORDS, isExample } from './schema/secret-text';

/**
 * The last values of a schema, which are frozen, if they contain no example. Releases share most values, so only those
 * that differ are searched.
 */
const withoutExamples = new WeakMap<TSchema, Readonly<Record<string, unknown>>>();

/** `warnings`, and one for each other credential in valid values that looks like an example. */
export function exampleWarnings(schema: TSchema, values: unknown, warnings: readonly Problem[]): readonly Problem[] {
  const found = examplesIn(schema, values);
  if (found.length === 0) return warnings;
  const warned = new Set(warnings.map(({ path }) => formatPath(path)));
  const others = found.filter((path) => !warned.has(formatPath(path)));
  return [...warnings, ...others.map((path) => ({ path, message: EXAMPLE_WORDS }))];
}

function examplesIn(schema: TSchema, values: unknown): Path[] {
  if (!isMap(values)) return pathsIn(schema, values);
  const last = withoutExamples.get(schema);
  const found: Path[] = [];
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (!last || last[key] !== value) found.push(...pathsBelow(schema, key, key, value));
  }
  if (found.length === 0 && Object.isFrozen(values)) withoutExamples.set(schema, values);
  return found;
}

function pathsIn(schema: TSchema, value: unknown): Path[] {
  if (typeof value === 'string') return schema.secret === true && isExample(value) ? [[]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    pathsBelow(schema, key, Array.isArray(value) ? Number(key) : key, entry),
  );
}

function pathsBelow(schema: TSchema, key: string, step: string | number, value: unknown): Path[] {
  const inner = innerOf(schema, key);
  return inner ? pathsIn(inner, value).map((path) => [step, ...path]) : [];
}

/** The schema of an entry of a map or list. */
function innerOf(schema: TSchema, key: string): TSchema | undefined {
  if (!KindGuard.IsObject(schema)) return itemOf(schema);
  return Object.hasOwn(schema.properties, key) ? schema.properties[key] : restOf(schema);
}
