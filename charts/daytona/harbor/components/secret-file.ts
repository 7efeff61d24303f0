// Files for containers, each from one key of a Secret.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { SecretKey } from '../../connections/built-in';

/** A volume with one file; none for a credential that is not set. */
export function secretFile(name: string, credential: SecretKey | undefined, path: string): IVolume[] {
  if (!credential) return [];
  const { secret, key } = credential;
  return [{ name, secret: { secretName: secret.name, defaultMode: 0o440, items: [{ key, path }] } }];
}
