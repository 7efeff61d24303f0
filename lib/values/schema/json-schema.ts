// The schema as standard JSON Schema (draft 2020-12), for editors. It accepts everything that the loader accepts. Only the
// loader checks what the standard cannot express: the spelling of numbers, the fields of Kubernetes blocks.

import { Kind } from '@sinclair/typebox';
import { Check } from '@sinclair/typebox/value';
import { complete, isRequired } from './defaults';
import { expectedForm } from './describe';
import { isArraySchema, isObjectSchema, isOptionalSchema } from './kinds';
import { INT32, itemOf, restOf, type TObject, type TSchema } from './schema';

export type JsonSchema = Readonly<Record<string, unknown>>;

export function jsonSchema(schema: TObject, about: { readonly title: string; readonly id?: string }): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(about.id === undefined ? {} : { $id: about.id }),
    title: about.title,
    ...convert(schema),
    // Keys that only hold anchors.
    patternProperties: { '^x-': true },
  };
}

function convert(schema: TSchema): JsonSchema {
  const { description, secret } = schema;
  const expected = expectedForm(schema);
  return {
    ...(description ? { description: expected ? `${description} Expected: ${expected}.` : description } : {}),
    ...shapeOf(schema),
    ...('default' in schema ? { default: schema.default } : {}),
    ...(secret === true ? { writeOnly: true } : {}),
  };
}

function shapeOf(schema: TSchema): JsonSchema {
  if (isObjectSchema(schema)) return objectShape(schema);
  const item = itemOf(schema);
  if (item && isArraySchema(schema)) return { type: 'array', items: convert(item) };
  if (item?.[Kind] === 'Unknown') return { type: 'object' };
  if (item) {
    return { type: 'object', ...keyNames(schema), ...knownKeys(schema), additionalProperties: orNull(convert(item)) };
  }
  switch (schema[Kind]) {
    case 'choice':
      return schema.also === undefined
        ? { enum: schema.enum }
        : { anyOf: [{ enum: schema.enum }, { type: 'string', pattern: schema.also }] };
    case 'Boolean':
      return { type: 'boolean' };
    case 'integer':
      return { ...numeric(schema), pattern: '^-?(0|[1-9][0-9]*)(\\.0+)?$' };
    case 'integerOrPercent':
      return {
        ...numeric(schema),
        pattern:
          schema.minimum > 0
            ? '^(([1-9][0-9]?|100)%|-?(0|[1-9][0-9]*)(\\.0+)?)$'
            : '^((0|[1-9][0-9]?|100)%|-?(0|[1-9][0-9]*)(\\.0+)?)$',
      };
    case 'block':
      return schema.type === 'array' ? { type: 'array', items: { type: 'object' } } : { type: 'object' };
    case 'Unknown':
      return {};
    case 'objectName':
      return { anyOf: [limited(schema, SCALAR), nameOf(limited(schema, SCALAR))] };
    default:
      return limited(schema, SCALAR);
  }
}

const SCALAR = ['string', 'number', 'boolean'] as const;

function objectShape(schema: TObject): JsonSchema {
  const rest = restOf(schema);
  const entries = Object.entries(schema.properties);
  const required = entries.filter(([, property]) => isRequired(property)).map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([key, property]) => [key, isRemovable(property) ? orNull(convert(property)) : convert(property)]),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: rest ? orNull(convert(rest)) : false,
  };
}

/** Whether `null` results in a valid value. */
const isRemovable = (schema: TSchema) => isOptionalSchema(schema) || Check(schema, complete(schema, null));

function keyNames(schema: TSchema): JsonSchema {
  const [pattern] = Object.keys(schema.patternProperties);
  return pattern === '^(.*)$' ? {} : { propertyNames: { type: 'string', pattern } };
}

/** Keys that editors suggest for a map with free keys. */
function knownKeys({ properties }: TSchema): JsonSchema {
  if (properties === undefined) return {};
  const known = Object.entries(properties as Readonly<Record<string, TSchema>>);
  return { properties: Object.fromEntries(known.map(([key, value]) => [key, orNull(convert(value))])) };
}

const numeric = ({ minimum = -INT32, maximum = INT32 }: TSchema): JsonSchema => ({
  type: ['integer', 'string'],
  minimum,
  maximum,
});

/** A string within its limits. If the default is the empty string, it means "not set" and is always allowed. */
function limited(schema: TSchema, types: readonly string[]): JsonSchema {
  const { pattern, minLength, maxLength } = schema;
  const given = Object.entries({ pattern, minLength, maxLength }).filter(([, limit]) => limit !== undefined);
  const type = types.length === 1 ? types[0] : types;
  if (given.length === 0) return { type };
  const limits = { type, ...Object.fromEntries(given) };
  return schema.default === '' ? { anyOf: [{ const: '' }, limits] } : limits;
}

const nameOf = (name: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { name },
  required: ['name'],
  additionalProperties: false,
});

function orNull(schema: JsonSchema): JsonSchema {
  if (schema.type === undefined && schema.enum === undefined && schema.anyOf === undefined) return schema;
  if (Array.isArray(schema.enum)) return { ...schema, enum: [...schema.enum, null] };
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'].flat() };
}
