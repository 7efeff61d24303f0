// From a complete tree to one frozen, typed object, or to everything that is wrong with it.

import type { TSchema } from '@sinclair/typebox';
import { schemaProblems } from './check';
import { overlaps, type Path, pathOf } from './path';
import type { Problem } from './problem';
import type { Static } from './schema';
import { BrokenValue, normalise, readable } from './view';

/** Takes the problems and warnings that a rule finds. `at` selects the value they speak of. */
export interface Report<V> {
  /** Refuses the values. */
  error(at: (values: V) => unknown, message: string): void;
  /** Lets them pass, and tells the user. */
  warning(at: (values: V) => unknown, message: string): void;
}

/**
 * A rule between values. It is not asked when a value that it reads is broken by itself: that is reported already.
 * Rules are small, one contradiction each, so that one broken value silences as few as possible.
 */
export type Rule<V> = (values: V, report: Report<V>) => void;

export interface Verdict<V> {
  /** Frozen, normalised and complete; absent when there are problems. */
  readonly values?: V;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The verdict on a tree that `complete` has filled. */
export function validate<S extends TSchema>(
  schema: S,
  tree: unknown,
  rules: readonly Rule<Static<S>>[],
): Verdict<Static<S>> {
  const problems = schemaProblems(schema, tree);
  const broken = problems.map(({ path }) => path);
  const view = (broken.length === 0 ? normalise(schema, tree) : readable(schema, tree, broken)) as Static<S>;
  return judge(view, rules, problems);
}

/** The verdict on values of which `problems` is known already. */
export function judge<V>(view: V, rules: readonly Rule<V>[], problems: Problem[] = []): Verdict<V> {
  const warnings: Problem[] = [];
  const broken = problems.map(({ path }) => path);
  for (const rule of rules) problems.push(...ask(rule, view, warnings, broken));
  return problems.length === 0 ? { values: view, problems, warnings } : { problems, warnings };
}

function ask<V>(rule: Rule<V>, values: V, warnings: Problem[], broken: readonly Path[]): Problem[] {
  const found: Problem[] = [];
  try {
    rule(values, {
      error: (at, message) => found.push({ path: pathOf(at), message }),
      warning: (at, message) => warnings.push({ path: pathOf(at), message }),
    });
  } catch (error) {
    if (!(error instanceof BrokenValue)) throw error;
  }
  return found.filter(({ path }) => !broken.some((other) => overlaps(other, path)));
}
