// Values of the built-in PostgreSQL, under the keys of the Helm chart's.

import { persistenceValues } from '../../../lib/k8s/claims';
import { dataKey } from '../../../lib/k8s/common';
import { imageValues } from '../../../lib/k8s/image';
import { probeValues } from '../../../lib/k8s/probes';
import { resourceValues } from '../../../lib/k8s/resources';
import { serviceAccountValues } from '../../../lib/k8s/service-account';
import { credential } from '../../../lib/values/credential';
import { boolean, choice, integer, map, object, objectName, type Static, text } from '../../../lib/values/schema';
import { bitnamiGlobalValues, clientPolicyValues, nameValues, podValues } from '../built-in';

/** User and group of the Debian image. */
const POSTGRES_UID = 999;

const NAME = {
  pattern: '^[A-Za-z_][A-Za-z0-9_$-]{0,62}$',
  expected: 'at most 63 letters, digits, "_", "-" or "$", not starting with a digit',
};

const password = (description: string) => credential({ description, generate: 'password' });

const auth = object(
  {
    postgresPassword: password('Password of the superuser postgres.'),
    username: text({ description: 'User that Daytona connects as; it owns the database.', default: 'user', ...NAME }),
    password: password('Password of that user.'),
    database: text({ description: 'Database of Daytona.', default: 'daytona', ...NAME }),
    existingSecret: objectName({ description: 'Secret with both passwords instead.', default: '' }),
    secretKeys: object({
      adminPasswordKey: dataKey({ description: 'Key of postgresPassword.', default: 'postgres-password' }),
      userPasswordKey: dataKey({ description: 'Key of password.', default: 'password' }),
    }),
  },
  {
    description:
      'Read on an empty volume only: to change a password later, change the value and run ALTER ROLE in the database.',
  },
);

const primary = object(
  {
    persistence: persistenceValues('8Gi'),
    parameters: map(text({ description: 'Value of the setting.' }), {
      description: 'Server settings, such as max_connections; changing one restarts the server.',
      default: {},
      keys: '^[a-z][a-z0-9_.]*$',
      expectedKeys: 'the name of a server setting',
    }),
    initdbArgs: text({ description: 'Arguments of initdb, on an empty volume.', default: '--data-checksums' }),
    resources: resourceValues({ requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } }),
    terminationGracePeriodSeconds: integer({
      description: 'Seconds that the server has to write everything out when it stops.',
      default: 120,
      minimum: 0,
    }),
    startupProbe: probeValues({ periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 }),
    livenessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
    networkPolicy: clientPolicyValues('Lets only its clients reach the database.'),
    ...podValues(POSTGRES_UID),
  },
  { description: 'The one server.' },
);

export const postgresqlValues = () =>
  object(
    {
      enabled: boolean({
        description: 'Whether to run PostgreSQL in the cluster; else externalDatabase is used.',
        default: true,
      }),
      ...nameValues(),
      global: bitnamiGlobalValues(),
      image: imageValues({ registry: 'docker.io', repository: 'library/postgres', tag: '17.6-bookworm' }),
      architecture: choice(['standalone'], {
        description: 'One server; there is no replication.',
        default: 'standalone',
        expected: 'standalone: for a replicated database use externalDatabase',
      }),
      auth,
      serviceAccount: serviceAccountValues(),
      primary,
    },
    { description: 'PostgreSQL 17 in the cluster.' },
  );

const shape = postgresqlValues();
export type PostgresqlValues = Static<typeof shape>;
