// The schema builders for a chart's values: type, default, unit and description in one place.
// A schema is plain JSON Schema with a few custom kinds, so types, the schema for editors, documentation and errors
// are all derived from it. Defaults are annotations that are merged as in Helm, before validation.
//
// Schemas are the same objects that TypeBox' functions return. These take longer, because they also handle types that
// are not used here, and a chart has hundreds of schemas.

import {
  Kind,
  OptionalKind,
  type Static,
  type TObject,
  type TOptional,
  type TSchema,
  type TUnsafe,
  TypeRegistry,
} from '@sinclair/typebox';
import { DNS_SUBDOMAIN } from '../../names/naming';
import { unitFault } from '../../names/quantity';
import { scheduleFault } from '../../names/schedule';
import type { OpenObject } from '../deep-partial';
import { isMap, numberOf, textOf } from '../scalar';
import type { About, AboutList, AboutMap, AboutNumber, AboutObject, AboutText } from './about';
import { isArraySchema, isOptionalSchema, isRecordSchema } from './kinds';
import { type SecretForm, secretFault, withoutLineEnd } from './secret-text';

export type { DeepPartial, OpenObject } from '../deep-partial';
export type { About, AboutText } from './about';
export type { Static, TObject, TSchema };

/** What a kind accepts, and its normalized form for constructs. */
interface KindDefinition {
  readonly accepts: (schema: never, value: unknown) => boolean;
  readonly normalize?: Normalizer;
}

type Normalizer = (value: unknown, schema: TSchema) => unknown;

const normalizers = new Map<unknown, Normalizer>();

function kind(name: string, { accepts, normalize }: KindDefinition): void {
  TypeRegistry.Set(name, accepts as (schema: unknown, value: unknown) => boolean);
  if (normalize) normalizers.set(name, normalize);
}

/** The function that normalizes a valid value of this schema; `undefined` if it needs none. */
export function normalizerOf(schema: TSchema): Normalizer | undefined {
  return normalizers.get(schema[Kind]);
}

const patterns = new Map<string, RegExp>();

/** Compiled once, because every release uses the same patterns. */
function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const made = new RegExp(pattern);
  patterns.set(pattern, made);
  return made;
}

/** What is wrong with a text besides its shape. */
export function textFault(schema: AboutText, text: string): string | undefined {
  const fault = secretFault(schema, text) ?? (schema.resource ? unitFault(schema.resource, text) : undefined);
  return fault ?? (schema.schedule && text !== '' ? scheduleFault(text) : undefined);
}

function fits(schema: AboutText, given: string | undefined): boolean {
  if (given === undefined || textFault(schema, given)) return false;
  const text = withoutLineEnd(schema, given);
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (text === '' && schema.default === '') return true;
  return text.length >= minLength && text.length <= maxLength && (!pattern || compiled(pattern).test(text));
}

kind('text', {
  accepts: (schema: AboutText, value) => fits(schema, textOf(value)),
  normalize: (value, schema) => withoutLineEnd(schema as SecretForm, textOf(value) ?? ''),
});
kind('choice', { accepts: (schema: { enum: unknown[] }, value) => schema.enum.includes(value) });
kind('integer', { accepts: (schema: AboutNumber, value) => inRange(schema, numberOf(value)), normalize: numberOf });
kind('integerOrPercent', {
  accepts: (schema: AboutNumber, value) => isPercentage(schema, value) || inRange(schema, numberOf(value)),
  normalize: (value) => numberOf(value) ?? value,
});
kind('objectName', { accepts: (schema: AboutText, value) => fits(schema, nameOf(value)), normalize: nameOf });
kind('toggle', {
  accepts: (_schema: never, value) => typeof enabledOf(value) === 'boolean',
  normalize: enabledOf,
});
kind('block', {
  accepts: (schema: { type: string }, value) => (schema.type === 'array' ? Array.isArray(value) : isMap(value)),
});

/** Nearly all integers of the Kubernetes API have 32 bits. */
export const INT32 = 2 ** 31 - 1;

/** From 1 % where 0 is not allowed either: a budget of 0 % blocks every drain. */
const isPercentage = ({ minimum = 0 }: AboutNumber, value: unknown): boolean =>
  typeof value === 'string' && /^(0|[1-9]\d?|100)%$/.test(value) && (minimum <= 0 || value !== '0%');

