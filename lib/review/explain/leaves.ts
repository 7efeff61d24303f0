// The values that can be changed, and their alternatives.

import { Kind } from '@sinclair/typebox';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { schemaProblems } from '../../values/schema/check';
import { complete } from '../../values/schema/defaults';
import { isBooleanSchema, isObjectSchema } from '../../values/schema/kinds';
import { itemOf, type TSchema } from '../../values/schema/schema';
import { normalize } from '../../values/schema/view';
import { candidates, freeCandidates } from './candidates';
import { replaceAll } from './change';

export interface Leaf {
  readonly path: Path;
  /**
   * - `switch`: decides what is rendered, so it may hide the effect of related values.
   * - `choice`: has several other values with different effects, or contains other leaves.
   */
  readonly kind: 'plain' | 'switch' | 'choice';
  /** Other valid values, as constructs get them; the ones most likely to render come first. */
  readonly others: Iterable<unknown>;
}

/** All leaves that can be changed: set, default, or absent by default. */
export function leavesOf(schema: TSchema, value: unknown, path: Path = []): Leaf[] {
  if (isObjectSchema(schema)) {
    const map = isMap(value) ? value : {};
    return Object.entries(schema.properties).flatMap(([key, property]) => leavesOf(property, map[key], [...path, key]));
  }
  const item = itemOf(schema);
  if (item && entriesOf(value).length > 0) {
    return entriesOf(value).flatMap(([step, entry]) => leavesOf(item, entry, [...path, step]));
  }
  if (schema.enum?.length === 1) return [];
  const inside = schema[Kind] === 'block' ? leavesInside(schema, value, path) : [];
  const isChoice = schema.enum !== undefined || inside.length > 0;
  const kind = isChoice ? 'choice' : isBooleanSchema(schema) ? 'switch' : 'plain';
  return [...inside, { path, kind, others: once(() => valid(schema, value)) }];
}

function* valid(schema: TSchema, value: unknown): Generator<unknown> {
  for (const candidate of candidates(schema, value)) {
    if (candidate === value) continue;
    const other = complete(schema, candidate);
    if (schemaProblems(schema, other).length === 0) yield normalize(schema, other);
  }
}

/** The leaves of a Kubernetes block. */
function leavesInside(schema: TSchema, block: unknown, path: Path): Leaf[] {
  const fits = (within: Path, other: unknown) =>
    schemaProblems(schema, replaceAll(block, [{ path: within, value: other }])).length === 0;
  const leaves = (value: unknown, within: Path): Leaf[] => {
    const entries = entriesOf(value);
    if (entries.length > 0) return entries.flatMap(([step, entry]) => leaves(entry, [...within, step]));
    if (within.length === 0) return [];
    const others = once(() => freeCandidates(value).filter((other) => fits(within, other)));
    return [{ path: [...path, ...within], kind: typeof value === 'boolean' ? 'switch' : 'plain', others }];
  };
  return leaves(block, []);
}

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((entry: unknown, index) => [index, entry] as const);
  return isMap(value) ? Object.entries(value) : [];
}

/** The lazily computed, cached result of `make`, because validating a value costs more than rendering it. */
function once(make: () => Iterable<unknown>): Iterable<unknown> {
  const known: unknown[] = [];
  let source: Iterator<unknown> | undefined;
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at++) {
        if (at === known.length) {
          source ??= make()[Symbol.iterator]();
          const { done, value } = source.next() as IteratorResult<unknown>;
          if (done) return;
          known.push(value);
        }
        yield known[at];
      }
    },
  };
}
