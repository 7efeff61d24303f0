// The pod of the built-in PostgreSQL.

import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { container, env } from '../../../lib/k8s/workload/container';
import { type PodTemplate, podTemplate } from '../../../lib/k8s/workload/pod';
import type { ProbeTiming } from '../../../lib/k8s/workload/probes';
import { type Exporter, exporters } from '../connections/exporter';
import { type Database, PORT, SUPERUSER, VOLUME } from './database';

const DATA = '/var/lib/postgresql/data';
const PASSWORDS = '/run/secrets/postgresql';
/** Port of the exporter. */
const METRICS = 9187;

export function databasePod(database: Database, data: IVolume[]): PodTemplate {
  const { release, values, labels, scripts } = database;
  const { auth, primary, image } = values;
  const { adminPasswordKey, userPasswordKey } = auth.secretKeys;
  const ownUser = auth.username !== SUPERUSER;
  // Over TCP: the server of the first start, which is only for the scripts, listens only on the socket.
  const ready = (timing: ProbeTiming): IProbe => ({
    exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', auth.username, '-d', auth.database] },
    ...timing,
  });
  return podTemplate(release, {
    labels,
    settings: primary,
    spec: {
      serviceAccountName: database.account,
      terminationGracePeriodSeconds: primary.terminationGracePeriodSeconds,
      containers: [
        {
          ...container(release, 'postgresql', { ...primary, image }),
          args: [
            'postgres',
            ...Object.entries(primary.parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
          ],
          env: env({
            // A subdirectory: the root of some volumes contains lost+found, and initdb requires an empty directory.
            PGDATA: `${DATA}/pgdata`,
            POSTGRES_USER: SUPERUSER,
            POSTGRES_PASSWORD_FILE: `${PASSWORDS}/${adminPasswordKey}`,
            POSTGRES_INITDB_ARGS: primary.initdbArgs || undefined,
            CLIENT_USER: auth.username,
            CLIENT_DATABASE: auth.database,
            CLIENT_PASSWORD_FILE: `${PASSWORDS}/${ownUser ? userPasswordKey : adminPasswordKey}`,
          }),
          ports: [{ name: 'tcp-postgresql', containerPort: PORT, protocol: 'TCP' }],
          startupProbe: ready(primary.startupProbe),
          livenessProbe: ready(primary.livenessProbe),
          readinessProbe: ready(primary.readinessProbe),
          volumeMounts: [
            { name: VOLUME, mountPath: DATA },
            { name: 'passwords', mountPath: PASSWORDS, readOnly: true },
            { name: 'initdb', mountPath: '/docker-entrypoint-initdb.d', readOnly: true },
            { name: 'run', mountPath: '/var/run/postgresql' },
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'shared-memory', mountPath: '/dev/shm' },
          ],
        },
        ...exporters(release, exporter(database)),
      ],
      volumes: [
        ...data,
        {
          name: 'passwords',
          secret: {
            secretName: database.secret.name,
            defaultMode: 0o440,
            items: (ownUser ? [adminPasswordKey, userPasswordKey] : [adminPasswordKey]).map((key) => ({
              key,
              path: key,
            })),
          },
        },
        { name: 'initdb', configMap: { name: scripts, defaultMode: 0o555 } },
        { name: 'run', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
        { name: 'shared-memory', emptyDir: { medium: 'Memory' } },
      ],
    },
  });
}

/** It logs in as Daytona's user, and sees only the password of that one. */
function exporter({ values: { auth, metrics } }: Database): Exporter {
  const { adminPasswordKey, userPasswordKey } = auth.secretKeys;
  const key = auth.username === SUPERUSER ? adminPasswordKey : userPasswordKey;
  const file = `${PASSWORDS}/${key}`;
  return {
    values: metrics,
    port: METRICS,
    env: {
      DATA_SOURCE_URI: `127.0.0.1:${PORT}/${auth.database}?sslmode=disable`,
      DATA_SOURCE_USER: auth.username,
      DATA_SOURCE_PASS_FILE: file,
    },
    volumeMounts: [{ name: 'passwords', mountPath: file, subPath: key, readOnly: true }],
  };
}
