// A Redis server with its volume: the master, or replicas.

import { posix } from 'node:path';
import type { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { Labels } from '../../../lib/k8s/labels';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { readScript } from '../../../lib/k8s/script';
import { setVolume } from '../../../lib/k8s/storage/claims';
import { container, env } from '../../../lib/k8s/workload/container';
import { type PodTemplate, podTemplate } from '../../../lib/k8s/workload/pod';
import type { ProbeTiming } from '../../../lib/k8s/workload/probes';
import { sourceOf } from '../connections/built-in';
import { exporters } from '../connections/exporter';
import { AUTH_FILE, METRICS, PORT_NAME, type Server } from './server';

export interface Part {
  readonly role: string;
  readonly labels: Labels;
  readonly name: string;
  readonly replicas: number;
  /** Its configuration file. */
  readonly config: string;
}

/** The volume has the same name as Bitnami's: their chart stores the same files at the same path. */
const VOLUME = 'redis-data';

export function statefulSet(scope: Construct, server: Server, part: Part): void {
  const { release, values, name } = server;
  const { volumes, templates } = setVolume(release, VOLUME, values.persistence);
  new ApiObject(scope, `${part.role}-stateful-set`, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: release.metadata(part.name, part.labels),
    spec: {
      replicas: part.replicas,
      serviceName: `${name}-headless`,
      selector: { matchLabels: { ...part.labels.selector } },
      template: pod(server, part, volumes),
      ...templates,
    },
  } satisfies IStatefulSet);
  release.place('StatefulSet', part.name, 'before-1');
}

function pod(server: Server, { labels, config }: Part, data: IVolume[]): PodTemplate {
  const { release, values, configuration, password } = server;
  const port = values.containerPorts.redis;
  // While it loads a large file, the server responds, but not with PONG.
  const answers = (timing: ProbeTiming): IProbe => ({
    exec: { command: ['sh', '-c', `[ "$(redis-cli -p ${port} ping)" = PONG ]`] },
    ...timing,
  });
  return podTemplate(release, {
    labels,
    settings: values,
    spec: {
      serviceAccountName: server.account,
      terminationGracePeriodSeconds: 30,
      containers: [
        {
          ...container(release, 'redis', values),
          command: ['sh', '-c', readScript(__dirname, 'start-redis.sh')],
          env: env({
            CONFIG: `/etc/redis/${config}`,
            AUTH_FILE,
            REDISCLI_AUTH: sourceOf(password),
          }),
          ports: [{ name: PORT_NAME, containerPort: port, protocol: 'TCP' }],
          startupProbe: answers(values.startupProbe),
          livenessProbe: answers(values.livenessProbe),
          readinessProbe: answers(values.readinessProbe),
          volumeMounts: [
            { name: VOLUME, mountPath: '/data' },
            { name: 'configuration', mountPath: '/etc/redis', readOnly: true },
            { name: 'run', mountPath: posix.dirname(AUTH_FILE) },
          ],
        },
        ...exporters(release, {
          values: values.metrics,
          port: METRICS,
          env: {
            REDIS_ADDR: `redis://127.0.0.1:${port}`,
            // A password file of this exporter is JSON, with the passwords of many servers.
            REDIS_PASSWORD: sourceOf(password),
            // It would send the password to any server that a request names.
            REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT: true,
          },
        }),
      ],
      volumes: [
        ...data,
        { name: 'configuration', configMap: { name: configuration } },
        { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
      ],
    },
  });
}
