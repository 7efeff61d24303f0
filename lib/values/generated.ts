// Values that people do not invent: how each is made, and which of a chart's values are such.

import { TypeGuard } from '@sinclair/typebox';
import type { Path } from './path';
import type { TObject } from './schema';

/** How a value is made. Values that belong together name the same `pair`, unique in their chart. */
export type Recipe =
  /** Letters and digits. */
  | { readonly as: 'password'; readonly length?: number }
  /** An ed25519 key in OpenSSH form, as base64 text. */
  | { readonly as: 'ssh-private-key' | 'ssh-public-key'; readonly pair: string }
  /** An RSA key in PKCS #1 form, as PEM. */
  | { readonly as: 'rsa-private-key' }
  /** One line of an htpasswd file, with a bcrypt hash of the password that stands at `password`. */
  | { readonly as: 'htpasswd'; readonly user: string; readonly password: string };

export type Generated = Recipe & {
  /** Path of a switch: without it the value is not needed. */
  readonly when?: string;
  /** Path of the name of a Secret that holds the value where the name is not empty. */
  readonly unless?: string;
};

export interface GeneratedValue {
  readonly path: Path;
  readonly recipe: Generated;
}

/** The values of a chart that can be made, in the order of its schema. */
export function generatedValues(schema: TObject, path: Path = []): GeneratedValue[] {
  return Object.entries(schema.properties).flatMap(([key, property]): GeneratedValue[] => {
    const here = [...path, key];
    if (property.generate !== undefined) return [{ path: here, recipe: property.generate as Generated }];
    return TypeGuard.IsObject(property) ? generatedValues(property, here) : [];
  });
}
