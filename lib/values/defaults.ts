// The defaults that a schema states, as a tree of values.

import { type TSchema, TypeGuard } from '@sinclair/typebox';

/** The default of `schema`, filled from the defaults of its keys; `undefined` where it states none. */
export function defaultOf(schema: TSchema): unknown {
  if ('default' in schema) return schema.default;
  if (!TypeGuard.IsObject(schema)) return undefined;
  const defaults: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const value = defaultOf(property);
    if (value !== undefined) defaults[key] = value;
  }
  return Object.keys(defaults).length === 0 && TypeGuard.IsOptional(schema) ? undefined : defaults;
}

/**
 * Gives every key that was removed with `null` the empty value of its type: "", [], {}, false.
 * Numbers have none, so a removed number stays missing.
 */
export function fillEmpty(schema: TSchema, value: unknown): unknown {
  if (value === undefined) {
    if (TypeGuard.IsObject(schema)) return fillEmpty(schema, {});
    if (!('default' in schema)) return undefined;
    if (TypeGuard.IsBoolean(schema)) return false;
    if (TypeGuard.IsArray(schema) || schema.type === 'array') return [];
    if (TypeGuard.IsRecord(schema) || schema.type === 'object') return {};
    return schema.default === '' || (Array.isArray(schema.type) && schema.type.includes('boolean')) ? '' : undefined;
  }
  if (!TypeGuard.IsObject(schema) || typeof value !== 'object' || value === null) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [key, property] of Object.entries(schema.properties)) {
    if (!Object.hasOwn(filled, key) && TypeGuard.IsOptional(property)) continue;
    const child = fillEmpty(property, Object.hasOwn(filled, key) ? filled[key] : undefined);
    if (child !== undefined) filled[key] = child;
  }
  return filled;
}
