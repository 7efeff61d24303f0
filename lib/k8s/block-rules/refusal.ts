// A problem in a block, and its path.

import type { Path } from '../../values/path';

export interface Refusal {
  readonly path: Path;
  readonly message: string;
}

export const refusal = (message: string, ...path: Path): Refusal => ({ path, message });

/** The refusals of a part, with paths from the root. */
export function* within(place: Path, found: Iterable<Refusal>): Generator<Refusal> {
  for (const { path, message } of found) yield { path: [...place, ...path], message };
}

/** The refusals of every item of a list. */
export function* each<Item>(
  list: readonly Item[] | undefined,
  place: Path,
  rule: (item: Item) => Iterable<Refusal>,
): Generator<Refusal> {
  for (const [index, item] of (list ?? []).entries()) yield* within([...place, index], rule(item));
}

/** A number outside its range. */
export function* range(value: number | undefined, place: Path, least: number, most: number): Generator<Refusal> {
  if (value === undefined || value === null || (value >= least && value <= most)) return;
  yield refusal(
    most === Number.MAX_SAFE_INTEGER ? `must be at least ${least}` : `must be from ${least} to ${most}`,
    ...place,
  );
}

/** A string that is not one of these. */
export function* oneOf(value: string | undefined, place: Path, known: readonly string[]): Generator<Refusal> {
  if (value === undefined || value === null || known.includes(value)) return;
  yield refusal(`must be ${known.join(' or ')}`, ...place);
}
