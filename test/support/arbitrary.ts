// Random values of a schema: a few keys, each valid by itself. Rules between keys are not known here.

import { Kind, KindGuard, type TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { type AboutText, itemOf } from '../../lib/values/schema/schema';

interface Leaf {
  readonly path: readonly string[];
  readonly schema: TSchema;
}

function leavesOf(schema: TSchema, path: readonly string[] = []): Leaf[] {
  if (!KindGuard.IsObject(schema)) return [{ path, schema }];
  return Object.entries(schema.properties).flatMap(([key, property]) => leavesOf(property, [...path, key]));
}

/** Possible contents of a values file: up to four keys of `schema`. */
export function valuesOf(schema: TSchema): fc.Arbitrary<object> {
  const leaf = fc
    .constantFrom(...leavesOf(schema))
    .chain(({ path, schema: own }) => anyOf(own).map((value) => ({ path, value })));
  return fc.array(leaf, { minLength: 1, maxLength: 4 }).map((leaves) => {
    const tree = {};
    for (const { path, value } of leaves) put(tree, path, value);
    return tree;
  });
}

function put(tree: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  tree[key] ??= {};
  put(tree[key] as Record<string, unknown>, rest, value);
}

function anyOf(schema: TSchema): fc.Arbitrary<unknown> {
  switch (schema[Kind]) {
    case 'Object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties as Record<string, TSchema>).map(([key, property]) => [key, anyOf(property)]),
        ),
      );
    case 'Boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...(schema.enum as unknown[]));
    case 'integer':
    case 'integerOrPercent':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 100_000, 100_000) });
    case 'text':
    case 'quotedText':
    case 'objectName':
      return textOf(schema as unknown as AboutText);
    case 'Record':
      return fc.dictionary(keyOf(schema), anyOf(itemOf(schema) as TSchema), { maxKeys: 2 });
    case 'Array':
      return fc
        .array(anyOf(itemOf(schema) as TSchema), { minLength: Number(schema.minItems ?? 0), maxLength: 2 })
        .map((items) => (items.includes('ReadWriteOncePod') ? ['ReadWriteOncePod'] : items));
    // Blocks have Kubernetes types, so their default is used.
    default:
      return fc.constant(schema.default ?? {});
  }
}

function keyOf(schema: TSchema): fc.Arbitrary<string> {
  const [pattern = ''] = Object.keys(schema.patternProperties);
  return textOf({
    description: '',
    pattern: pattern === '^(.*)$' ? '^[a-z]{1,9}$' : pattern,
    minLength: 1,
    maxLength: 63,
  });
}

/** Longer strings would test nothing more. */
const LONGEST = 40;

const SCHEDULES = ['@daily', '@every 2h', '*/5 * * * *', '0 3 1,15 jan-mar 1-5/2'];

function textOf({
  schedule,
  pattern,
  minLength = 0,
  maxLength = Number.POSITIVE_INFINITY,
}: AboutText): fc.Arbitrary<string> {
  if (schedule) return fc.constantFrom(...SCHEDULES);
  if (!pattern) return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST)) });
  // fast-check cannot generate text for lookaheads; it generates text without them, and the whole pattern filters.
  const whole = new RegExp(pattern);
  return fc
    .stringMatching(new RegExp(pattern.replaceAll(/\(\?[=!][^()]*\)/g, '')))
    .filter((text) => whole.test(text) && text.length >= minLength && text.length <= maxLength);
}
