// What users add to a container beside what its chart gives it.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { blocks } from '../values/schema';

/** `extraEnv`, `extraVolumes` and `extraVolumeMounts` of a component; spread them into it. */
export const extraValues = {
  extraEnv: blocks<IEnvVar>('EnvVar', {
    description: "Environment variables of one's own; one of a name that the chart sets replaces it.",
    default: [],
  }),
  extraVolumes: blocks<IVolume>('Volume', { description: 'Volumes added to the pods.', default: [] }),
  extraVolumeMounts: blocks<IVolumeMount>('VolumeMount', {
    description: 'Where the container mounts them.',
    default: [],
  }),
};
