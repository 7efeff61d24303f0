// Checks blocks that are passed to Kubernetes unchanged: unknown keys and wrong types.

import { Kind, KindGuard, type TSchema } from '@sinclair/typebox';
import { overlaps, type Path, valueAt } from '../path';
import type { Problem } from '../problem';
import { isMap, SpelledNumber } from '../scalar';
import { itemOf } from './schema';
import { plain } from './view';

/** Problems inside the blocks of `tree`. Values are never quoted, because a block may contain secrets. */
export function blockProblems(schema: TSchema, tree: unknown, path: Path): Problem[] {
  if (schema[Kind] === 'block') {
    // The chart's own default is valid, and most values do not change it.
    if (tree === schema.default) return [];
    // A value that is not a list or map is reported elsewhere.
    if (Array.isArray(tree) && schema.type === 'array') {
      return tree.flatMap((value, index) => problemsOf(schema.definition, value, [...path, index]));
    }
    const isGiven = isMap(tree) && Object.keys(tree).length > 0;
    return isGiven && schema.type === 'object' ? problemsOf(schema.definition, tree, path) : [];
  }
  if (KindGuard.IsObject(schema) && isMap(tree)) {
    return Object.entries(schema.properties).flatMap(([key, property]) =>
      blockProblems(property, valueAt(tree, [key]), [...path, key]),
    );
  }
  const item = itemOf(schema);
  if (item && Array.isArray(tree)) return tree.flatMap((value, index) => blockProblems(item, value, [...path, index]));
  if (item && isMap(tree)) {
    return Object.entries(tree).flatMap(([key, value]) => blockProblems(item, value, [...path, key]));
  }
  return [];
}

function problemsOf(definition: string, block: unknown, path: Path): Problem[] {
  // Loaded here because most values files contain no block.
  const { shapeProblems } = require('../../k8s/object/known-fields') as typeof import('../../k8s/object/known-fields');
  const spelled = ambiguous(block, path);
  const shape = shapeProblems(definition, plain(block)).map((found) => ({
    path: [...path, ...found.path],
    message: found.message,
  }));
  const misshapen = [
    ...spelled,
    ...shape.filter((found) => !spelled.some((other) => overlaps(other.path, found.path))),
  ];
  return misshapen.length > 0 ? misshapen : refused(definition, block, path);
}

function refused(definition: string, block: unknown, path: Path): Problem[] {
  const { refusals } = require('../../k8s/block-rules') as typeof import('../../k8s/block-rules');
  return refusals(definition, plain(block)).map((found) => ({ ...found, path: [...path, ...found.path] }));
}

/** Numbers that YAML readers interpret differently. */
function ambiguous(value: unknown, path: Path): Problem[] {
  if (value instanceof SpelledNumber) {
    if (!value.ambiguous && Number.isFinite(value.value)) return [];
    return [{ path, message: 'ambiguous number (write a plain decimal number, or quote it)' }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => ambiguous(item, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => ambiguous(item, [...path, key])) : [];
}
