// What a schema describes. TypeBox' own guards examine more than its kind, and schemas are asked very often.

import {
  Kind,
  OptionalKind,
  type TArray,
  type TBoolean,
  type TObject,
  type TRecord,
  type TSchema,
} from '@sinclair/typebox';

export const isObjectSchema = (schema: TSchema): schema is TObject => schema[Kind] === 'Object';
export const isArraySchema = (schema: TSchema): schema is TArray => schema[Kind] === 'Array';
export const isRecordSchema = (schema: TSchema): schema is TRecord => schema[Kind] === 'Record';
export const isBooleanSchema = (schema: TSchema): schema is TBoolean => schema[Kind] === 'Boolean';
export const isOptionalSchema = (schema: TSchema): boolean => OptionalKind in schema;
