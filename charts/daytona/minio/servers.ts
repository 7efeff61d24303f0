// The servers of the built-in MinIO: one Deployment with its claim, as in the Helm chart, or a StatefulSet.

import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { claimSpec, setVolume } from '../../../lib/k8s/storage/claims';
import { container, env } from '../../../lib/k8s/workload/container';
import { type PodTemplate, podTemplate } from '../../../lib/k8s/workload/pod';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { partsOf } from '../connections/url';
import { PORTS, type Storage } from './storage';

const VOLUME = 'export';
const DATA = '/data';
const CERTIFICATES = '/run/minio/certs';

export const headless = (name: string): string => `${name}-svc`;

export function servers(scope: Construct, storage: Storage): void {
  const { release, values, name } = storage;
  const isDistributed = values.mode === 'distributed';
  if (isDistributed) statefulSet(scope, storage);
  else deployment(scope, storage);
  release.place(isDistributed ? 'StatefulSet' : 'Deployment', name, 'before-1');
}

function deployment(scope: Construct, storage: Storage): void {
  const { release, values, labels, name } = storage;
  const { persistence } = values;
  if (persistence.enabled && !persistence.existingClaim) {
    new ApiObject(scope, 'claim', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: release.metadata(name, labels, persistence.annotations),
      spec: claimSpec(release, persistence),
    } satisfies IPersistentVolumeClaim);
  }
  const { volumes } = setVolume(release, VOLUME, persistence);
  const own: IVolume = { name: VOLUME, persistentVolumeClaim: { claimName: name } };
  new ApiObject(scope, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: release.metadata(name, labels),
    spec: {
      replicas: 1,
      // Two servers on one volume would destroy it.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { ...labels.selector } },
      template: pod(storage, [DATA], volumes.length > 0 ? volumes : [own]),
    },
  } satisfies IDeployment);
}

function statefulSet(scope: Construct, storage: Storage): void {
  const { release, values, labels, name, endpoint } = storage;
  const { volumes, templates } = setVolume(release, VOLUME, values.persistence);
  const domain = `${headless(name)}.${release.namespace}.svc.${values.clusterDomain}`;
  const drives = `${partsOf(endpoint).protocol}//${name}-{0...${values.replicas - 1}}.${domain}:${PORTS.api}${DATA}`;
  new ApiObject(scope, 'stateful-set', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: release.metadata(name, labels),
    spec: {
      replicas: values.replicas,
      // None of them becomes ready alone.
      podManagementPolicy: 'Parallel',
      serviceName: headless(name),
      selector: { matchLabels: { ...labels.selector } },
      template: pod(storage, [drives], volumes),
      ...templates,
    },
  } satisfies IStatefulSet);
}

function pod(storage: Storage, drives: readonly string[], data: IVolume[]): PodTemplate {
  const { release, values, labels, root } = storage;
  const scheme = values.tls.enabled ? 'HTTPS' : undefined;
  return podTemplate(release, {
    labels,
    settings: values,
    spec: {
      serviceAccountName: storage.account,
      terminationGracePeriodSeconds: 30,
      containers: [
        {
          ...container(release, 'minio', values),
          args: [
            'server',
            ...drives,
            `--address=:${PORTS.api}`,
            `--console-address=:${PORTS.console}`,
            `--certs-dir=${CERTIFICATES}`,
          ],
          env: env({
            MINIO_ROOT_USER: root.key('rootUser'),
            MINIO_ROOT_PASSWORD: root.key('rootPassword'),
            MINIO_SITE_REGION: values.region,
            MINIO_BROWSER: values.console ? 'on' : 'off',
            // Otherwise, it asks the vendor for newer versions.
            MINIO_UPDATE: 'off',
          }),
          ports: [
            { name: 'http', containerPort: PORTS.api, protocol: 'TCP' },
            { name: 'http-console', containerPort: PORTS.console, protocol: 'TCP' },
          ],
          startupProbe: httpProbe(values.startupProbe, PORTS.api, scheme),
          livenessProbe: httpProbe(values.livenessProbe, PORTS.api, scheme),
          readinessProbe: httpProbe(values.readinessProbe, PORTS.api, scheme),
          volumeMounts: [
            { name: VOLUME, mountPath: DATA },
            { name: 'certificates', mountPath: CERTIFICATES, readOnly: values.tls.enabled },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [...data, certificates(storage), { name: 'tmp', emptyDir: {} }],
    },
  });
}

function certificates({ release, values }: Storage): IVolume {
  const { enabled, certSecret, publicCrt, privateKey } = values.tls;
  if (!enabled) return { name: 'certificates', emptyDir: {} };
  release.external('Secret', certSecret, [publicCrt, privateKey]);
  return {
    name: 'certificates',
    secret: {
      secretName: certSecret,
      defaultMode: 0o440,
      items: [
        { key: publicCrt, path: 'public.crt' },
        { key: privateKey, path: 'private.key' },
        // The servers trust each other's certificates.
        { key: publicCrt, path: 'CAs/public.crt' },
      ],
    },
  };
}
