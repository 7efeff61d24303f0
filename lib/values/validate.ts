// From a merged tree to one frozen, typed object, or to everything that is wrong with it.

import { type TSchema, TypeGuard } from '@sinclair/typebox';
import { Value, ValueErrorType } from '@sinclair/typebox/value';
import { fillEmpty } from './defaults';
import { describeMismatch, unknownKey } from './messages';
import { overlaps, type Path, pathOf, pointerSteps } from './path';
import type { Problem } from './problem';
import { isMap, SpelledNumber } from './scalar';
import { normaliserOf, type Static } from './schema';

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

export function validate<S extends TSchema>(
  schema: S,
  tree: unknown,
  rules: readonly Rule<Static<S>>[],
): Verdict<Static<S>> {
  const filled = fillEmpty(schema, tree);
  const problems = Value.Check(schema, filled) ? [] : schemaProblems(schema, filled);
  const view = problems.length === 0 ? normalise(schema, filled) : readable(schema, filled);
  const warnings: Problem[] = [];
  const broken = problems.map((problem) => problem.path);
  for (const rule of rules) problems.push(...ask(rule, view as Static<S>, warnings, broken));
  return problems.length === 0 ? { values: view as Static<S>, problems, warnings } : { problems, warnings };
}

function ask<V>(rule: Rule<V>, values: V, warnings: Problem[], broken: readonly Path[]): Problem[] {
  const found: Problem[] = [];
  const warned: Problem[] = [];
  try {
    rule(values, {
      error: (at, message) => found.push({ path: pathOf(at), message }),
      warning: (at, message) => warned.push({ path: pathOf(at), message }),
    });
  } catch (error) {
    if (!(error instanceof BrokenValue)) throw error;
  }
  warnings.push(...warned);
  return found.filter(({ path }) => !broken.some((other) => overlaps(other, path)));
}

function schemaProblems(schema: TSchema, tree: unknown): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of Value.Errors(schema, tree)) {
    const path = pointerSteps(error.path, tree);
    const id = error.path;
    if (problems.has(id)) continue;
    if (error.type === ValueErrorType.ObjectAdditionalProperties) {
      problems.set(id, { path, message: unknownKey(error.schema, String(path.at(-1))) });
    } else if (
      error.type === ValueErrorType.Object &&
      !TypeGuard.IsObject(error.schema) &&
      !TypeGuard.IsRecord(error.schema)
    ) {
      problems.set(id, { path, message: describeMismatch(error.schema, error.value) });
    } else {
      problems.set(id, { path, message: describeMismatch(error.schema, error.value) });
    }
  }
  return [...problems.values()];
}

/** The tree in the types that the schema promises: text as text, numbers as numbers; frozen throughout. */
function normalise(schema: TSchema, value: unknown): unknown {
  if (TypeGuard.IsObject(schema)) {
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    // The schema's order, so that output does not depend on the order of a values file.
    for (const [key, property] of Object.entries(schema.properties)) {
      if (Object.hasOwn(source, key)) result[key] = normalise(property, source[key]);
    }
    return Object.freeze(result);
  }
  if (TypeGuard.IsRecord(schema)) {
    const [item] = Object.values(schema.patternProperties);
    return Object.freeze(
      Object.fromEntries(
        Object.entries(value as Record<string, unknown>).map(([key, entry]) => [
          key,
          normalise(item as TSchema, entry),
        ]),
      ),
    );
  }
  if (TypeGuard.IsArray(schema))
    return Object.freeze((value as unknown[]).map((item) => normalise(schema.items, item)));
  const intoForm = normaliserOf(schema);
  return intoForm ? intoForm(value) : plain(value);
}

/** A free block: spelled numbers become numbers, and nothing of it can be changed any more. */
function plain(value: unknown): unknown {
  if (value instanceof SpelledNumber) return value.value;
  if (Array.isArray(value)) return Object.freeze(value.map(plain));
  if (isMap(value)) {
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)])));
  }
  return value;
}

class BrokenValue extends Error {}

/** The tree as far as it is valid; reading a broken value throws, which ends the rule that reads it. */
function readable(schema: TSchema, value: unknown): unknown {
  if (value !== undefined && Value.Check(schema, value)) return normalise(schema, value);
  if (!TypeGuard.IsObject(schema) || !isMap(value)) throw new BrokenValue();
  const view = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const present = Object.hasOwn(value, key);
    if (!present && TypeGuard.IsOptional(property)) continue;
    Object.defineProperty(view, key, {
      enumerable: true,
      get: () => readable(property, present ? value[key] : undefined),
    });
  }
  return view;
}
