// The sentences of validation: what was found, what was expected, what was probably meant.

import { Kind, type TSchema, TypeGuard } from '@sinclair/typebox';
import { nearest } from './nearest';
import { isMap, SpelledNumber, textOf } from './scalar';

/** `unknown key` with the nearest known one, or the new name of a renamed key. */
export function unknownKey(schema: TSchema, key: string): string {
  const renamed = (schema as { renamed?: Record<string, string> }).renamed?.[key];
  if (renamed) return `unknown key (renamed to ${renamed})`;
  if (TypeGuard.IsRecord(schema)) {
    const expected = (schema as { expectedKeys?: string }).expectedKeys;
    return expected ? `invalid key (expected ${expected})` : 'invalid key';
  }
  const known = TypeGuard.IsObject(schema) ? Object.keys(schema.properties) : [];
  const near = nearest(key, known);
  if (near) return `unknown key (did you mean ${near}?)`;
  return known.length > 0 && known.length <= 12 ? `unknown key (expected one of ${known.join(', ')})` : 'unknown key';
}

/** What a value is instead of what it should be. A secret is never quoted. */
export function describeMismatch(schema: TSchema, value: unknown): string {
  const expected = expectation(schema);
  if (value === undefined) {
    const about = typeof schema.description === 'string' ? firstSentence(schema.description) : undefined;
    return `is required (${[`expected ${expected}`, about].filter(Boolean).join('; ')})`;
  }
  const hint = remedy(schema, value);
  return `${found(schema, value)} (expected ${expected}${hint ? `; ${hint}` : ''})`;
}

const firstSentence = (description: string) => description.split(/(?<=\.)\s/, 1)[0]?.replace(/\.$/, '');

function found(schema: TSchema, value: unknown): string {
  if (value === null) return 'null is not allowed';
  if (value === '') return 'must not be empty';
  const wrongType = mistyped(schema, value);
  if (schema.secret === true) return wrongType ? `invalid ${typeName(value)}` : 'invalid value';
  if (isMap(value) || Array.isArray(value)) return `must not be a ${typeName(value)}`;
  const shown = value instanceof SpelledNumber ? value.spelling : JSON.stringify(value);
  return `invalid ${wrongType ? `${typeName(value)} ` : 'value '}${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}`;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (isMap(value)) return 'map';
  return value instanceof SpelledNumber ? 'number' : typeof value === 'string' ? 'text' : typeof value;
}

function mistyped(schema: TSchema, value: unknown): boolean {
  const types: string[] = [schema.type ?? []].flat();
  const actual = isMap(value)
    ? 'object'
    : Array.isArray(value)
      ? 'array'
      : typeName(value) === 'text'
        ? 'string'
        : typeName(value);
  return types.length > 0 && !types.includes(actual) && !(actual === 'number' && types.includes('integer'));
}

/** What the author of the value most likely has to do. */
function remedy(schema: TSchema, value: unknown): string | undefined {
  const kind = schema[Kind];
  if (kind === 'Strict' && typeof value !== 'object' && textOf(value) !== undefined && typeof value !== 'string')
    return 'quote it';
  if (kind === 'Strict' && value instanceof SpelledNumber) return 'quote it';
  if (kind === 'Boolean' && typeof value === 'string') {
    if (/^(yes|on|true)$/i.test(value)) return 'write true without quotes';
    if (/^(no|off|false)$/i.test(value)) return 'write false without quotes';
  }
  if (kind === 'Whole' && value instanceof SpelledNumber && value.ambiguous) {
    return 'readers of YAML disagree about this spelling: write the decimal number without leading zeros';
  }
  if (kind === 'Choice' && schema.secret !== true) {
    const near = nearest(String(value), (schema.enum as unknown[]).map(String));
    return near ? `did you mean ${near}?` : undefined;
  }
  return undefined;
}

/** What a valid value looks like. */
export function expectation(schema: TSchema): string {
  if (typeof schema.expected === 'string') return schema.expected;
  switch (schema[Kind]) {
    case 'Choice':
      return `one of ${(schema.enum as unknown[]).map((word) => (word === '' ? '""' : String(word))).join(', ')}`;
    case 'Whole':
      return `a whole number${range(schema)}`;
    case 'Share':
      return 'a whole number or a percentage such as 25%';
    case 'Boolean':
      return 'true or false';
    case 'Array':
      return 'a list';
    case 'Block':
      return schema.type === 'array' ? 'a list' : 'a map';
    case 'Object':
    case 'Record':
      return 'a map';
    default:
      return `text${textLimits(schema)}`;
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
