// Describes a schema: the name of a type, and the constraints on a value.

import { Kind } from '@sinclair/typebox';
import { expectation } from '../messages';
import { isArraySchema } from './kinds';
import { itemOf, type TSchema } from './schema';

/** The name of a value's type, as in `kubectl explain`; `literal` formats code. */
export function describeType(schema: TSchema, literal: (word: string) => string = String): string {
  const item = itemOf(schema);
  if (item) {
    const type = describeType(item, literal);
    if (type.includes(' ')) return `${isArraySchema(schema) ? 'list' : 'map'}, each ${type}`;
    return `${isArraySchema(schema) ? '[]' : 'map[string]'}${type}`;
  }
  switch (schema[Kind]) {
    case 'integer':
      return 'integer';
    case 'integerOrPercent':
      return 'integer or percentage';
    case 'Boolean':
      return 'boolean';
    case 'choice':
      return `one of ${(schema.enum as unknown[]).map((word) => literal(word === '' ? '""' : String(word))).join(', ')}`;
    case 'Object':
      return 'object';
    case 'Unknown':
      return 'any';
    case 'block':
      return literal(`${schema.type === 'array' ? '[]' : ''}${schema.definition}`);
    default:
      return 'string';
  }
}

/** The form of a valid value, unless the description states it or the value has no effect. */
export function expectedForm({ description = '', expected = '' }: TSchema): string | undefined {
  if (expected === '' || description.startsWith('Has no effect')) return undefined;
  const words: string[] = expected.toLowerCase().match(/\d+|[^\s,;()]{3,}/g) ?? [];
  return words.every((word) => description.toLowerCase().includes(word)) ? undefined : expected;
}

/** What a valid value looks like, if its type does not already say it. */
export function constraint(schema: TSchema): string | undefined {
  const item = itemOf(schema);
  if (item) {
    const each = constraint(item);
    return each && `each ${each}`;
  }
  if (schema.expected) return expectedForm(schema);
  switch (schema[Kind]) {
    case 'integer':
      return schema.minimum === undefined && schema.maximum === undefined ? undefined : expectation(schema);
    case 'choice':
    case 'integerOrPercent':
      return expectation(schema);
    case 'block':
      return `${schema.type === 'array' ? 'a list of Kubernetes' : 'Kubernetes'} ${schema.definition}`;
    default:
      return undefined;
  }
}
