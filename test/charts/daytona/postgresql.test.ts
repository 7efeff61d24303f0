// The built-in PostgreSQL, rendered alone.

import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import {
  type DatabaseConnection,
  postgresql,
  postgresqlRules,
  postgresqlValues,
} from '../../../charts/daytona/postgresql';
import { merge } from '../../../lib/values/file/merge';
import { object } from '../../../lib/values/schema/schema';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf } from '../../support/problems';
import { inventory, only, render, yamlOf } from '../../support/render';
import { clients, platformValues, systemOf } from './system';

let connection: DatabaseConnection;
const system = systemOf(object({ postgresql: postgresqlValues(), ...platformValues }), {
  rules: postgresqlRules((v) => v.postgresql),
  build(scope, release, values) {
    connection = postgresql(scope, release, values.postgresql, { clients });
  },
});

const minimal = { postgresql: { auth: { postgresPassword: 'Zx81-admin', password: 'Zx81-client' } } };
const given = (change: object) => merge(minimal, { postgresql: change });
const statefulSet = (change: object, name?: string) =>
  only<IStatefulSet>(render(system, given(change), name ? { name } : {}), 'StatefulSet');

test('renders these manifests', () => {
  expect(yamlOf(render(system, minimal))).toMatchSnapshot();
});

test('objects have the names of the Helm chart, so addresses do not change', () => {
  expect(inventory(render(system, minimal, { name: 'prod' }))).toEqual([
    'ServiceAccount daytona/prod-postgresql',
    'Secret daytona/prod-postgresql',
    'ConfigMap daytona/prod-postgresql-initdb',
    'NetworkPolicy daytona/prod-postgresql',
    'Service daytona/prod-postgresql',
    'Service daytona/prod-postgresql-hl',
    'StatefulSet daytona/prod-postgresql',
  ]);
});

test.each([
  ['my-postgresql', {}, 'my-postgresql'],
  ['daytona', {}, 'daytona-postgresql'],
  ['daytona', { nameOverride: 'db' }, 'daytona-db'],
  ['daytona', { fullnameOverride: 'pg' }, 'pg'],
])('release %s with %j: clients use the name of the Service', (name, change, host) => {
  const rendered = render(system, given(change), { name });
  expect(connection).toMatchObject({ host, port: 5432, user: 'user', database: 'daytona' });
  expect(inventory(rendered)).toContain(`Service daytona/${host}`);
});

test("a long release name is shortened so that a pod label can contain the StatefulSet's name", () => {
  const name = `${'r'.repeat(52)}x`;
  const set = statefulSet({}, name);
  expect((set.metadata?.name ?? '').length).toBeLessThanOrEqual(52);
});

test('the client gets the Secret and key of its password', () => {
  render(system, minimal);
  expect(connection.password.secret.key(connection.password.key)).toEqual({
    secretKeyRef: { name: 'daytona-postgresql', key: 'password' },
  });
});

test('passwords in an existing Secret are read from the configured keys', () => {
  const auth = { existingSecret: 'db', postgresPassword: null, password: null, secretKeys: { userPasswordKey: 'app' } };
  const rendered = render(system, given({ auth }));
  expect(inventory(rendered)).not.toContain('Secret daytona/daytona-postgresql');
  expect(rendered.externals).toMatchObject([
    { kind: 'Secret', name: 'db', namespace: 'daytona', keys: ['app', 'postgres-password'] },
  ]);
  expect(connection.password.key).toBe('app');
});

test('Daytona can connect as the superuser, with a single password', () => {
  const auth = { username: 'postgres', password: null };
  const rendered = render(system, given({ auth }));
  const { data } = only<{ data: Record<string, string> }>(rendered, 'Secret');
  expect(Object.keys(data)).toEqual(['postgres-password']);
  expect(connection).toMatchObject({ user: 'postgres', password: { key: 'postgres-password' } });
});

