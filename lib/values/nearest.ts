// Did you mean: the known word behind a mistyped one.

import { closest, distance } from 'fastest-levenshtein';

/** The known word that a mistyped one most likely stands for; `undefined` when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const exact = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (exact) return exact;
  const near = closest(word, known as string[]);
  return distance(word, near) <= Math.max(1, Math.floor(Math.max(word.length, near.length) / 3)) ? near : undefined;
}
