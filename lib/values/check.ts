// Everything in which a tree does not fit its schema.

import type { TSchema } from '@sinclair/typebox';
import { Errors, ValueErrorType } from '@sinclair/typebox/errors';
import { Check } from '@sinclair/typebox/value';
import { blockProblems } from './block';
import { describeMismatch, unknownKey } from './messages';
import { pointerSteps } from './path';
import type { Problem } from './problem';
import { isSecretAt } from './secret';

/** Unknown keys that are compared with the known ones. No file with more of them shows all. */
const MOST_COMPARED = 1000;

export function schemaProblems(schema: TSchema, tree: unknown): Problem[] {
  const problems = new Map<string, Problem>();
  if (!Check(schema, tree)) {
    for (const error of Errors(schema, tree)) {
      // A missing key is reported as missing and then as mistyped: the first says it.
      if (problems.has(error.path)) continue;
      const path = pointerSteps(error.path, tree);
      const message =
        error.type === ValueErrorType.ObjectAdditionalProperties
          ? problems.size < MOST_COMPARED
            ? unknownKey(error.schema, String(path.at(-1)))
            : 'unknown key'
          : describeMismatch(error.schema, error.value, isSecretAt(schema, path));
      problems.set(error.path, { path, message });
    }
  }
  return [...problems.values(), ...blockProblems(schema, tree, [])];
}
