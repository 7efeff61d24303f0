// Storage classes of claims.

import { DNS_SUBDOMAIN } from '../names/naming';
import { text } from '../values/schema';
import type { Release } from './release';

/** The name of a StorageClass, or "-" for none. */
export const storageClassName = (description: string) =>
  text({
    description,
    default: '',
    pattern: `^-$|${DNS_SUBDOMAIN}`,
    maxLength: 253,
    expected: 'the name of a StorageClass, or "-" for none',
  });

/** The claim's own class, else `global.storageClass`; "-" asks for none; empty leaves it to the cluster. */
export function storageClass(release: Release, own: string): { storageClassName?: string } {
  const name = own || release.common.global.storageClass;
  if (name === '') return {};
  return { storageClassName: name === '-' ? '' : name };
}
