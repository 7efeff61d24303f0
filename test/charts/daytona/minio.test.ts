// The built-in MinIO, rendered alone.

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IService } from 'kubernetes-models/v1/Service';
import { minio, minioRules, minioValues, type ObjectStoreConnection } from '../../../charts/daytona/minio';
import type { Rendered } from '../../../lib/render/render';
import { merge } from '../../../lib/values/file/merge';
import { object } from '../../../lib/values/schema/schema';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { inventory, only, render, yamlOf } from '../../support/render';
import { clients, platformValues, systemOf } from './system';

let connection: ObjectStoreConnection;
const system = systemOf(object({ minio: minioValues(), ...platformValues }), {
  rules: minioRules((v) => v.minio),
  build(scope, release, values) {
    connection = minio(scope, release, values.minio, { clients });
  },
});

const minimal = {
  minio: { enabled: true, rootPassword: 'Zx81-root-pw', user: { secretKey: 'Zx81-user-pw' } },
};
const fingerprintKey = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';
const given = (change: object) => merge(minimal, { minio: change });
const distributed = { mode: 'distributed', replicas: 4 };
const jobOf = (rendered: Rendered) => containerOf(templateOf(rendered, 'Job'), 'prepare');

test('renders these manifests', () => {
  expect(yamlOf(render(system, minimal))).toMatchSnapshot();
});

test('renders these manifests when distributed, with TLS', () => {
  const change = { ...distributed, tls: { enabled: true, certSecret: 'minio-tls' }, networkPolicy: { enabled: true } };
  expect(yamlOf(render(system, given(change)))).toMatchSnapshot();
});

test.each([
  ['prod', {}, 'prod-minio'],
  ['my-minio', {}, 'my-minio'],
  ['prod', { nameOverride: 'store' }, 'prod-store'],
  ['prod', { fullnameOverride: 'store' }, 'store'],
])('release %s with %j: object names start as in the Helm chart', (name, change, prefix) => {
  const names = inventory(render(system, given(change), { name })).map((line) =>
    line.replace(/-[0-9a-f]{10}$/, '-HASH'),
  );
  expect(names).toEqual([
    `ServiceAccount daytona/${prefix}`,
    `Secret daytona/${prefix}`,
    `Secret daytona/${prefix}-user`,
    `ConfigMap daytona/${prefix}`,
    `PersistentVolumeClaim daytona/${prefix}`,
    `Service daytona/${prefix}`,
    `Service daytona/${prefix}-console`,
    `Job daytona/${prefix}-post-job-HASH`,
    `Deployment daytona/${prefix}`,
  ]);
  expect(connection.endpoint).toBe(`http://${prefix}:9000`);
});

test('clients get all the settings that the platform needs', () => {
  render(system, given({ service: { port: 80 } }));
  expect(connection).toMatchObject({
    endpoint: 'http://daytona-minio:80',
    stsEndpoint: 'http://daytona-minio:80/minio/v1/assume-role',
    region: 'us-east-1',
    bucket: 'daytona',
    accessKey: { secret: { name: 'daytona-minio-user' }, key: 'accessKey' },
    secretKey: { secret: { name: 'daytona-minio-user' }, key: 'secretKey' },
  });
});

test('a single server never shares its volume with its replacement', () => {
  const { spec } = only<IDeployment>(render(system, minimal), 'Deployment');
  expect(spec?.strategy).toEqual({ type: 'Recreate' });
  expect(spec?.template.spec?.volumes).toContainEqual({
    name: 'export',
    persistentVolumeClaim: { claimName: 'daytona-minio' },
  });
});

test.each([
  [{ enabled: false }, { name: 'export', emptyDir: {} }],
  [{ existingClaim: 'mine' }, { name: 'export', persistentVolumeClaim: { claimName: 'mine' } }],
])('persistence %j creates no claim', (persistence, volume) => {
  const rendered = render(system, given({ persistence }));
  expect(only<IDeployment>(rendered, 'Deployment').spec?.template.spec?.volumes).toContainEqual(volume);
  expect(inventory(rendered)).not.toContain('PersistentVolumeClaim daytona/daytona-minio');
});

