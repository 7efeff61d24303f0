// Harbor's database and Redis in the cluster.

import type { Construct } from 'constructs';
import type { Release } from '../../../../lib/k8s/release';
import { container, env } from '../../../../lib/k8s/workload/container';
import { type ProbeTiming, tcpProbe } from '../../../../lib/k8s/workload/probes';
import { sourceOf } from '../../connections/built-in';
import { labelsOf, names, PORTS } from '../components/components';
import { statefulSet } from '../components/stateful-set';
import { subPathOf } from '../components/workload';
import type { HarborContext } from '../context';
import type { DatabaseAccess, Harbor } from '../harbor';
import { store } from '../secrets';
import type { HarborValues } from '../values/values';

/** How core reaches its database; creates the Secret with the password. */
export function databaseAccess(
  scope: Construct,
  release: Release,
  values: HarborValues,
  prefix: string,
  context: HarborContext,
): DatabaseAccess {
  const { type, internal, external } = values.database;
  const labels = labelsOf(release, values, 'database');
  const { database: name } = names(prefix);
  if (type === 'internal') {
    const { password } = store(scope, 'database-secret', release, {
      name,
      labels,
      entries: {
        password: {
          key: 'POSTGRES_PASSWORD',
          text: internal.password,
          existing: { name: internal.existingSecret, key: 'POSTGRES_PASSWORD' },
        },
      },
    });
    const own = { host: name, port: PORTS.database, user: 'postgres', database: 'registry' };
    return { ...own, sslmode: 'disable', password: sourceOf(password) };
  }
  const database = external.coreDatabase;
  if (!external.host && context.database) return { ...context.database, database };
  const { password } = store(scope, 'database-secret', release, {
    name,
    labels,
    entries: {
      password: {
        key: 'password',
        text: external.password,
        existing: { name: external.existingSecret, key: 'password' },
      },
    },
  });
  const { host, port, username: user, sslmode } = external;
  return { host, port: Number(port), user, database, sslmode, password: sourceOf(password) };
}

const DATABASE = '/var/lib/postgresql/data';

export function database(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix } = harbor;
  const { internal, podLabels, podAnnotations } = values.database;
  const claim = values.persistence.persistentVolumeClaim.database;
  const labels = labelsOf(release, values, 'database');
  const data = { name: 'database-data', mountPath: DATABASE, ...subPathOf(claim) };
  const healthy = (timing: ProbeTiming) => ({ exec: { command: ['/docker-healthcheck.sh'] }, ...timing });
  const variables = { PGDATA: `${DATABASE}/pgdata` };
  statefulSet(scope, 'database', harbor, {
    name: names(prefix).database,
    labels,
    replicas: 1,
    port: { name: 'tcp-database', number: PORTS.database },
    claim,
    volume: data.name,
    component: { ...internal, podLabels, podAnnotations },
    trusts: false,
    initContainers: [
      ...internal.extrInitContainers,
      {
        ...container(release, 'data-permissions-ensurer', {
          image: internal.image,
          resources: internal.initContainer.permissions.resources,
        }),
        // Volumes can be made accessible to this group. PostgreSQL does not start if the group can read its data.
        command: ['/bin/sh', '-c', 'if [ -d "$PGDATA" ]; then chmod 700 "$PGDATA"; fi'],
        env: env(variables),
        volumeMounts: [data],
      },
    ],
    containers: [
      {
        ...container(release, 'database', internal),
        env: env({ ...variables, POSTGRES_PASSWORD: harbor.database.password }),
        ports: [{ name: 'tcp-database', containerPort: PORTS.database, protocol: 'TCP' }],
        livenessProbe: healthy(internal.livenessProbe),
        readinessProbe: healthy(internal.readinessProbe),
        volumeMounts: [data, { name: 'shm-volume', mountPath: '/dev/shm' }],
      },
    ],
    volumes: [{ name: 'shm-volume', emptyDir: { medium: 'Memory', sizeLimit: internal.shmSizeLimit } }],
  });
}

export function redis(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix } = harbor;
  const { internal, podLabels, podAnnotations } = values.redis;
  const claim = values.persistence.persistentVolumeClaim.redis;
  const port = { name: 'tcp-redis', number: PORTS.redis };
  statefulSet(scope, 'redis', harbor, {
    name: names(prefix).redis,
    labels: labelsOf(release, values, 'redis'),
    replicas: 1,
    port,
    claim,
    volume: 'data',
    component: { ...internal, podLabels, podAnnotations },
    trusts: false,
    initContainers: internal.initContainers,
    containers: [
      {
        ...container(release, 'redis', internal),
        ports: [{ name: port.name, containerPort: port.number, protocol: 'TCP' }],
        livenessProbe: tcpProbe(internal.livenessProbe, port.number),
        readinessProbe: tcpProbe(internal.readinessProbe, port.number),
        volumeMounts: [{ name: 'data', mountPath: '/var/lib/redis', ...subPathOf(claim) }],
      },
    ],
    volumes: [],
  });
}
