// How to replace each credential of a chart: data for `secrets --rotate` and for the documentation.

import { isArraySchema, isObjectSchema } from '../../values/schema/kinds';
import { itemOf, restOf, type TObject, type TSchema } from '../../values/schema/schema';

/** How to replace one credential. */
export interface Rotation {
  /** Who issues the next value: `Daytona`, `AWS`; absent if `sandbox-charts secrets` generates it. */
  readonly issuer?: string;
  /** The path of the same credential that is rotated instead, if this is a second place for it. */
  readonly sameAs?: string;
  /** Why it must not be replaced, if that would lose data. */
  readonly refused?: string;
  /** The programs that read it. */
  readonly readers: string;
  /** What to do, in order. */
  readonly order: readonly string[];
  /** What fails or restarts until all steps are done; `none` if nothing does. */
  readonly impact: string;
}

/** By path; `[]` is any item of a list, and `.*` any key of a map. */
export type Rotations = Readonly<Record<string, Rotation>>;

/** The paths of all credentials in a schema, as `Rotations` has them. */
export function credentialPaths(schema: TSchema, path = ''): string[] {
  if (schema.secret === true || schema.generate !== undefined) return [path];
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const inner = isObjectSchema(schema)
    ? Object.entries((schema as TObject).properties).flatMap(([key, value]) => credentialPaths(value, below(key)))
    : [];
  const rest = isObjectSchema(schema) ? restOf(schema) : undefined;
  const item = itemOf(schema);
  return [
    ...inner,
    ...(rest ? credentialPaths(rest, below('*')) : []),
    ...(item ? credentialPaths(item, isArraySchema(schema) ? `${path}[]` : below('*')) : []),
  ];
}

/** The key in `Rotations` of a path such as `minio.users[0].secretKey`; `undefined` if it is not a credential. */
export function rotationKey(rotations: Rotations, path: string): string | undefined {
  const candidates = [path.replaceAll(/\[\d+\]/g, '[]'), path.replace(/[^.]+$/, '*')];
  return candidates.find((key) => Object.hasOwn(rotations, key));
}
