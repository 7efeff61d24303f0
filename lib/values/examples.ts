// Warnings about credentials that look like examples from documentation.

import type { TSchema } from '@sinclair/typebox';
import { type DefaultView, partOf, viewsOf } from './default-views';
import { formatPath, type Path } from './path';
import type { Problem } from './problem';
import { isMap } from './scalar';
import { isObjectSchema } from './schema/kinds';
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
  const found: Path[] = [];
  if (!isMap(values)) {
    search(schema, values, [], found, undefined);
    return found;
  }
  const last = withoutExamples.get(schema);
  const defaults = viewsOf(schema);
  for (const key of Object.keys(values)) {
    const inner = innerOf(schema, key);
    if (inner && (!last || last[key] !== values[key])) search(inner, values[key], [key], found, partOf(defaults, key));
  }
  if (found.length === 0 && Object.isFrozen(values)) withoutExamples.set(schema, values);
  return found;
}

/** Adds the paths of examples in a value, whose own path is `path`. A chart's own default is none. */
function search(
  schema: TSchema,
  value: unknown,
  path: (string | number)[],
  found: Path[],
  defaults: DefaultView | undefined,
): void {
  if (defaults !== undefined && 'view' in defaults && defaults.view === value) return;
  if (typeof value === 'string') {
    if (schema.secret === true && isExample(value)) found.push([...path]);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const inner = innerOf(schema, key);
    if (!inner) continue;
    path.push(isList ? Number(key) : key);
    search(
      inner,
      (value as Readonly<Record<string, unknown>>)[key],
      path,
      found,
      isList ? undefined : partOf(defaults, key),
    );
    path.pop();
  }
}

/** The schema of an entry of a map or list. */
function innerOf(schema: TSchema, key: string): TSchema | undefined {
  if (!isObjectSchema(schema)) return itemOf(schema);
  return Object.hasOwn(schema.properties, key) ? schema.properties[key] : restOf(schema);
}
