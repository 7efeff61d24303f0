// Storage classes of claims.

import type { Release } from './release';

/** The claim's own class, else `global.storageClass`; "-" asks for none; empty leaves it to the cluster. */
export function storageClass(release: Release, own: string): { storageClassName?: string } {
  const name = own || release.common.global.storageClass;
  if (name === '') return {};
  return { storageClassName: name === '-' ? '' : name };
}
