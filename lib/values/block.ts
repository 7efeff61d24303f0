// Checks blocks that are handed to Kubernetes as they stand: keys that their type does not have, and wrong shapes.
// The generated bindings know every type, but only as functions that read the keys they know and drop the rest.
// So each block is read through a recorder, and what the function never asked for is unknown.

import { Kind, type TSchema, TypeGuard } from '@sinclair/typebox';
import { type Path, valueAt } from './path';
import type { Problem } from './problem';
import { Recorder } from './recorder';
import { isMap } from './scalar';
import { itemOf } from './schema';

/** What is wrong inside the blocks of `tree`. Values are never quoted: a block may hold secrets. */
export function blockProblems(schema: TSchema, tree: unknown, path: Path): Problem[] {
  if (schema[Kind] === 'Block') {
    // What is no list or map at all is reported as such elsewhere.
    if (Array.isArray(tree) && schema.type === 'array') {
      return tree.flatMap((value, index) => problemsOf(schema.definition, value, [...path, index]));
    }
    return isMap(tree) && schema.type === 'object' ? problemsOf(schema.definition, tree, path) : [];
  }
  if (TypeGuard.IsObject(schema) && isMap(tree)) {
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

type Bindings = typeof import('cdk8s-plus-27/lib/imports/k8s');

function problemsOf(definition: string, block: unknown, path: Path): Problem[] {
  if (isMap(block) && Object.keys(block).length === 0) return [];
  // Loaded here because the bindings are large and most values hold no block.
  const bindings = require('cdk8s-plus-27/lib/imports/k8s') as Bindings;
  const read: unknown = bindings[`toJson_${definition}` as keyof Bindings];
  if (typeof read !== 'function') throw new Error(`Kubernetes has no type ${definition}`);
  const recorder = new Recorder(block);
  read(recorder.proxy);
  return recorder.problems(path);
}