function inRange({ minimum, maximum = INT32 }: AboutNumber, value: number | undefined): boolean {
  if (value === undefined || !Number.isSafeInteger(value)) return false;
  return value >= (minimum ?? -INT32) && value <= maximum;
}

/** Kubernetes writes references as `{name: x}`; users often write just `x`. */
function nameOf(value: unknown): string | undefined {
  return textOf(isMap(value) && Object.keys(value).length === 1 ? value.name : value);
}

function enabledOf(value: unknown): unknown {
  return isMap(value) && Object.keys(value).length === 1 ? value.enabled : value;
}

/**
 * A string. Numbers in values files keep their spelling (`1.10`, `0123`), and booleans become `true` or `false`.
 * With `default: ''`, the empty string is always valid and means "not set".
 */
export function text(about: AboutText): TUnsafe<string> {
  return { [Kind]: 'text', type: ['string', 'number', 'boolean'], ...about } as unknown as TUnsafe<string>;
}

/** An integer, also as a decimal string (`"2"`), because Helm users quote numbers. */
export function integer(about: AboutNumber): TUnsafe<number> {
  return { [Kind]: 'integer', type: ['integer', 'string'], ...about } as unknown as TUnsafe<number>;
}

/** An integer or a percentage (`1`, `25%`). */
export function integerOrPercent(about: About<number | string> & { minimum?: number }): TUnsafe<number | string> {
  return { [Kind]: 'integerOrPercent', type: ['integer', 'string'], ...about } as unknown as TUnsafe<number | string>;
}

/** The name of an object, written as a string or as `{name: string}`. */
export function objectName(about: AboutText): TUnsafe<string> {
  return {
    [Kind]: 'objectName',
    type: ['string', 'object'],
    pattern: DNS_SUBDOMAIN,
    maxLength: 253,
    expected: 'the name of an object',
    ...about,
  } as unknown as TUnsafe<string>;
}

/** `true` or `false`. */
export function boolean(about: About<boolean>): TUnsafe<boolean> {
  return { ...about, [Kind]: 'Boolean', type: 'boolean' } as unknown as TUnsafe<boolean>;
}

/** A switch, written as `true` or, as in other charts, as `{enabled: true}`. */
export function toggle(about: About<boolean>): TUnsafe<boolean> {
  return {
    [Kind]: 'toggle',
    type: ['boolean', 'object'],
    expected: 'true or false',
    ...about,
  } as unknown as TUnsafe<boolean>;
}

/** One of a few fixed values. */
export function choice<const T extends readonly (string | number)[]>(
  values: T,
  about: About<T[number]> & {
    /** Pattern of other values that something else accepts; for editors only. */
    readonly also?: string;
  },
): TUnsafe<T[number]> {
  return { [Kind]: 'choice', enum: [...values], ...about } as unknown as TUnsafe<T[number]>;
}

/** A list. Merging replaces it as a whole. */
export function list<T extends TSchema>(item: T, about: AboutList<Static<T>>): TUnsafe<Static<T>[]> {
  return { ...about, [Kind]: 'Array', type: 'array', items: item } as unknown as TUnsafe<Static<T>[]>;
}

/** A map with free keys. Merging adds keys, and `null` removes them. */
export function map<T extends TSchema>(value: T, about: AboutMap<Static<T>>): TUnsafe<Record<string, Static<T>>> {
  const { keys, expectedKeys, known, ...rest } = about;
  return {
    additionalProperties: false,
    ...(known ? { properties: known } : {}),
    ...(expectedKeys ? { expectedKeys } : {}),
    ...rest,
    [Kind]: 'Record',
    type: 'object',
    patternProperties: { [keys ?? ANY_KEY]: value },
  } as unknown as TUnsafe<Record<string, Static<T>>>;
}

/** TypeBox' pattern for a map whose keys are free. */
const ANY_KEY = '^(.*)$';

type Properties = Readonly<Record<string, TSchema>>;

function requiredOf(properties: Properties): string[] | undefined {
  const required: string[] = [];
  for (const key in properties) if (!isOptionalSchema(properties[key] as TSchema)) required.push(key);
  return required.length > 0 ? required : undefined;
}

