// Suggestions ("did you mean") for mistyped words.

import { closest, distance } from 'fastest-levenshtein';

/** The most similar known word; `undefined` if none is similar enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const exact = known.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (exact) return exact;
  const near = closest(word, known as string[]);
  return distance(word, near) <= Math.max(1, Math.floor(Math.max(word.length, near.length) / 3)) ? near : undefined;
}
