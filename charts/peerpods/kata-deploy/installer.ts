// The installer container: its environment and its volumes.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { Release } from '../../../lib/k8s/release';
import { versionTag } from '../../../lib/k8s/version-tags';
import { type EnvValue, env, podField } from '../../../lib/k8s/workload/container';
import { imageReference, parseImage } from '../../../lib/k8s/workload/image';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { resources } from '../../../lib/k8s/workload/resources';
import type { Values } from '../values';
import type { NodeAccess } from './node-access';
import { ARCHITECTURES } from './values';

export type KataValues = Values['kata-deploy'];

const HEALTH = 8090;

export function installer(release: Release, values: KataValues, daemonSet: string, access: NodeAccess): IContainer {
  const reserved = resources(values.resources);
  return {
    name: 'kube-kata',
    image: kataImage(release, values),
    ...(values.imagePullPolicy ? { imagePullPolicy: values.imagePullPolicy } : {}),
    command: ['/usr/bin/kata-deploy', 'install'],
    env: env({
      NODE_NAME: podField('spec.nodeName'),
      DAEMONSET_NAME: daemonSet,
      DEBUG: values.debug,
      ...shims(values),
      INSTALLATION_PREFIX: '',
      MULTI_INSTALL_SUFFIX: '',
      EXPERIMENTAL_SETUP_SNAPSHOTTER: values.snapshotter.setup.join(','),
      HEALTH_PORT: HEALTH,
      ...access.env,
    }),
    ports: [{ name: 'health', containerPort: HEALTH, protocol: 'TCP' }],
    startupProbe: probe('/readyz', { initialDelaySeconds: 1, periodSeconds: 10, failureThreshold: 60 }),
    livenessProbe: probe('/healthz', { periodSeconds: 30, failureThreshold: 3 }),
    readinessProbe: probe('/readyz', { periodSeconds: 10, failureThreshold: 3 }),
    ...(reserved ? { resources: reserved } : {}),
    securityContext: { ...access.securityContext, ...values.securityContext },
    volumeMounts: access.mounts,
  };
}

const probe = (path: string, times: IProbe): IProbe => ({
  ...httpProbe({ path }, HEALTH),
  timeoutSeconds: 3,
  ...times,
});

const SHIM = 'remote';

/** Only the remote shim, on the processors that it is built for. Unset variables mean all shims, one of those first. */
function shims({ defaultShim }: KataValues): Record<string, EnvValue> {
  const variables: Record<string, EnvValue> = { SHIMS_AARCH64: '' };
  for (const [processor, name] of Object.entries(ARCHITECTURES)) {
    variables[`SHIMS_${name}`] = SHIM;
    variables[`DEFAULT_SHIM_${name}`] = defaultShim[processor] ?? SHIM;
    variables[`SNAPSHOTTER_HANDLER_MAPPING_${name}`] = `${SHIM}:nydus`;
    variables[`PULL_TYPE_MAPPING_${name}`] = `${SHIM}:guest-pull`;
  }
  return variables;
}

/** A reference may contain a digest; the tag is then irrelevant. */
function kataImage(release: Release, { image }: KataValues): string {
  const name = parseImage(image.reference);
  const tag = name.digest ? '' : image.tag;
  return imageReference(
    release,
    { ...name, tag, digest: image.digest || name.digest },
    versionTag(release, 'kata-deploy', 'image', 'tag'),
  );
}