test('distributed servers find each other by name, and start together', () => {
  const rendered = render(system, given({ ...distributed, clusterDomain: 'k8s.acme.io' }));
  const { spec } = only<IStatefulSet>(rendered, 'StatefulSet');
  expect(spec).toMatchObject({ replicas: 4, podManagementPolicy: 'Parallel', serviceName: 'daytona-minio-svc' });
  expect(containerOf(templateOf(rendered, 'StatefulSet'), 'minio').args?.slice(0, 2)).toEqual([
    'server',
    'http://daytona-minio-{0...3}.daytona-minio-svc.daytona.svc.k8s.acme.io:9000/data',
  ]);
  expect(only<IService>(rendered, 'Service', 'daytona-minio-svc').spec).toMatchObject({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
  });
  expect(inventory(rendered)).toContain('PodDisruptionBudget daytona/daytona-minio');
});

test('the keys of an existing Secret are the documented ones', () => {
  const change = {
    rootPassword: null,
    existingSecret: 'root',
    user: { secretKey: null, existingSecret: 'app' },
  };
  expect(render(system, given(change)).externals).toMatchObject([
    { kind: 'Secret', name: 'root', keys: ['rootUser', 'rootPassword'] },
    { kind: 'Secret', name: 'app', keys: ['accessKey', 'secretKey'] },
  ]);
});

test('no credential is outside the Secrets', () => {
  const others = render(system, minimal).objects.filter(({ kind }) => kind !== 'Secret');
  expect(JSON.stringify(others)).not.toMatch(/Zx81/);
});

test('with TLS, every address, probe and client of MinIO uses it', () => {
  const rendered = render(system, given({ tls: { enabled: true, certSecret: 'minio-tls', publicCrt: 'tls.crt' } }));
  expect(connection.stsEndpoint).toBe('https://daytona-minio:9000/minio/v1/assume-role');
  const server = containerOf(templateOf(rendered, 'Deployment'), 'minio');
  expect(server.readinessProbe?.httpGet?.scheme).toBe('HTTPS');
  expect(variablesOf(jobOf(rendered)).ENDPOINT).toBe('https://daytona-minio:9000');
  const { MC_CONFIG_DIR: settings } = variablesOf(jobOf(rendered));
  expect(jobOf(rendered).volumeMounts).toContainEqual({
    name: 'trust',
    mountPath: `${settings}/certs/CAs`,
    readOnly: true,
  });
  // Folders above a mount belong to root, and mc writes its settings next to the certificates.
  expect(jobOf(rendered).volumeMounts).toContainEqual({ name: 'tmp', mountPath: settings });
  expect(rendered.externals).toMatchObject([{ kind: 'Secret', name: 'minio-tls', keys: ['tls.crt', 'private.key'] }]);
});

test('with a fingerprintKey, a changed password creates a new Job, which sets it in MinIO', () => {
  const nameOf = (secretKey: string) =>
    render(system, { ...given({ user: { secretKey } }), fingerprintKey }).objects.find(({ kind }) => kind === 'Job')
      ?.metadata.name;
  expect(nameOf('Zx81-user-one')).not.toBe(nameOf('Zx81-user-two'));
});

