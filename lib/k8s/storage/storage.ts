// Storage classes of claims.

import type { Release } from '../release';

/** The claim's own class, or `global.storageClass`; "-" means no class; empty means the cluster's default. */
export function storageClass(release: Release, own: string): { storageClassName?: string } {
  const name = own || release.common.global.storageClass;
  if (name === '') return {};
  return { storageClassName: name === '-' ? '' : name };
}
