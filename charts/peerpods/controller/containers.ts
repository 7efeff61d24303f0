// The containers of the controller: the manager, and a proxy that protects its metrics.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Release } from '../../../lib/k8s/release';
import { versionTag } from '../../../lib/k8s/version-tags';
import { env, podField } from '../../../lib/k8s/workload/container';
import { imageReference, parseImage } from '../../../lib/k8s/workload/image';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { resources } from '../../../lib/k8s/workload/resources';
import { sshVolume } from '../adaptor/volumes';
import { image } from '../image';
import type { Platform } from '../platform';
import type { Mounted } from '../providers/catalog';
import type { Values } from '../values';
import { CONTROLLER_IMAGE } from './values';

/** The port on which the proxy serves the metrics. */
export const METRICS = { name: 'https', port: 8443 } as const;

/** The port on which the manager serves them. */
const PLAIN_METRICS = 8080;
const HEALTH = 8081;

type ControllerValues = Values['resourceCtrl'];

/** It logs in to the cloud like the adaptor, so it gets the same credentials. */
export const mounted = ({ secrets, token }: Platform): readonly Mounted[] => [
  ...(secrets.sshKeys ? [sshVolume(secrets.sshKeys)] : []),
  ...(token ? [token] : []),
];

export function manager(platform: Platform): IContainer {
  const { release, values, settings, secrets } = platform;
  const { resourceCtrl } = values;
  const { pullPolicy, repository } = resourceCtrl.image;
  const reserved = resources(resourceCtrl.resources);
  const mounts = mounted(platform);
  return {
    name: 'manager',
    image: image(
      release,
      { ...resourceCtrl.image, name: repository },
      {
        name: CONTROLLER_IMAGE,
        tag: versionTag(release, 'resourceCtrl', 'image', 'tag'),
      },
    ),
    ...(pullPolicy ? { imagePullPolicy: pullPolicy } : {}),
    command: ['/manager'],
    args: [
      `--health-probe-bind-address=:${HEALTH}`,
      `--metrics-bind-address=${resourceCtrl.authProxy.enabled ? '127.0.0.1' : '0.0.0.0'}:${PLAIN_METRICS}`,
      '--leader-elect',
    ],
    env: env({ PEERPODS_NAMESPACE: podField('metadata.namespace') }),
    // The image requests Secrets from the API only by fixed names, but uses its environment, whatever the Secret's name.
    envFrom: [
      ...(secrets.credentials ? [{ secretRef: { name: secrets.credentials } }] : []),
      { configMapRef: { name: settings } },
    ],
    livenessProbe: httpProbe({ path: '/healthz', initialDelaySeconds: 15, periodSeconds: 20 }, HEALTH),
    readinessProbe: httpProbe({ path: '/readyz', initialDelaySeconds: 5, periodSeconds: 10 }, HEALTH),
    ...(reserved ? { resources: reserved } : {}),
    securityContext: resourceCtrl.securityContext,
    ...(mounts.length > 0
      ? { volumeMounts: mounts.map(({ volume, mount }) => ({ name: volume.name, ...mount })) }
      : {}),
  };
}

export function authProxy(release: Release, proxy: ControllerValues['authProxy']): IContainer {
  const reserved = resources(proxy.resources);
  return {
    name: 'kube-rbac-proxy',
    image: imageReference(release, parseImage(proxy.image)),
    args: [
      `--secure-listen-address=0.0.0.0:${METRICS.port}`,
      `--upstream=http://127.0.0.1:${PLAIN_METRICS}/`,
      '--logtostderr=true',
      '--v=0',
    ],
    ports: [{ name: METRICS.name, containerPort: METRICS.port, protocol: 'TCP' }],
    ...(reserved ? { resources: reserved } : {}),
    securityContext: proxy.securityContext,
  };
}
