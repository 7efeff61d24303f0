// Volumes of sandboxes: a program that mounts them in place of mount-s3, and a Job that checks the image of the runner.

import type { Construct } from 'constructs';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Labels } from '../../../lib/k8s/labels';
import { readScript } from '../../../lib/k8s/script';
import { configMap } from '../../../lib/k8s/secret/config';
import { container, env } from '../../../lib/k8s/workload/container';
import { job } from '../../../lib/k8s/workload/job';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { onPool } from '../../runner-manager/nodes/node-pool';
import { HOST_VOLUMES } from '../../runner-manager/nodes/runner-host';
import { COMPONENTS, nodesOf, objectName, type Region } from '../region';
import { runnerImage } from './image';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

const SHIM = { volume: 'volume-mount-shim', key: 'mount-s3', path: '/usr/local/bin/mount-s3' } as const;

/** Names of all volumes that the pods can have. */
export const RUNNER_VOLUMES: readonly string[] = [
  ...HOST_VOLUMES,
  ...['var-lib-daytona', 'sandbox-cpu-state', SHIM.volume],
];

const PROGRAMS = {
  s3: { PROGRAM: 'mount-s3', VERSION: '--version' },
  gcs: { PROGRAM: 'gcsfuse', VERSION: '--version' },
  rclone: { PROGRAM: 'rclone', VERSION: 'version' },
} as const;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The program that the runner calls as mount-s3, for a backend other than S3. */
export function mountProgram({ backend, gcs, rclone }: Region['values']['services']['runner']['volumes']): string {
  const head = [
    '#!/bin/sh',
    `BACKEND=${quoted(backend)}`,
    `CREDENTIALS_FILE=${quoted(gcs.credentialsFile)}`,
    `rclone_mount() { exec rclone mount ${[...rclone.extraArgs.map(quoted), '"$@"'].join(' ')}; }`,
  ];
  return [...head, '', readScript(CHART, 'mount-volume.sh')].join('\n');
}

/** Renders what the DaemonSet needs for volumes besides the mount itself. */
export function volumeShim(
  scope: Construct,
  region: Region,
  labels: Labels,
): { readonly volumes: IVolume[]; readonly mounts: IVolumeMount[] } {
  const { volumes } = region.values.services.runner;
  if (volumes.backend === '' || volumes.backend === 's3') return { volumes: [], mounts: [] };
  const nodes = nodesOf(region);
  const name = objectName(nodes, 'volume-shim');
  configMap(scope, 'volume-shim', nodes, { name, labels, data: { [SHIM.key]: mountProgram(volumes) } });
  return {
    volumes: [{ name: SHIM.volume, configMap: { name, defaultMode: 0o755 } }],
    mounts: [{ name: SHIM.volume, mountPath: SHIM.path, subPath: SHIM.key }],
  };
}

export function volumePreflight(scope: Construct, region: Region): void {
  const { release, values } = region;
  const { volumes, podLabels, podAnnotations } = values.services.runner;
  if (volumes.backend === '' || !volumes.preflight.enabled) return;
  const { podSecurityContext } = volumes.preflight;
  const labels = release.labels(COMPONENTS.volumePreflight);
  const template = podTemplate(release, {
    labels,
    // On the pool, because programs and nodes can have different processors.
    settings: onPool(release, { podLabels, podAnnotations, podSecurityContext }, values.nodePool, values.nodeAgents),
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          ...container(release, 'preflight', { ...volumes.preflight, image: runnerImage(region) }),
          command: ['/bin/sh', '-c', readScript(CHART, 'check-volumes.sh')],
          env: env({ ...PROGRAMS[volumes.backend], HOME: '/tmp' }),
        },
      ],
    },
  });
  const name = objectName(release, COMPONENTS.volumePreflight);
  const spec = { backoffLimit: 0, activeDeadlineSeconds: 300, template };
  job(scope, 'preflight-job', release, { name, labels, spec, stage: 'before-1' });
}
