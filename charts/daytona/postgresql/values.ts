// Values of the built-in PostgreSQL, with the Helm chart's keys.

import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { dataKey } from '../../../lib/k8s/common';
import { persistenceValues } from '../../../lib/k8s/storage/claims';
import { imageValues } from '../../../lib/k8s/workload/image';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { credential } from '../../../lib/values/schema/credential';
import {
  boolean,
  choice,
  integer,
  map,
  object,
  objectName,
  type Static,
  text,
} from '../../../lib/values/schema/schema';
import { bitnamiGlobalValues, clientPolicyValues, nameValues, podValues } from '../connections/built-in';
import { exporterValues } from '../connections/exporter';
import { backupValues } from './backup/values';
import { droppedOfAuth, droppedOfPrimary, droppedOfServer } from './dropped';

/** User and group of the Debian image. */
const POSTGRES_UID = 999;

/** User and group of the exporter's image: nobody. */
const EXPORTER_UID = 65534;

const NAME = {
  pattern: '^[A-Za-z_][A-Za-z0-9_$-]{0,62}$',
  expected: 'at most 63 letters, digits, "_", "-" or "$", not starting with a digit',
};

const password = (description: string) => credential({ description, generate: 'password' });

const auth = object(
  () => ({
    postgresPassword: password('Password of the superuser postgres.'),
    username: text({ description: 'User that Daytona connects as; owns the database.', default: 'user', ...NAME }),
    password: password('Password of that user.'),
    database: text({ description: "Name of Daytona's database.", default: 'daytona', ...NAME }),
    existingSecret: objectName({
      description: 'Existing Secret with both passwords, instead of the values.',
      default: '',
    }),
    secretKeys: object(
      {
        adminPasswordKey: dataKey({
          description: 'Key of postgresPassword in that Secret.',
          default: 'postgres-password',
        }),
        userPasswordKey: dataKey({ description: 'Key of password in that Secret.', default: 'password' }),
      },
      { dropped: droppedOfAuth },
    ),
  }),
  {
    dropped: droppedOfAuth,
    description:
      'Credentials. They only take effect on an empty volume: to change a password later, change the value and run ALTER ROLE in the database.',
  },
);

const primary = object(
  () => ({
    persistence: persistenceValues('8Gi'),
    parameters: map(text({ description: 'Value of the setting.' }), {
      description: 'Server settings, such as max_connections. Changes restart the server.',
      default: {},
      keys: '^[a-z][a-z0-9_.]*$',
      expectedKeys: 'the name of a server setting',
    }),
    initdbArgs: text({
      description: 'Arguments for initdb; only used on an empty volume.',
      default: '--data-checksums',
    }),
    resources: resourceValues({ requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } }),
    terminationGracePeriodSeconds: integer({
      description: 'Grace period for shutdown, in seconds.',
      default: 120,
      minimum: 0,
    }),
    startupProbe: probeValues({ periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 }),
    livenessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
    networkPolicy: clientPolicyValues('Allows traffic to the database from its clients only.'),
    ...podValues(POSTGRES_UID),
  }),
  { description: 'The database server.', dropped: droppedOfPrimary },
);

export const postgresqlValues = () =>
  object(
    () => ({
      enabled: boolean({
        description: 'Whether to run PostgreSQL in the cluster. If not, externalDatabase is used.',
        default: true,
      }),
      ...nameValues(),
      global: bitnamiGlobalValues(),
      image: imageValues({ registry: 'docker.io', repository: 'library/postgres' }),
      architecture: choice(['standalone'], {
        description: 'Only standalone: there is no replication.',
        default: 'standalone',
        expected: 'standalone (for a replicated database, use externalDatabase)',
      }),
      auth,
      serviceAccount: serviceAccountValues(),
      primary,
      metrics: exporterValues(
        { registry: 'quay.io', repository: 'prometheuscommunity/postgres-exporter' },
        EXPORTER_UID,
      ),
      backup: backupValues(POSTGRES_UID),
    }),
    { description: 'PostgreSQL 17 in the cluster.', dropped: droppedOfServer },
  );

export type PostgresqlValues = Static<ReturnType<typeof postgresqlValues>>;
