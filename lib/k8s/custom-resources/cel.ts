// The validation rules of CRDs in CEL. Rules about changes, and those that the library does not support, are skipped.

import type { Environment } from '@marcbachmann/cel-js';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { type Refusal, refusal } from '../api-rules/refusal';
import type { Part } from './schemas';

/** A compiled rule. */
type Compiled = (context: { readonly self: unknown }) => unknown;

/** The rules that `value` breaks. It has its defaults, and the right structure. */
export function* brokenRules(
  parts: readonly Part[],
  index: number,
  value: unknown,
  path: Path = [],
): Generator<Refusal> {
  const part = parts[index];
  if (part === undefined || value === null) return;
  for (const { rule, message, messageExpression, fieldPath } of part.rules ?? []) {
    const self = celValue(parts, index, value);
    if (resultOf(rule, self) !== false) continue;
    const text = messageExpression === undefined ? undefined : resultOf(messageExpression, self);
    const place = fieldPath === undefined ? [] : fieldPath.split('.').slice(1);
    yield refusal(typeof text === 'string' ? text : (message ?? `must satisfy ${rule}`), ...path, ...place);
  }
  for (const [key, inner, item] of members(part, value)) {
    if (inner !== undefined) yield* brokenRules(parts, inner, item, [...path, key]);
  }
}

/** The items of a list or the entries of a map, with their schemas. */
function* members(
  { items, properties = {}, values }: Part,
  value: unknown,
): Generator<readonly [string | number, number | undefined, unknown]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield [index, items, item];
  else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield [key, Object.hasOwn(properties, key) ? properties[key] : values === true ? undefined : values, item];
    }
  }
}

/** Names of fields that are keywords of CEL have underscores in rules. */
const KEYWORDS = [
  ...['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop'],
  ...['namespace', 'null', 'package', 'return', 'true', 'var', 'void', 'while'],
];

function celValue(parts: readonly Part[], index: number | undefined, value: unknown): unknown {
  const part = index === undefined ? undefined : parts[index];
  if (typeof value === 'number') {
    return part?.type === 'number' || !Number.isInteger(value) ? value : BigInt(value);
  }
  if (Array.isArray(value)) return value.map((item) => celValue(parts, part?.items, item));
  if (!isMap(value)) return value;
  const entries = [...members(part ?? {}, value)].map(([key, inner, item]) => {
    const isField = part?.properties !== undefined && KEYWORDS.includes(String(key));
    return [isField ? `__${key}__` : key, celValue(parts, inner, item)] as const;
  });
  return Object.fromEntries(entries);
}

/** `undefined` if the rule cannot be evaluated, and `false` if it needs a field that is absent, as for the API server. */
function resultOf(rule: string, self: unknown): unknown {
  try {
    return evaluatorOf(rule)?.({ self });
  } catch (error) {
    return (error as { code?: string }).code === 'no_such_key' ? false : undefined;
  }
}

const evaluators = new Map<string, Compiled | undefined>();

function evaluatorOf(rule: string): Compiled | undefined {
  if (!evaluators.has(rule)) evaluators.set(rule, isSupported(rule) ? environment()?.parse(rule) : undefined);
  return evaluators.get(rule);
}

/** Whether the rule is about one object, and uses only what the library supports. */
export const isSupported = (rule: string): boolean => environment()?.check(rule).valid === true;

let shared: Environment | undefined;

/** `undefined` in versions of Node.js that cannot load the library: those before 20.19. */
function environment(): Environment | undefined {
  if (shared) return shared;
  let library: typeof import('@marcbachmann/cel-js');
  try {
    library = require('@marcbachmann/cel-js');
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_REQUIRE_ESM') return undefined;
    throw error;
  }
  shared = new library.Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
    .registerVariable('self', 'dyn')
    // From the libraries that Kubernetes adds.
    .registerFunction('string.find(string): string', (text: string, pattern: string) => {
      return new RegExp(pattern).exec(text)?.[0] ?? '';
    });
  return shared;
}