test('no password is in the environment, only file names', () => {
  const pod = templateOf(render(system, minimal), 'StatefulSet');
  expect(variablesOf(containerOf(pod, 'postgresql'))).toEqual({
    PGDATA: '/var/lib/postgresql/data/pgdata',
    POSTGRES_USER: 'postgres',
    POSTGRES_PASSWORD_FILE: '/run/secrets/postgresql/postgres-password',
    POSTGRES_INITDB_ARGS: '--data-checksums',
    CLIENT_USER: 'user',
    CLIENT_DATABASE: 'daytona',
    CLIENT_PASSWORD_FILE: '/run/secrets/postgresql/password',
  });
});

test('a changed password restarts the pod', () => {
  const checksum = (password: string) =>
    templateOf(render(system, given({ auth: { password } })), 'StatefulSet').metadata?.annotations;
  expect(checksum('one')).not.toEqual(checksum('two'));
});

test("only the clients and the user's own peers reach the port", () => {
  const from = [{ ipBlock: { cidr: '10.0.0.0/8' } }];
  const policy = only<INetworkPolicy>(render(system, given({ primary: { networkPolicy: { from } } })), 'NetworkPolicy');
  expect(policy.spec?.ingress).toEqual([{ from: [...clients, ...from], ports: [{ protocol: 'TCP', port: 5432 }] }]);
});

test('the network policy can be disabled', () => {
  const rendered = render(system, given({ primary: { networkPolicy: { enabled: false } } }));
  expect(inventory(rendered)).not.toContain('NetworkPolicy daytona/daytona-postgresql');
});

test.each([
  ['the class of all claims', { global: { storageClass: 'gp3' } }, 'gp3'],
  [
    'its own',
    { global: { storageClass: 'gp3' }, postgresql: { primary: { persistence: { storageClass: 'io2' } } } },
    'io2',
  ],
  ['none at all', { postgresql: { primary: { persistence: { storageClass: '-' } } } }, ''],
])('storage class: %s', (_name, change, storageClassName) => {
  const [claim] =
    only<IStatefulSet>(render(system, merge(minimal, change)), 'StatefulSet').spec?.volumeClaimTemplates ?? [];
  expect(claim?.spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName,
    volumeMode: 'Filesystem',
    resources: { requests: { storage: '8Gi' } },
  });
});

test.each([
  [{ enabled: false }, { name: 'pgdata', emptyDir: {} }],
  [{ existingClaim: 'mine' }, { name: 'pgdata', persistentVolumeClaim: { claimName: 'mine' } }],
])('with persistence %j, the StatefulSet needs no claim', (persistence, volume) => {
  const { spec } = statefulSet({ primary: { persistence } });
  expect(spec?.volumeClaimTemplates).toBeUndefined();
  expect(spec?.template.spec?.volumes).toContainEqual(volume);
});

test('server settings become arguments', () => {
  const pod = templateOf(render(system, given({ primary: { parameters: { max_connections: 200 } } })), 'StatefulSet');
  expect(containerOf(pod, 'postgresql').args).toEqual(['postgres', '-c', 'max_connections=200']);
});

const MADE = '`sandbox-charts secrets daytona` generates one';
const OR = '; or set postgresql.auth.existingSecret)';
test.each<[string, object, string[]]>([
  [
    'no passwords',
    { auth: { postgresPassword: null, password: null } },
    [
      `postgresql.auth.postgresPassword: is required (${MADE}${OR}`,
      `postgresql.auth.password: is required (${MADE}${OR}`,
    ],
  ],
  [
    'the published password',
    { auth: { password: 'pass' } },
    [`postgresql.auth.password: is the publicly known default (${MADE})`],
  ],
  [
    'passwords and a Secret',
    { auth: { existingSecret: 'db' } },
    ['postgresPassword', 'password'].map(
      (key) => `postgresql.auth.${key}: conflicts with postgresql.auth.existingSecret: set only one of them`,
    ),
  ],
  [
    "Bitnami's image",
    { image: { repository: 'bitnamilegacy/postgresql', tag: '17.6.0-debian-12-r0' } },
    [
      'postgresql.image.repository: bitnamilegacy/postgresql stores its data and settings in other places: use docker.io/library/postgres or a copy of it, and migrate the data with dump and restore',
    ],
  ],
  [
    'replication',
    { architecture: 'replication' },
    [
      'postgresql.architecture: invalid value "replication" (expected standalone (for a replicated database, use externalDatabase))',
    ],
  ],
])('refuses %s', (_name, change, problems) => {
  expect(problemsOf(system, given(change))).toEqual(problems);
});

