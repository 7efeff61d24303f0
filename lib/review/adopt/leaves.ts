// The single values of a schema and of a tree.

import type { TSchema } from '@sinclair/typebox';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { isObjectSchema } from '../../values/schema/kinds';

export interface SchemaLeaf {
  readonly path: Path;
  readonly schema: TSchema;
}

/** Every value with its own place in the schema; lists, and maps with free keys, count as one. */
export function schemaLeaves(schema: TSchema, path: Path = []): SchemaLeaf[] {
  if (!isObjectSchema(schema)) return [{ path, schema }];
  return Object.entries(schema.properties).flatMap(([key, property]) => schemaLeaves(property, [...path, key]));
}

/** The paths that a tree sets; lists count as one. */
export function treePaths(tree: unknown, path: Path = []): Path[] {
  if (!isMap(tree) || Object.keys(tree).length === 0) return path.length === 0 ? [] : [path];
  return Object.entries(tree).flatMap(([key, value]) => treePaths(value, [...path, key]));
}
