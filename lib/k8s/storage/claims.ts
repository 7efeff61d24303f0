// PersistentVolumeClaims: values, storage class and spec.

import type { IStatefulSetSpec } from 'kubernetes-models/apps/v1/StatefulSetSpec';
import type { IPersistentVolumeClaimSpec } from 'kubernetes-models/v1/PersistentVolumeClaimSpec';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { boolean, choice, list, object, objectName, type Static } from '../../values/schema/schema';
import { annotationMap } from '../common';
import type { Release } from '../release';
import { quantity } from '../workload/resources';
import { storageClass } from './storage';
import { storageClassName } from './storage-class-name';

export const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'] as const;

export const existingClaim = () =>
  objectName({
    description: 'Existing PersistentVolumeClaim to use instead of creating one.',
    default: '',
  });

/** The keys of one claim; spread them into `persistence`. */
export const claimValues = (size: string) => ({
  existingClaim: existingClaim(),
  storageClass: storageClassName('StorageClass; defaults to global.storageClass; "-" means none.'),
  accessModes: list(choice(ACCESS_MODES, { description: 'Access mode.' }), {
    description: 'Access modes.',
    minItems: 1,
    expected: 'at least one access mode',
    default: ['ReadWriteOnce'],
  }),
  size: quantity({ description: 'Size of the volume.', default: size, resource: 'storage' }),
  annotations: annotationMap('Annotations of the PersistentVolumeClaim.'),
});

/** `persistence` of a StatefulSet with one volume per pod. */
export const persistenceValues = (size: string) =>
  object(
    {
      enabled: boolean({
        description: 'Whether to store data in a PersistentVolumeClaim. If not, the data is lost when the pod stops.',
        default: true,
      }),
      ...claimValues(size),
    },
    { description: 'Data volume. The size, class and access modes of an existing StatefulSet cannot be changed.' },
  );

export type PersistenceValues = Static<ReturnType<typeof persistenceValues>>;
export type ClaimValues = Omit<PersistenceValues, 'enabled'>;

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

export interface SetVolume {
  /** For the pod. */
  readonly volumes: IVolume[];
  /** For the spec of the StatefulSet. */
  readonly templates: Pick<IStatefulSetSpec, 'volumeClaimTemplates'>;
}

/** The volume of a StatefulSet's pods: a claim per pod, the user's existing claim, or an emptyDir. */
export function setVolume(release: Release, name: string, persistence: PersistenceValues): SetVolume {
  const { enabled, existingClaim: claimName, annotations } = persistence;
  if (!enabled) return { volumes: [{ name, emptyDir: {} }], templates: {} };
  if (claimName) {
    release.external('PersistentVolumeClaim', claimName);
    return { volumes: [{ name, persistentVolumeClaim: { claimName } }], templates: {} };
  }
  const metadata = { name, ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}) };
  return { volumes: [], templates: { volumeClaimTemplates: [{ metadata, spec: claimSpec(release, persistence) }] } };
}
