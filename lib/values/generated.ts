// Values that people do not invent: how each is made, and which of a chart's values are such.
// Whether one is needed is not said here: the chart's rules ask for it then, at its path.

import { KindGuard } from '@sinclair/typebox';
import type { Path } from './path';
import type { TObject } from './schema';

/**
 * What stands for a credential that nobody has chosen yet: `password`, letters and digits; `key-16` and `key-32`, as
 * many characters exactly; `fingerprint-key`, 43 of them, made whether or not a rule asks for it; `rsa-key`, a private key as PEM; `htpasswd`, a bcrypt line for the user name and password
 * beside it; an ed25519 key in OpenSSH form, as base64 text, whose two halves name the same `pair`.
 */
export type Generator =
  | 'password'
  | 'key-16'
  | 'key-32'
  | 'fingerprint-key'
  | 'rsa-key'
  | 'htpasswd'
  | { readonly as: 'ssh-private-key' | 'ssh-public-key'; readonly pair: string };

export interface GeneratedValue {
  readonly path: Path;
  readonly generator: Generator;
}

/** The values of a chart that can be made, in the order of its schema. */
export function generatedValues(schema: TObject, path: Path = []): GeneratedValue[] {
  return Object.entries(schema.properties).flatMap(([key, property]): GeneratedValue[] => {
    const here = [...path, key];
    if (property.generate !== undefined) return [{ path: here, generator: property.generate as Generator }];
    return KindGuard.IsObject(property) ? generatedValues(property, here) : [];
  });
}
