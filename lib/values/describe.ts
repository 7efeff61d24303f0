// How people read a schema: the name of a type, and what a value must look like beyond it.

import { Kind, KindGuard } from '@sinclair/typebox';
import { expectation } from './messages';
import { itemOf, type TSchema } from './schema';

/** The type of a value in words; `literal` marks up what stands for itself. */
export function typeInWords(schema: TSchema, literal: (word: string) => string = String): string {
  const item = itemOf(schema);
  if (item) return `${KindGuard.IsArray(schema) ? 'list' : 'map'} of ${typeInWords(item, literal)}`;
  switch (schema[Kind]) {
    case 'Whole':
      return 'integer';
    case 'Share':
      return 'integer or percentage';
    case 'Boolean':
      return 'boolean';
    case 'Choice':
      return `one of ${(schema.enum as unknown[]).map((word) => literal(word === '' ? '""' : String(word))).join(', ')}`;
    case 'Object':
      return 'map';
    case 'Block':
      return schema.type === 'array' ? `list of ${literal(schema.definition)}` : literal(schema.definition);
    default:
      return 'text';
  }
}

/** What a valid value looks like, where its type alone does not say it. */
export function constraint(schema: TSchema): string | undefined {
  const item = itemOf(schema);
  if (item) {
    const each = constraint(item);
    return each && `each ${each}`;
  }
  if (schema.expected) return schema.expected;
  switch (schema[Kind]) {
    case 'Whole':
      return schema.minimum === undefined && schema.maximum === undefined ? undefined : expectation(schema);
    case 'Choice':
    case 'Share':
      return expectation(schema);
    case 'Block':
      return `${schema.type === 'array' ? 'a list of Kubernetes' : 'Kubernetes'} ${schema.definition}`;
    default:
      return undefined;
  }
}
