// JSON 6902 operations on an object. The library applies them; its messages do not say what is there instead.

import { isDeepStrictEqual } from 'node:util';
import { applyPatch, type Operation } from 'rfc6902';
import { copyOf } from '../values/copy';
import { nearest } from '../values/nearest';
import { PatchError } from './change';

/** A copy of `object` with all operations applied. Throws `PatchError` for the first that does not fit. */
export function applyOperations<T extends object>(object: T, operations: readonly Operation[]): T {
  const result = copyOf(object);
  for (const [index, operation] of operations.entries()) {
    demandFits(result, operation, index);
    const [error] = applyPatch(result, [operation]);
    if (error) throw new PatchError(error.message, [index]);
  }
  return result;
}

function demandFits(object: object, operation: Operation, index: number): void {
  const { op, path } = operation;
  if ('from' in operation) {
    const missing = missingIn(object, stepsOf(operation.from));
    if (missing) throw new PatchError(missing, [index, 'from']);
    if (op === 'move' && `${path}/`.startsWith(`${operation.from}/`)) {
      throw new PatchError(`cannot move ${operation.from} into itself`, [index, 'path']);
    }
  }
  const steps = stepsOf(path);
  const isNew = op === 'add' || op === 'move' || op === 'copy';
  const missing =
    missingIn(object, isNew ? steps.slice(0, -1) : steps, isNew) ?? (isNew ? misplaced(object, steps) : undefined);
  if (missing) throw new PatchError(missing, [index, 'path']);
  if (operation.op === 'test' && !isDeepStrictEqual(valueAt(object, steps), operation.value)) {
    throw new PatchError(`the test failed: ${path} has another value`, [index]);
  }
}

/** The keys of a JSON pointer. */
const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const pointerOf = (steps: readonly string[]): string =>
  steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function valueAt(object: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) => (hasStep(at, step) ? (at as Record<string, unknown>)[step] : undefined),
    object,
  );
}

const INDEX = /^(0|[1-9]\d*)$/;

const hasStep = (at: unknown, step: string): boolean =>
  typeof at === 'object' && at !== null && Object.hasOwn(at, step) && (!Array.isArray(at) || INDEX.test(step));

/** What is missing on the way; `undefined` if all steps are there. */
function missingIn(object: object, steps: readonly string[], isParent = false): string | undefined {
  const length = steps.findIndex((step, at) => !hasStep(valueAt(object, steps.slice(0, at)), step));
  if (length < 0) return undefined;
  const before = steps.slice(0, length);
  const parent = valueAt(object, before);
  const missing = pointerOf(steps.slice(0, length + 1));
  if (Array.isArray(parent)) return `${missing} does not exist (${pointerOf(before)} has ${itemsOf(parent)})`;
  if (typeof parent !== 'object' || parent === null)
    return `${missing} does not exist (${pointerOf(before)} is not a map)`;
  const keys = Object.keys(parent);
  const near = nearest(steps[length] ?? '', keys);
  if (near !== undefined) return `${missing} does not exist (did you mean ${pointerOf([...before, near])}?)`;
  if (isParent) return `${missing} does not exist (add it first, or use a merge patch)`;
  return `${missing} does not exist (${pointerOf(before) || 'the object'} has ${keys.join(', ') || 'no fields'})`;
}

const itemsOf = (list: readonly unknown[]): string => (list.length === 1 ? '1 item' : `${list.length} items`);

/** Why a new value cannot be put there. */
function misplaced(object: object, steps: readonly string[]): string | undefined {
  const before = steps.slice(0, -1);
  const parent = valueAt(object, before);
  const last = steps.at(-1) ?? '';
  if (Array.isArray(parent)) {
    if (last === '-' || (INDEX.test(last) && Number(last) <= parent.length)) return undefined;
    return `${pointerOf(before)} is a list with ${itemsOf(parent)} (expected an index, or - for the end)`;
  }
  return typeof parent === 'object' && parent !== null ? undefined : `${pointerOf(before)} is not a map`;
}
