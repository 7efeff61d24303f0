// Validates a tree against its schema.

import type { TSchema } from '@sinclair/typebox';
import { Errors, ValueErrorType } from '@sinclair/typebox/errors';
import { Check } from '@sinclair/typebox/value';
import { templateProblems } from '../foreign/helm-template';
import { describeMismatch, unknownKey } from '../messages';
import { formatPath, pointerSteps } from '../path';
import type { Problem } from '../problem';
import { blockProblems } from './block';
import { isSecretAt } from './secret';

/** Maximum number of unknown keys to find suggestions for. Not all of them are shown if there are more. */
const MOST_COMPARED = 1000;

export function schemaProblems(schema: TSchema, tree: unknown): Problem[] {
  const problems = new Map<string, Problem>();
  if (!Check(schema, tree)) {
    for (const error of Errors(schema, tree)) {
      // TypeBox reports a missing key twice: as missing, and with a wrong type.
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
  const templates = templateProblems(tree);
  const others = [...problems.values(), ...blockProblems(schema, tree, [], schema.kubeVersion)];
  if (templates.length === 0) return others;
  const templated = new Set(templates.map(({ path }) => formatPath(path)));
  return [...others.filter(({ path }) => !templated.has(formatPath(path))), ...templates];
}