/** `start` with the properties of an object's schema. A function is called when they are first read. */
function withShape(start: object, given: Properties | (() => Properties)): object {
  if (typeof given === 'function') return withLate({ ...start, [Kind]: 'Object', type: 'object' }, given);
  const required = requiredOf(given);
  const shape = { ...start, [Kind]: 'Object', type: 'object' };
  return required ? { ...shape, required, properties: given } : { ...shape, properties: given };
}

function withLate(schema: object, build: () => Properties): object {
  const built = () => {
    const properties = build();
    const shape = { required: requiredOf(properties), properties };
    for (const [key, value] of Object.entries(shape)) Object.defineProperty(schema, key, { enumerable: true, value });
    return shape;
  };
  return Object.defineProperties(schema, {
    required: { configurable: true, enumerable: true, get: () => built().required },
    properties: { configurable: true, enumerable: true, get: () => built().properties },
  });
}

/**
 * A map with fixed keys. Any other key is an error. Properties that a function returns are built when they are first read,
 * because most values files set few parts of a chart.
 */
export function object<P extends Record<string, TSchema>>(
  properties: P | (() => P),
  about: AboutObject = {},
): TObject<P> {
  return withShape({ additionalProperties: false, ...about }, properties) as unknown as TObject<P>;
}

const PROPERTIES = ['properties', 'required'];

/** Whether the properties of an object's schema are not built yet. */
export const isLate = (schema: TObject): boolean =>
  Object.getOwnPropertyDescriptor(schema, 'properties')?.get !== undefined;

/**
 * The schema with properties that `change` gives: at once, or when late properties are first read. They have the same names,
 * and the same of them are optional.
 */
export function withProperties(schema: TObject, change: (properties: Properties) => Properties): TObject {
  if (!isLate(schema)) return { ...schema, properties: change(schema.properties) } as TObject;
  const others = Reflect.ownKeys(schema).filter((key) => !PROPERTIES.includes(String(key)));
  const copy = Object.fromEntries(others.map((key) => [key, schema[key as keyof TObject]]));
  return withLate(copy, () => change(schema.properties)) as unknown as TObject;
}

/** A map with known keys, and other keys whose values match `rest`. */
export function openObject<P extends Record<string, TSchema>>(
  properties: P | (() => P),
  rest: TSchema,
  about: AboutObject = {},
): TUnsafe<Static<TObject<P>> & OpenObject> {
  const start = { additionalProperties: rest, ...about };
  return withShape(start, properties) as unknown as TUnsafe<Static<TObject<P>> & OpenObject>;
}

/** The schema of an object's other keys; `undefined` if it has none. */
export function restOf(schema: TObject): TSchema | undefined {
  const rest = schema.additionalProperties;
  return typeof rest === 'object' ? rest : undefined;
}

/** The schema of the items of a list, or of the values of a map with free keys. */
export function itemOf(schema: TSchema): TSchema | undefined {
  if (isArraySchema(schema)) return schema.items;
  return isRecordSchema(schema) ? Object.values(schema.patternProperties)[0] : undefined;
}

/** Any value. */
export function anything(about?: About<unknown>): TUnsafe<unknown> {
  return { ...about, [Kind]: 'Unknown' } as unknown as TUnsafe<unknown>;
}

/** A map with any keys and values. */
export function anyMap(about: About<Record<string, unknown>>): TUnsafe<Record<string, unknown>> {
  return {
    ...about,
    [Kind]: 'Record',
    type: 'object',
    patternProperties: { [ANY_KEY]: anything() },
  } as unknown as TUnsafe<Record<string, unknown>>;
}

/** Allows a value without a default to be absent. */
export function optional<T extends TSchema>(schema: T): TOptional<T> {
  return { ...schema, [OptionalKind]: 'Optional' } as unknown as TOptional<T>;
}

/**
 * A block that is passed to Kubernetes unchanged. `definition` is the name of its type in the Kubernetes API
 * (`Affinity`, `Toleration`). Keys that the type does not have are errors.
 */
export function block<T extends object>(definition: string, about: About<T>): TUnsafe<T> {
  return { [Kind]: 'block', type: 'object', definition, ...about } as unknown as TUnsafe<T>;
}

/** A list of such blocks. */
export function blocks<T extends object>(definition: string, about: About<T[]>): TUnsafe<T[]> {
  return { [Kind]: 'block', type: 'array', definition, ...about } as unknown as TUnsafe<T[]>;
}
