// Init containers that wait for something in the cluster. Only they get a token of the pod's ServiceAccount.

import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Release } from '../../../lib/k8s/release';
import { readScript } from '../../../lib/k8s/script';
import { container, type EnvValue, env, podField, withKubectlImage } from '../../../lib/k8s/workload/container';
import type { Platform } from '../platform';

export const TOKEN_VOLUME = 'api-access';
/** Shared by the containers of the pod. */
export const TMP: IVolumeMount = { name: 'tmp', mountPath: '/tmp' };
export const RUN: IVolumeMount = { name: 'var-run', mountPath: '/var/run' };

const ROOT_CERTIFICATE = 'kube-root-ca.crt';

/** The contents of every pod's token volume. */
export function tokenVolume(release: Release): IVolume {
  release.generated('ConfigMap', ROOT_CERTIFICATE, ['ca.crt']);
  return {
    name: TOKEN_VOLUME,
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        { configMap: { name: ROOT_CERTIFICATE, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}

export interface WaitOptions {
  /** Name of the container. */
  readonly name: string;
  /** In the folder `scripts`. */
  readonly script: string;
  readonly env: Readonly<Record<string, EnvValue>>;
}

/** Seconds to wait; after that, the pod is restarted. */
export const PATIENCE_SECONDS = 1800;

/** The pod must have `tokenVolume` and `TMP`. */
export function waiting({ release, values }: Platform, { name, script, env: own }: WaitOptions): IContainer {
  return {
    ...container(release, name, withKubectlImage(release, values.tools)),
    command: ['/bin/sh', '-c', readScript(`${__dirname}/..`, script)],
    env: env({ NAMESPACE: podField('metadata.namespace'), ...own, HOME: TMP.mountPath }),
    volumeMounts: [
      { name: TOKEN_VOLUME, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
      TMP,
    ],
  };
}

/** Permissions of the scripts. */
export const waitRules = (jobs: readonly string[], deployment: string): IPolicyRule[] => [
  { apiGroups: ['batch'], resources: ['jobs'], resourceNames: [...jobs], verbs: ['get'] },
  { apiGroups: ['apps'], resources: ['deployments'], resourceNames: [deployment], verbs: ['get', 'list', 'watch'] },
];
