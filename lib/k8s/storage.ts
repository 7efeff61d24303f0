// Claims for storage: their values, their class, their spec.

import type { IPersistentVolumeClaimSpec } from 'kubernetes-models/v1/PersistentVolumeClaimSpec';
import { choice, list, object, objectName, type Static, text } from '../values/schema';
import { annotationMap } from './common';
import type { Release } from './release';
import { quantity } from './resources';

export const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'] as const;

export const storageClassValue = () =>
  text({ description: 'StorageClass; empty takes global.storageClass, "-" asks for none at all.', default: '' });

export const existingClaim = () =>
  objectName({
    description: 'PersistentVolumeClaim that the user keeps, in place of one of the release.',
    default: '',
  });

/** The keys of one claim; spread them into `persistence`. */
export const claimValues = (size: string) => ({
  existingClaim: existingClaim(),
  storageClass: storageClassValue(),
  accessModes: list(choice(ACCESS_MODES, { description: 'Access mode.' }), {
    description: 'Access modes.',
    default: ['ReadWriteOnce'],
  }),
  size: quantity({ description: 'Size of the volume.', default: size }),
  annotations: annotationMap('Annotations of the claim.'),
});

const shape = object(claimValues('1Gi'));
export type ClaimValues = Static<typeof shape>;

/** The claim's own class, else `global.storageClass`; "-" asks for none; empty leaves it to the cluster. */
export function storageClass(release: Release, own: string): { storageClassName?: string } {
  const name = own || release.common.global.storageClass;
  if (name === '') return {};
  return { storageClassName: name === '-' ? '' : name };
}

export function claimSpec(
  release: Release,
  { storageClass: own, accessModes, size }: Pick<ClaimValues, 'storageClass' | 'accessModes' | 'size'>,
): IPersistentVolumeClaimSpec {
  return {
    accessModes: [...accessModes],
    ...storageClass(release, own),
    resources: { requests: { storage: size } },
  };
}
