// Which values must never be shown.

import { KindGuard } from '@sinclair/typebox';
import type { Path } from './path';
import { itemOf, restOf, type TSchema } from './schema';

/** True when the value at `path` is a secret, is part of one, or stands where one is expected. */
export function isSecretAt(schema: TSchema, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return holdsSecret(schema);
  if (schema.secret === true) return true;
  const child = KindGuard.IsObject(schema) ? (schema.properties[step] ?? restOf(schema)) : itemOf(schema);
  return child !== undefined && isSecretAt(child, rest);
}

function holdsSecret(schema: TSchema): boolean {
  if (schema.secret === true) return true;
  if (KindGuard.IsObject(schema)) return Object.values(schema.properties).some(holdsSecret);
  const item = itemOf(schema);
  return item !== undefined && holdsSecret(item);
}
