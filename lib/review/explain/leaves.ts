// The values that could be otherwise, and how.

import { Kind, KindGuard } from '@sinclair/typebox';
import { schemaProblems } from '../../values/check';
import { complete } from '../../values/defaults';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { itemOf, type TSchema } from '../../values/schema';
import { normalise } from '../../values/view';
import { candidates, freeCandidates } from './candidates';
import { replaceAll } from './change';

export interface Leaf {
  readonly path: Path;
  /**
   * - `switch`: decides what is rendered rather than what it says, so it may hide what a value beside it does.
   * - `choice`: has several other values, each of which may do something else; or holds other leaves.
   */
  readonly kind: 'plain' | 'switch' | 'choice';
  /** Other values that the schema takes, as constructs see them; the first ones are the likeliest to render. */
  readonly others: Iterable<unknown>;
}

/** Every leaf of the values that could be otherwise, given or default, also those that are absent by default. */
export function leavesOf(schema: TSchema, value: unknown, path: Path = []): Leaf[] {
  if (KindGuard.IsObject(schema)) {
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
  const kind = isChoice ? 'choice' : KindGuard.IsBoolean(schema) ? 'switch' : 'plain';
  return [...inside, { path, kind, others: once(() => valid(schema, value)) }];
}

function* valid(schema: TSchema, value: unknown): Generator<unknown> {
  for (const candidate of candidates(schema, value)) {
    if (candidate === value) continue;
    const other = complete(schema, candidate);
    if (schemaProblems(schema, other).length === 0) yield normalise(schema, other);
  }
}

/** What a block of Kubernetes holds, leaf by leaf. */
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

/** What `make` gives, made when it is asked for and kept: to validate a value costs more than to render it. */
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
