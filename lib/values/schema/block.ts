// Checks blocks that are passed to Kubernetes unchanged: unknown keys and wrong types.

import { Kind, type TSchema } from '@sinclair/typebox';
import type { KubeVersion } from '../../names/kube-version';
import { unitFault } from '../../names/quantity';
import { overlaps, type Path, valueAt } from '../path';
import type { Problem } from '../problem';
import { isMap, SpelledNumber, textOf } from '../scalar';
import { isObjectSchema } from './kinds';
import { itemOf } from './schema';
import { plain } from './view';

/** Problems inside the blocks of `tree`. Values are never quoted, because a block may contain secrets. */
export function blockProblems(schema: TSchema, tree: unknown, path: Path, version?: KubeVersion): Problem[] {
  if (schema[Kind] === 'block') {
    // The chart's own default is valid, and most values do not change it.
    if (tree === schema.default) return [];
    // A value that is not a list or map is reported elsewhere.
    if (Array.isArray(tree) && schema.type === 'array') {
      const found = tree.flatMap((value, index) => problemsOf(schema.definition, value, [...path, index], version));
      return found.length > 0 ? found : repeated(schema.definition, tree, path);
    }
    const isGiven = isMap(tree) && Object.keys(tree).length > 0;
    return isGiven && schema.type === 'object' ? problemsOf(schema.definition, tree, path, version) : [];
  }
  if (isObjectSchema(schema) && isMap(tree)) {
    return Object.entries(schema.properties).flatMap(([key, property]) =>
      blockProblems(property, valueAt(tree, [key]), [...path, key], version),
    );
  }
  if (schema.amounts === true && isMap(tree)) return [...unitProblems(tree, path)];
  if (schema.annotations === true && isMap(tree) && byteSize(tree) > ANNOTATIONS_LIMIT) {
    return [{ path, message: `must have at most ${ANNOTATIONS_LIMIT} bytes in total` }];
  }
  const item = itemOf(schema);
  if (item && Array.isArray(tree))
    return tree.flatMap((value, index) => blockProblems(item, value, [...path, index], version));
  if (item && isMap(tree)) {
    return Object.entries(tree).flatMap(([key, value]) => blockProblems(item, value, [...path, key], version));
  }
  return [];
}

/** Maximum size of all annotations of an object, in bytes. */
const ANNOTATIONS_LIMIT = 256 * 1024;

const byteSize = (map: Record<string, unknown>): number =>
  Object.entries(map).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(textOf(value) ?? ''),
    0,
  );

/** Amounts of resources with a unit that nobody means. */
function* unitProblems(amounts: Record<string, unknown>, path: Path): Generator<Problem> {
  for (const [resource, amount] of Object.entries(amounts)) {
    const message = unitFault(resource, textOf(amount) ?? '');
    if (message) yield { path: [...path, resource], message };
  }
}

function problemsOf(definition: string, block: unknown, path: Path, version?: KubeVersion): Problem[] {
  // Loaded here because most values files contain no block.
  const { shapeProblems } = require('../../k8s/object/known-fields') as typeof import('../../k8s/object/known-fields');
  const spelled = ambiguous(block, path);
  const shape = shapeProblems(definition, plain(block), version).map((found) => ({
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
  return rules()
    .refusals(definition, plain(block))
    .map((found) => ({ ...found, path: [...path, ...found.path] }));
}

function repeated(definition: string, items: readonly unknown[], path: Path): Problem[] {
  if (items.length < 2) return [];
  return rules()
    .repeatedItems(definition, items)
    .map((found) => ({ ...found, path: [...path, ...found.path] }));
}

const rules = () => require('../../k8s/api-rules') as typeof import('../../k8s/api-rules');

/** Keys whose numbers are octal everywhere else. */
const MODES = ['defaultMode', 'mode'];

function ambiguity({ spelling }: SpelledNumber, path: Path): string {
  if (MODES.includes(String(path.at(-1))) && /^0[0-7]{1,4}$/.test(spelling)) {
    return `YAML parsers disagree about ${spelling}: write ${Number.parseInt(spelling, 8)}, which is the octal mode ${spelling}`;
  }
  return 'ambiguous number (write a plain decimal number, or quote it)';
}

/** Numbers that YAML readers interpret differently. */
function ambiguous(value: unknown, path: Path): Problem[] {
  if (value instanceof SpelledNumber) {
    if (!value.ambiguous && Number.isFinite(value.value)) return [];
    return [{ path, message: ambiguity(value, path) }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => ambiguous(item, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => ambiguous(item, [...path, key])) : [];
}
