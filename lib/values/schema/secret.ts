// Which values must never be shown.

import type { TObject } from '@sinclair/typebox';
import type { Path } from '../path';
import { isObjectSchema } from './kinds';
import { itemOf, restOf, type TSchema } from './schema';

/** Whether the value at `path` is a secret, is part of one, or is where one is expected. */
export function isSecretAt(schema: TSchema, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return holdsSecret(schema);
  if (schema.secret === true) return true;
  const child = isObjectSchema(schema) ? propertyOf(schema, String(step)) : itemOf(schema);
  return child !== undefined && isSecretAt(child, rest);
}

const propertyOf = (schema: TObject, step: string): TSchema | undefined =>
  Object.hasOwn(schema.properties, step) ? schema.properties[step] : restOf(schema);

function holdsSecret(schema: TSchema): boolean {
  if (schema.secret === true) return true;
  if (isObjectSchema(schema)) return Object.values(schema.properties).some(holdsSecret);
  const item = itemOf(schema);
  return item !== undefined && holdsSecret(item);
}

/** The keys of all secrets in the schema. */
export function secretKeys(schema: TSchema): string[] {
  const keys = new Set<string>();
  const visit = (part: TSchema): void => {
    if (isObjectSchema(part)) {
      for (const [key, property] of Object.entries(part.properties)) {
        if (property.secret === true || itemOf(property)?.secret === true) keys.add(key);
        visit(property);
      }
    }
    for (const inner of [itemOf(part), isObjectSchema(part) ? restOf(part) : undefined]) if (inner) visit(inner);
  };
  visit(schema);
  return [...keys];
}
