// Errors in the use of the command line.

import { nearest } from '../../lib/values/nearest';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `unknown chart daytonna (did you mean daytona?)`, or the valid words. */
export function unknownWord(what: string, word: string, known: readonly string[]): UsageError {
  const near = nearest(word, known);
  return new UsageError(`unknown ${what} ${word} (${near ? `did you mean ${near}?` : `expected ${some(known)}`})`);
}

const MOST = 12;

/** The words, or only the first ones if there are many. */
export function some(words: readonly string[]): string {
  if (words.length <= MOST) return words.join(', ');
  return `${words.slice(0, MOST).join(', ')} or one of ${words.length - MOST} more`;
}
