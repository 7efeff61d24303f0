// Values that the components of Harbor have in common.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { annotationMap } from '../../../../lib/k8s/common';
import { existingClaim } from '../../../../lib/k8s/storage/claims';
import { storageClassName } from '../../../../lib/k8s/storage/storage-class-name';
import { imageValues } from '../../../../lib/k8s/workload/image';
import { httpProbeValues, probeValues } from '../../../../lib/k8s/workload/probes';
import { quantity, type Resources, resourceValues } from '../../../../lib/k8s/workload/resources';
import {
  blocks,
  boolean,
  choice,
  integer,
  object,
  objectName,
  type Static,
  type TObject,
  text,
} from '../../../../lib/values/schema/schema';
import { podValues } from '../../connections/built-in';

/** User and group of most components, and of database and Redis. */
export const HARBOR_UID = 10000;
export const DATABASE_UID = 999;

export const harborImage = (name: string) => imageValues({ registry: 'docker.io', repository: `goharbor/${name}` });

/** Seconds before the liveness probe can restart a component that is still starting. */
const STARTUP_SECONDS = 300;

export const httpProbes = (path: string, { ready = 1 } = {}) => ({
  livenessProbe: httpProbeValues({ path, initialDelaySeconds: STARTUP_SECONDS, periodSeconds: 10 }),
  readinessProbe: httpProbeValues({ path, initialDelaySeconds: ready, periodSeconds: 10 }),
});

export const plainProbes = (timeoutSeconds = 1) => ({
  livenessProbe: probeValues({ initialDelaySeconds: STARTUP_SECONDS, periodSeconds: 10, timeoutSeconds }),
  readinessProbe: probeValues({ initialDelaySeconds: 1, periodSeconds: 10, timeoutSeconds }),
});

export const extraContainers = (description: string) => blocks<IContainer>('Container', { description, default: [] });

/** The pod of one component, without its probes. */
export const componentValues = (user: number, amounts: Resources) => ({
  resources: resourceValues(amounts),
  serviceAccountName: objectName({
    description: 'Existing ServiceAccount; by default one is created.',
    default: '',
  }),
  automountServiceAccountToken: boolean({
    description: 'Whether to mount a ServiceAccount token. Harbor does not need one.',
    default: false,
  }),
  extraEnvVars: blocks<IEnvVar>('EnvVar', {
    description: 'Additional environment variables; they override built-in ones of the same name.',
    default: [],
  }),
  // The images write the CA certificates that they trust to their own root file system.
  ...podValues(user, { readOnlyRoot: false }),
});

export const replicas = (description = 'Number of pods.') => integer({ description, minimum: 1, default: 1 });

export type ComponentValues = Static<
  TObject<{ image: ReturnType<typeof harborImage> } & ReturnType<typeof componentValues>>
>;

/** A claim, with the Helm chart's keys. */
export const harborClaim = (size: string) =>
  object(() => ({
    existingClaim: existingClaim(),
    storageClass: storageClassName('StorageClass; defaults to global.storageClass; "-" means none.'),
    subPath: text({ description: 'Subdirectory of the volume to use.', default: '' }),
    accessMode: choice(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'], {
      description: 'Access mode.',
      default: 'ReadWriteOnce',
    }),
    size: quantity({ description: 'Size of the volume.', default: size, resource: 'storage' }),
    annotations: annotationMap('Annotations of the PersistentVolumeClaim.'),
  }));

export type HarborClaim = Static<ReturnType<typeof harborClaim>>;
