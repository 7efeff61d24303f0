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
  const broken = problems.map(({ path }) => path);
  for (const rule of rules) {
    const ofRule = broken.length === 0 ? answerOf(rule, view, (values) => ask(rule, values)) : ask(rule, view, broken);
    problems.push(...ofRule.problems);
    warnings.push(...ofRule.warnings);
  }
  return problems.length === 0 ? { values: view, problems, warnings } : { problems, warnings };
}

function ask<V>(rule: Rule<V>, values: V, broken: readonly Path[] = []): Answer {
  const found: Problem[] = [];
  const warnings: Problem[] = [];
  try {
    rule(values, {
      error: (at, message, code) => found.push({ path: pathOf(at), message, ...(code ? { code } : {}) }),
      warning: (at, message) => warnings.push({ path: pathOf(at), message }),
    });
  } catch (error) {
    if (!(error instanceof BrokenValue)) throw error;
  }
  const problems = found.filter(({ path }) => !broken.some((other) => overlaps(other, path)));
  return { problems, warnings };
}
