// Limits of strings and numbers in custom resources.

import type { Part } from './schemas';

/** What is wrong with a value that is neither a map nor a list. */
export function* scalarFaults(part: Part, value: unknown): Generator<string> {
  if (part.enum && !part.enum.some((one) => one === value)) {
    yield `must be ${part.enum.map((one) => (one === '' ? '""' : String(one))).join(' or ')}`;
    return;
  }
  if (typeof value === 'string') yield* textFaults(part, value);
  if (typeof value === 'number') yield* numberFaults(part, value);
}

/** Loaded here because `node:net` is slow to load, and few fields are addresses. */
const net = () => require('node:net') as typeof import('node:net');

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  ipv4: (text) => net().isIPv4(text),
  ipv6: (text) => net().isIPv6(text),
};

function* textFaults({ pattern, format = '', minLength = 0, maxLength }: Part, value: string): Generator<string> {
  // The API server counts code points.
  const { length } = [...value];
  if (length < minLength) {
    yield minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`;
    return;
  }
  if (maxLength !== undefined && length > maxLength) yield `must have at most ${maxLength} characters`;
  if (pattern !== undefined && !compiled(pattern).test(value)) yield `must match ${pattern}`;
  if (FORMATS[format]?.(value) === false) yield `must be an ${format.replace('ip', 'IP')} address`;
}

const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? expressionOf(pattern);
  patterns.set(pattern, known);
  return known;
}

/** Go's `(?i)` at the start is a flag in JavaScript. */
export function expressionOf(pattern: string): RegExp {
  const [, anchor, rest] = /^(\^?)\(\?i\)(.*)$/s.exec(pattern) ?? [];
  return rest === undefined ? new RegExp(pattern) : new RegExp(`${anchor}${rest}`, 'i');
}

const SIZES: Readonly<Record<string, number>> = { int32: 2 ** 31 - 1 };

function* numberFaults(part: Part, value: number): Generator<string> {
  const most = SIZES[part.format ?? ''];
  const { minimum = most === undefined ? undefined : -most - 1, maximum = most, multipleOf } = part;
  if (minimum !== undefined && (part.exclusiveMinimum ? value <= minimum : value < minimum)) {
    yield `must be ${part.exclusiveMinimum ? 'more than' : 'at least'} ${minimum}`;
  }
  if (maximum !== undefined && (part.exclusiveMaximum ? value >= maximum : value > maximum)) {
    yield `must be ${part.exclusiveMaximum ? 'less than' : 'at most'} ${maximum}`;
  }
  if (multipleOf !== undefined && value % multipleOf !== 0) yield `must be a multiple of ${multipleOf}`;
}
