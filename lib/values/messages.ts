// Validation messages: what was found, what was expected, what was probably meant.

import { Kind, type TSchema } from '@sinclair/typebox';
import { helmKeyHint } from './foreign/helm-keys';
import { nearest } from './nearest';
import { valueAt } from './path';
import { isMap, SpelledNumber, textOf } from './scalar';
import type { AboutText } from './schema/about';
import { isArraySchema, isRecordSchema } from './schema/kinds';
import { INT32, textFault } from './schema/schema';

/** `unknown key` with a suggestion, the new name of a renamed key, or why the key was dropped. */
export function unknownKey(schema: TSchema, key: string): string {
  if (isRecordSchema(schema))
    return schema.expectedKeys ? `invalid key (expected ${schema.expectedKeys})` : 'invalid key';
  const renamed = valueAt(schema.renamed, [key]);
  if (renamed) return `unknown key (renamed to ${renamed})`;
  const dropped = valueAt(schema.dropped, [key]);
  if (dropped) return `unknown key (${dropped})`;
  const hint = helmKeyHint(key);
  if (hint) return `unknown key (${hint})`;
  return unknownAmong(Object.keys(schema.properties), key);
}

/** `unknown key` with a suggestion. */
export function unknownAmong(known: readonly string[], key: string): string {
  const near = nearest(key, known);
  if (near) return `unknown key (did you mean ${near}?)`;
  return known.length > 0 && known.length <= 12 ? `unknown key (expected one of ${known.join(', ')})` : 'unknown key';
}

/** What is wrong with a value. A secret is never quoted. */
export function describeMismatch(schema: TSchema, value: unknown, secret: boolean): string {
  const expected = expectation(schema);
  if (value === undefined) {
    const about = schema.description ? firstSentence(schema.description) : undefined;
    return `is required (${[`expected ${expected}`, about].filter(Boolean).join('; ')})`;
  }
  const text = textOf(value) ?? '';
  const fault = textFault(schema as unknown as AboutText, text);
  if (fault) return fault;
  const hint = remedy(schema, value, secret) ?? tooLong(schema, value);
  return `${found(schema, value, secret)} (expected ${expected}${hint ? `; ${hint}` : ''})`;
}

const firstSentence = (description: string) => description.split(/(?<=\.)\s/, 1)[0]?.replace(/\.$/, '');

/** It may contain a password. */
const USER_OF_URL = /:\/\/[^/@\s]*@/;

function found(schema: TSchema, value: unknown, secret: boolean): string {
  if (value === null) return 'null is not allowed';
  if (value === '' || (isArraySchema(schema) && Array.isArray(value) && value.length === 0)) return 'must not be empty';
  if (isMap(value) || Array.isArray(value)) return `must not be a ${typeName(value)}`;
  const type = mistyped(schema, value) ? typeName(value) : 'value';
  if (secret) return `invalid ${type}`;
  const quoted = value instanceof SpelledNumber ? value.spelling : String(JSON.stringify(value));
  const shown = quoted.replace(USER_OF_URL, '://***@');
  return `invalid ${type} ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}`;
}

/** The name of a value's type. */
export function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (isMap(value)) return 'map';
  if (value === null) return 'null';
  return value instanceof SpelledNumber ? 'number' : typeof value === 'string' ? 'string' : typeof value;
}

const JSON_TYPES: Readonly<Record<string, string>> = { list: 'array', map: 'object' };

function mistyped(schema: TSchema, value: unknown): boolean {
  const types: string[] = [schema.type ?? []].flat();
  const name = typeName(value);
  const type = JSON_TYPES[name] ?? name;
  return types.length > 0 && !types.includes(type) && !(type === 'number' && types.includes('integer'));
}

/** The most likely fix. */
function remedy(schema: TSchema, value: unknown, secret: boolean): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  switch (schema[Kind]) {
    case 'Boolean':
      if (/^(yes|on|true)$/i.test(text)) return 'write true without quotes';
      return /^(no|off|false)$/i.test(text) ? 'write false without quotes' : undefined;
    case 'integer':
    case 'integerOrPercent':
      if (value instanceof SpelledNumber && value.leadingZero) return LEADING_ZERO;
      if (schema[Kind] === 'integerOrPercent' && text.endsWith('%')) return percentHint(schema, text);
      return schema.maximum === undefined && Number(text) > INT32 ? `at most ${INT32}` : undefined;
    case 'choice':
      return secret ? undefined : rightWord(schema.enum, text);
    default:
      return undefined;
  }
}

function percentHint({ minimum }: TSchema, text: string): string | undefined {
  if (!/^\d+%$/.test(text)) return undefined;
  return Number.parseInt(text, 10) > 100 ? 'at most 100%' : minimum > 0 ? 'at least 1%' : undefined;
}

/** The limit that the value exceeds, if the expectation does not mention it. */
function tooLong(schema: TSchema, value: unknown): string | undefined {
  const { maxLength } = schema;
  if (maxLength === undefined || expectation(schema).includes(String(maxLength))) return undefined;
  return (textOf(value)?.length ?? 0) > maxLength ? `at most ${maxLength} characters` : undefined;
}

const QUOTE = 'quote it, or use --set-string';

const LEADING_ZERO = 'YAML parsers disagree about this number: write a decimal number without leading zeros';

function rightWord(words: readonly (string | number)[], text: string): string | undefined {
  const same = words.find((word) => String(word) === text);
  if (same !== undefined) return typeof same === 'string' ? QUOTE : 'remove the quotes';
  const near = nearest(text, words.map(String));
  return near ? `did you mean ${near}?` : undefined;
}

/** What a valid value looks like. */
export function expectation(schema: TSchema): string {
  if (schema.expected) return schema.expected;
  switch (schema[Kind]) {
    case 'choice':
      return `one of ${(schema.enum as unknown[]).map((word) => (word === '' ? '""' : String(word))).join(', ')}`;
    case 'integer':
      return `an integer${range(schema)}`;
    case 'integerOrPercent':
      return `an integer${range(schema)} or a percentage such as 25%`;
    case 'Boolean':
      return 'true or false';
    case 'Array':
      return 'a list';
    case 'block':
      return schema.type === 'array' ? 'a list' : 'a map';
    case 'Object':
    case 'Record':
      return 'a map';
    default:
      return `a string${textLimits(schema)}`;
  }
}

function range({ minimum, maximum }: TSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

function textLimits({ minLength, maxLength, pattern }: TSchema): string {
  const limits: string[] = [];
  if (minLength !== undefined && minLength > 1) limits.push(`at least ${minLength} characters`);
  if (maxLength !== undefined) limits.push(`at most ${maxLength} characters`);
  const length = limits.length > 0 ? ` of ${limits.join(' and ')}` : '';
  return pattern ? `${length} matching ${pattern}` : length;
}
