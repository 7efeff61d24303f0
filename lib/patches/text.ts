// YAML or JSON text inside a value.

import { documentsOf } from '../values/file/load';
import { InputError } from '../values/problem';
import type { Complain } from './change';

/** The content of text with one document; `undefined` if there are problems, which name the line of the text. */
export function parseText(text: string, complain: Complain): unknown {
  const documents = parseTexts(text, complain);
  if (documents === undefined) return undefined;
  const [content, second] = documents;
  if (second !== undefined) complain([], 'must be a single document');
  else if (content === undefined) complain([], 'must not be empty');
  return second === undefined ? content : undefined;
}

/** The documents of text, without empty ones. */
export function parseTexts(text: string, complain: Complain): readonly unknown[] | undefined {
  try {
    return documentsOf({ source: 'text', text });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { message, origin } of error.problems) {
      complain([], origin?.line === undefined ? message : `${message} (in line ${origin.line} of the text)`);
    }
    return undefined;
  }
}