test('the user can use its buckets and administer nothing', () => {
  const change = { buckets: [{ name: 'objects' }], user: { bucketPrefixes: ['volume-'] } };
  const { data } = only<IConfigMap>(render(system, given(change)), 'ConfigMap');
  expect(JSON.parse(data?.['daytona.json'] ?? '').Statement).toEqual([
    { Effect: 'Allow', Action: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'], Resource: ['arn:aws:s3:::*'] },
    {
      Effect: 'Allow',
      Action: ['s3:*'],
      Resource: ['arn:aws:s3:::objects', 'arn:aws:s3:::objects/*', 'arn:aws:s3:::volume-*', 'arn:aws:s3:::volume-*/*'],
    },
  ]);
});

const additionalUsers = {
  users: [
    { accessKey: 'backup', secretKey: 'Zx81-backup', policy: 'backup' },
    { accessKey: 'viewer', existingSecret: 'viewer', existingSecretKey: 'key', policy: 'readonly' },
  ],
  policies: [
    {
      name: 'backup',
      statements: [
        {
          actions: ['s3:GetObject'],
          resources: ['arn:aws:s3:::daytona/*'],
          conditions: [
            { StringLike: '"aws:Referer": "https://a.example/*"', IpAddress: '"aws:SourceIp":"10.0.0.0/8"' },
            { StringLike: '"aws:UserAgent": "x"' },
          ],
        },
        { effect: 'Deny', actions: ['s3:DeleteObject'] },
      ],
    },
  ],
};

test('additional users reach the Job by name, their keys as files, their policies as S3 documents', () => {
  const rendered = render(system, given(additionalUsers));
  const template = templateOf(rendered, 'Job');
  expect(variablesOf(jobOf(rendered))).toMatchObject({
    POLICIES: 'backup',
    USERS: 'secretKey-0 backup backup\nsecretKey-1 viewer readonly',
    USER_KEYS: '/run/minio-users',
  });
  expect(jobOf(rendered).volumeMounts).toContainEqual({
    name: 'user-keys',
    mountPath: '/run/minio-users',
    readOnly: true,
  });
  expect(template.spec.volumes).toContainEqual({
    name: 'user-keys',
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: 'daytona-minio-users', items: [{ key: 'secretKey-0', path: 'secretKey-0' }] } },
        { secret: { name: 'viewer', items: [{ key: 'key', path: 'secretKey-1' }] } },
      ],
    },
  });
  expect(rendered.externals).toMatchObject([{ kind: 'Secret', name: 'viewer', keys: ['key'] }]);
  expect(JSON.stringify(rendered.objects.filter(({ kind }) => kind !== 'Secret'))).not.toMatch(/Zx81/);
  expect(JSON.parse(only<IConfigMap>(rendered, 'ConfigMap').data?.['backup.json'] ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::daytona/*'],
        Condition: {
          StringLike: { 'aws:Referer': 'https://a.example/*', 'aws:UserAgent': 'x' },
          IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        },
      },
      { Effect: 'Deny', Action: ['s3:DeleteObject'] },
    ],
  });
});

test('with a fingerprintKey, a changed key of one of them creates a new Job', () => {
  const users = (secretKey: string) => ({ users: [{ accessKey: 'backup', secretKey, policy: 'readonly' }] });
  const nameOf = (secretKey: string) =>
    render(system, { ...given(users(secretKey)), fingerprintKey }).objects.find(({ kind }) => kind === 'Job')?.metadata
      .name;
  expect(nameOf('Zx81-user-one')).not.toBe(nameOf('Zx81-user-two'));
});

test('the Job has the placement of the servers', () => {
  const spec = templateOf(render(system, given({ nodeSelector: { disk: 'ssd' } })), 'Job').spec;
  expect(spec.nodeSelector).toEqual({ disk: 'ssd' });
});

test("the network policy admits clients, the other servers, the Job and the user's own peers", () => {
  const from = [{ ipBlock: { cidr: '10.0.0.0/8' } }];
  const policy = only<INetworkPolicy>(
    render(system, given({ ...distributed, networkPolicy: { enabled: true, from } })),
    'NetworkPolicy',
  );
  expect(policy.spec?.ingress?.[0]?.from).toEqual([
    { podSelector: { matchLabels: { app: 'minio', release: 'daytona' } } },
    { podSelector: { matchLabels: { app: 'minio-job', release: 'daytona' } } },
    ...clients,
    ...from,
  ]);
});

const MADE = '`sandbox-charts secrets daytona` generates one';

test('without its own user, Daytona uses the administrator account', () => {
  const values = given({ user: { secretKey: null } });
  expect(inventory(render(system, values))).not.toContain('Secret daytona/daytona-minio-user');
  expect(connection).toMatchObject({
    accessKey: { secret: { name: 'daytona-minio' }, key: 'rootUser' },
    secretKey: { secret: { name: 'daytona-minio' }, key: 'rootPassword' },
  });
  expect(warningsOf(system, values)).toEqual([
    `minio.user.secretKey: is not set: Daytona uses the administrator account (${MADE})`,
  ]);
});

test.each<[string, object, string[]]>([
  [
    'no credentials',
    { rootPassword: null, user: { secretKey: null } },
    [`minio.rootPassword: is required (${MADE}; or set minio.existingSecret)`],
  ],
  [
    'published passwords',
    { rootPassword: 'minioadmin', user: { secretKey: 'console123' } },
    [
      `minio.rootPassword: is the publicly known default (${MADE})`,
      `minio.user.secretKey: is the publicly known default (${MADE})`,
    ],
  ],
  [
    'a short password',
    { rootPassword: 'short' },
    ['minio.rootPassword: invalid value (expected one line of at least 8 characters)'],
  ],
  [
    'several servers on one volume',
    { replicas: 2 },
    ['minio.replicas: must be 1 in standalone mode: the volume belongs to a single server'],
  ],
  [
    'too few distributed servers',
    { mode: 'distributed', replicas: 3 },
    ['minio.replicas: must be at least 4 in distributed mode'],
  ],
  [
    'one claim for several servers',
    { ...distributed, persistence: { existingClaim: 'mine' } },
    ['minio.persistence.existingClaim: works with one server only: use it in standalone mode'],
  ],
  [
    'TLS without a certificate',
    { tls: { enabled: true } },
    ['minio.tls.certSecret: is required with tls (the Secret with the certificate)'],
  ],
  [
    'a bucket twice, and none at all',
    { buckets: [{ name: 'one' }, { name: 'one' }] },
    ['minio.buckets[1].name: duplicate name one'],
  ],
  [
    'no bucket',
    { buckets: [] },
    ['minio.buckets: must list at least one bucket: Daytona stores its objects in the first one'],
  ],
  [
    'locking without versions',
    { buckets: [{ name: 'one', objectlocking: true }] },
    ['minio.buckets[0].versioning: must be true with objectlocking'],
  ],
  [
    'users that contradict others, or lack required keys',
    {
      users: [
        { accessKey: 'minioadmin', secretKey: 'console123', policy: 'readonly' },
        { accessKey: 'daytona', policy: 'none' },
        { accessKey: 'one', secretKey: 'Zx81-user-one', existingSecret: 'one', policy: 'readwrite' },
        { accessKey: 'one', secretKey: 'Zx81-user-one', policy: 'readwrite' },
      ],
    },
    [
      'minio.users[0].accessKey: duplicate user minioadmin',
      'minio.users[0].secretKey: is the publicly known default',
      'minio.users[1].accessKey: duplicate user daytona',
      'minio.users[1].secretKey: is required (or set existingSecret)',
      'minio.users[1].policy: unknown policy none (expected one of consoleAdmin, diagnostics, readonly, readwrite, writeonly)',
      'minio.users[2].secretKey: conflicts with existingSecret: set only one of them',
      'minio.users[3].accessKey: duplicate user one',
    ],
  ],
  [
    'policies with a duplicate name, or without statements',
    { policies: [{ name: 'daytona', statements: [{ actions: ['s3:*'] }] }, { name: 'empty' }] },
    [
      'minio.policies[0].name: duplicate policy daytona',
      'minio.policies[1].statements: must have at least one statement, each with actions',
    ],
  ],
  [
    'access keys that mc would parse as options',
    { user: { accessKey: '--json' } },
    [
      'minio.user.accessKey: invalid value "--json" (expected at least 3 characters, without spaces, "=" or ",", not starting with "-")',
    ],
  ],
  [
    'the administrator as user',
    { user: { accessKey: 'minioadmin' } },
    ['minio.user.accessKey: must differ from the name of the administrator'],
  ],
])('refuses %s', (_name, change, problems) => {
  expect(problemsOf(system, given(change))).toEqual(problems);
});

test('requires nothing while it is disabled', () => {
  expect(problemsOf(system, { minio: { enabled: false } })).toEqual([]);
});