test('requires nothing while it is disabled', () => {
  expect(problemsOf(system, { postgresql: { enabled: false } })).toEqual([]);
});

test('a numeric password is read as a string', () => {
  const { data } = only<{ data: Record<string, string> }>(
    render(system, given({ auth: { password: 12345 } })),
    'Secret',
  );
  expect(Buffer.from(data.password ?? '', 'base64').toString()).toBe('12345');
});

test("an installed Helm release's volume is not taken over with an empty database next to its data", () => {
  const [claim] = statefulSet({}).spec?.volumeClaimTemplates ?? [];
  expect(claim?.metadata?.name).toBe('pgdata');
});

describe('the exporter', () => {
  const exporterOf = (auth: object) =>
    containerOf(templateOf(render(system, given({ auth, metrics: { enabled: true } })), 'StatefulSet'), 'metrics');

  test.each([
    ["Daytona's user", {}, 'user', 'password'],
    ['the superuser, if that is it', { username: 'postgres', password: '' }, 'postgres', 'postgres-password'],
    ['keys of an existing Secret', { secretKeys: { userPasswordKey: 'client' } }, 'user', 'client'],
  ])('logs in as %s, and sees no other password', (_, auth, user, key) => {
    const exporter = exporterOf(auth);
    expect(exporter).toMatchObject({
      image: 'quay.io/prometheuscommunity/postgres-exporter:v0.20.1',
      ports: [{ name: 'metrics', containerPort: 9187 }],
      securityContext: { runAsUser: 65534, runAsNonRoot: true, readOnlyRootFilesystem: true },
    });
    const file = `/run/secrets/postgresql/${key}`;
    expect(variablesOf(exporter)).toEqual({
      DATA_SOURCE_URI: '127.0.0.1:5432/daytona?sslmode=disable',
      DATA_SOURCE_USER: user,
      DATA_SOURCE_PASS_FILE: file,
    });
    expect(exporter.volumeMounts).toEqual([{ name: 'passwords', mountPath: file, subPath: key, readOnly: true }]);
  });

  test('does not decide whether the server is ready', () => {
    expect(exporterOf({})).not.toHaveProperty('readinessProbe');
  });

  test('the policy opens its port to the clients of the values', () => {
    const from = [{ namespaceSelector: { matchLabels: { team: 'watch' } } }];
    const rendered = render(system, given({ metrics: { enabled: true, from } }));
    expect(only<INetworkPolicy>(rendered, 'NetworkPolicy').spec?.ingress).toEqual([
      { from: clients, ports: [{ protocol: 'TCP', port: 5432 }] },
      { from, ports: [{ protocol: 'TCP', port: 'metrics' }] },
    ]);
  });

  test.each([
    ['a monitor without it', { metrics: { podMonitor: { enabled: true } } }, 'set metrics.enabled to true'],
    ['no server', { enabled: false, metrics: { enabled: true } }, 'requires postgresql.enabled'],
    ["Bitnami's Service", { metrics: { service: { ports: { metrics: 9187 } } } }, 'in no Service'],
  ])('%s is refused', (_, change, message) => {
    expect(problemsOf(system, given(change)).filter((problem) => problem.includes(message))).toHaveLength(1);
  });
});
