// Turns a complete tree into a frozen, typed object, or returns all problems.

import type { TSchema } from '@sinclair/typebox';
import { type Answer, answerOf } from './answers';
import { overlaps, type Path, pathOf } from './path';
import type { Problem, ProblemCode } from './problem';
import { schemaProblems } from './schema/check';
import type { Static } from './schema/schema';
import { BrokenValue, normalize, readable } from './schema/view';

/** Collects the problems and warnings of a rule. `at` selects the value that they are about. */
export interface Report<V> {
  /** Rejects the values. */
  error(at: (values: V) => unknown, message: string, code?: ProblemCode): void;
  /** Accepts the values with a warning. */
  warning(at: (values: V) => unknown, message: string): void;
}

/**
 * A rule between values. It is skipped if a value that it reads is invalid, which is reported already. Each rule checks
 * only one contradiction, so that an invalid value skips as few as possible. What it reports depends only on `values`:
 * it is not asked again about equal ones.
 */
export type Rule<V> = (values: V, report: Report<V>) => void;

export interface Verdict<V> {
  /** Frozen, normalized and complete; absent if there are problems. */
  readonly values?: V;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Validates a tree that was completed with `complete`. */
export function validate<S extends TSchema>(
  schema: S,
  tree: unknown,
  rules: readonly Rule<Static<S>>[],
): Verdict<Static<S>> {
  const problems = schemaProblems(schema, tree);
  const broken = problems.map(({ path }) => path);
  const view = (broken.length === 0 ? normalize(schema, tree) : readable(schema, tree, broken)) as Static<S>;
  return applyRules(view, rules, problems);
}

/** Applies the rules to values whose schema `problems` are known. */
export function applyRules<V>(view: V, rules: readonly Rule<V>[], problems: Problem[] = []): Verdict<V> {
  const warnings: Problem[] = [];
  const ask = askerWithout<V>(problems.map(({ path }) => path));
  const isValid = problems.length === 0;
  for (const rule of rules) {
    const answer = isValid ? answerOf(rule, view, (values) => ask(rule, values)) : ask(rule, view);
    problems.push(...answer.problems);
    warnings.push(...answer.warnings);
  }
  return problems.length === 0 ? { values: view, problems, warnings } : { problems, warnings };
}

const NOTHING: Answer = { problems: [], warnings: [] };

/** What rules report, except about the values at these paths. */
function askerWithout<V>(broken: readonly Path[]): (rule: Rule<V>, values: V) => Answer {
  let problems: Problem[] = [];
  let warnings: Problem[] = [];
  const report: Report<V> = {
    error: (at, message, code) => problems.push({ path: pathOf(at), message, ...(code ? { code } : {}) }),
    warning: (at, message) => warnings.push({ path: pathOf(at), message }),
  };
  return (rule, values) => {
    try {
      rule(values, report);
    } catch (error) {
      if (!(error instanceof BrokenValue)) throw error;
    }
    if (problems.length + warnings.length === 0) return NOTHING;
    const answer = {
      problems: problems.filter(({ path }) => !broken.some((other) => overlaps(other, path))),
      warnings,
    };
    problems = [];
    warnings = [];
    return answer;
  };
}
