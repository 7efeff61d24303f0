// What the pods of the API and of its migrations have in common.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { ContainerSettings } from '../../../lib/k8s/workload/container';
import { COMPONENTS } from '../connections/addresses';
import { trust } from '../connections/trust';
import { RUN, TMP } from '../connections/waiting';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';
import { asUser, ROOT, runsAsRoot } from '../pods/security';
import { apiEnv, type Variables } from './env';

/** For the Deployment: the Job that creates the schema that its pods need. */
export const VERSION_ANNOTATION = 'sandbox-charts/migrated-by';

export interface ApiPod {
  readonly account: string;
  readonly container: ContainerSettings;
  /** Whether its containers run as root, the image's default. */
  readonly root: boolean;
  readonly env: Variables;
  readonly extraEnv: readonly IEnvVar[];
  /** The user's are added after them. */
  readonly volumes: readonly IVolume[];
  readonly volumeMounts: readonly IVolumeMount[];
}

export function apiPod(platform: Platform, account: string): ApiPod {
  const { release, values, credentials } = platform;
  const { api } = values.services;
  const authorities = trust(release, values);
  const root = runsAsRoot(release, api, ROOT);
  return {
    account,
    root,
    container: {
      image: ownImage(api.image),
      resources: api.resources,
      securityContext: asUser(release, api, ROOT),
    },
    // Other users have no home directory for the caches of yarn and npx.
    env: { ...apiEnv(platform), ...authorities.node, ...(root ? {} : { HOME: TMP.mountPath }) },
    extraEnv: credentials.extraEnv(COMPONENTS.api),
    volumes: [{ name: TMP.name, emptyDir: {} }, { name: RUN.name, emptyDir: {} }, ...authorities.volumes],
    volumeMounts: [TMP, RUN, ...authorities.mounts],
  };
}
