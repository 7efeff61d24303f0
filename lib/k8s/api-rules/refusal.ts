// A problem in an object, and its path.

import type { Path } from '../../values/path';

export interface Refusal {
  readonly path: Path;
  readonly message: string;
}

/** Rules by the type of the API that they are about. Rules of parts are applied separately. */
export type Rules = Readonly<Record<string, Rule>>;

export type Rule = (object: never) => Iterable<Refusal>;

export const refusal = (message: string, ...path: Path): Refusal => ({ path, message });

/** The refusals of every item of a list. */
export function* each<Item>(
  list: readonly Item[] | undefined,
  place: Path,
  rule: (item: Item) => Iterable<Refusal>,
): Generator<Refusal> {
  for (const [index, item] of (list ?? []).entries()) {
    for (const { path, message } of rule(item)) yield { path: [...place, index, ...path], message };
  }
}

/** A number outside its range. */
export function* range(value: number | undefined, place: Path, least: number, most: number): Generator<Refusal> {
  if (value === undefined || value === null || (value >= least && value <= most)) return;
  yield refusal(
    most === Number.MAX_SAFE_INTEGER ? `must be at least ${least}` : `must be from ${least} to ${most}`,
    ...place,
  );
}

/** A string that is not one of these. An empty one may be among them, but is not suggested. */
export function* oneOf(value: string | undefined, place: Path, known: readonly string[]): Generator<Refusal> {
  if (value === undefined || value === null || known.includes(value)) return;
  yield refusal(`must be ${known.filter((one) => one !== '').join(' or ')}`, ...place);
}
