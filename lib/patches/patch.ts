// The change in a patch: JSON 6902 operations or a strategic merge patch, as data or as text.

import type { Operation } from 'rfc6902';
import { unknownAmong } from '../values/messages';
import { nearest } from '../values/nearest';
import { isMap } from '../values/scalar';
import type { Complain, Patch } from './change';
import { parseText } from './text';

/** `undefined` if there are problems. */
export function changeIn(patch: unknown, complain: Complain): Patch['change'] | undefined {
  const content = typeof patch === 'string' ? parseText(patch, complain) : patch;
  if (Array.isArray(content)) return operationsIn(content, complain);
  if (isMap(content)) return mergeIn(content, complain);
  if (content !== undefined) complain([], 'must be a list of operations, a map, or text of either');
  return undefined;
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  add: ['value'],
  replace: ['value'],
  test: ['value'],
  remove: [],
  move: ['from'],
  copy: ['from'],
};
const OPERATIONS = Object.keys(KEYS);

function operationsIn(list: readonly unknown[], complain: Complain): Patch['change'] | undefined {
  if (list.length === 0) complain([], 'must not be empty');
  for (const [index, operation] of list.entries()) {
    if (isMap(operation)) judgeOperation(operation, (path, message) => complain([index, ...path], message));
    else complain([index], 'must be an operation such as {op: remove, path: /spec/replicas}');
  }
  return { operations: list as readonly Operation[] };
}

function judgeOperation(operation: Record<string, unknown>, complain: Complain): void {
  const { op } = operation;
  const required = typeof op === 'string' && Object.hasOwn(KEYS, op) ? (KEYS[op] ?? []) : undefined;
  if (required === undefined) {
    const near = typeof op === 'string' ? nearest(op, OPERATIONS) : undefined;
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    complain(['op'], `must be an operation (expected ${OPERATIONS.join(', ')}${hint})`);
    return;
  }
  const keys = ['op', 'path', ...required];
  const unknown = Object.keys(operation).filter((key) => !keys.includes(key));
  for (const key of unknown) complain([key], unknownAmong(keys, key));
  // Probably the key that is missing.
  if (unknown.length > 0) return;
  for (const key of ['path', ...required.filter((one) => one === 'from')]) judgePointer(operation[key], key, complain);
  if (required.includes('value') && !Object.hasOwn(operation, 'value')) complain(['value'], `is required by ${op}`);
}

function judgePointer(pointer: unknown, key: string, complain: Complain): void {
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) {
    complain([key], 'must be a JSON pointer such as /spec/replicas');
  } else if (/~(?![01])/.test(pointer)) {
    complain([key], 'must escape ~ as ~0 and / as ~1');
  } else if (pointer.split('/').includes('__proto__')) {
    complain([key], 'must not contain __proto__');
  }
}

function mergeIn(merge: Record<string, unknown>, complain: Complain): Patch['change'] | undefined {
  if (Object.keys(merge).length === 0) complain([], 'must not be empty');
  if ('op' in merge && 'path' in merge) {
    complain([], 'must be a list of operations: start it with "- "');
    return undefined;
  }
  return { merge };
}
