// The values that the built-in Harbor refuses, with the exact messages.

import { merge } from '../../../lib/values/file/merge';
import { problemsOf, warningsOf } from '../../support/problems';
import { given, HTPASSWD, system } from './harbor-system';

const MADE = '`sandbox-charts secrets daytona` generates one';
const problems = (change: object, shared = false) => problemsOf(system, merge(given(change), { shared }));

test('all required values are reported at once, with the command that generates them', () => {
  expect(problemsOf(system, {})).toEqual(
    (
      [
        ['harborAdminPassword', 'existingSecretAdminPassword'],
        ['secretKey', 'existingSecretSecretKey'],
        ['core.secret', 'core.existingSecret'],
        ['core.xsrfKey', 'core.existingXsrfSecret'],
        ['core.tokenKey', 'core.secretName'],
        ['jobservice.secret', 'jobservice.existingSecret'],
        ['registry.secret', 'registry.existingSecret'],
        ['registry.credentials.password', 'registry.credentials.existingSecret'],
        ['registry.credentials.htpasswdString', 'registry.credentials.existingSecret'],
        ['database.internal.password', 'database.internal.existingSecret'],
      ] as const
    ).map(([path, existing]) => `harbor.${path}: is required (${MADE}; or set harbor.${existing})`),
  );
});

test('requires nothing while it is disabled', () => {
  expect(problemsOf(system, { harbor: { enabled: false } })).toEqual([]);
});

test('accepts the example values of other storage types', () => {
  const shown = {
    s3: { region: 'us-west-1', bucket: 'bucketname' },
    azure: { accountname: 'accountname', accountkey: 'base64encodedaccountkey', container: 'containername' },
    gcs: { bucket: 'bucketname', encodedkey: 'base64-encoded-json-key-file' },
  };
  expect(problems({ persistence: { imageChartStorage: shown } })).toEqual([]);
});

const bucket = { region: 'eu-west-1', bucket: 'images' };
const keys = { accesskey: 'AKIA', secretkey: 'Zx81' };

test.each<[string, object, string[]]>([
  [
    'published defaults',
    {
      harborAdminPassword: 'Harbor12345',
      secretKey: 'not-a-secure-key',
      registry: { credentials: { password: 'harbor_registry_password' } },
      database: { internal: { password: 'changeit' } },
    },
    ['harborAdminPassword', 'secretKey', 'registry.credentials.password', 'database.internal.password'].map(
      (path) => `harbor.${path}: is the publicly known default (${MADE})`,
    ),
  ],
  [
    'a key of the wrong length',
    { secretKey: 'short' },
    ['harbor.secretKey: invalid value (expected 16 printable characters)'],
  ],
  [
    'a key in another form',
    { core: { tokenKey: '-----BEGIN PRIVATE KEY-----\nx' } },
    ['harbor.core.tokenKey: invalid value (expected an RSA private key as PEM (PKCS #1: BEGIN RSA PRIVATE KEY))'],
  ],
  [
    'a hash that is not bcrypt',
    { registry: { credentials: { htpasswdString: 'user:{SHA}x' } } },
    ['harbor.registry.credentials.htpasswdString: invalid value (expected user:hash with a bcrypt hash)'],
  ],
  [
    "another user's hash",
    { registry: { credentials: { username: 'other', htpasswdString: HTPASSWD } } },
    ['harbor.registry.credentials.htpasswdString: must be an entry for the user other'],
  ],
  [
    'S3 without its keys',
    { imageChartStorage: { type: 's3', s3: bucket } },
    ['accesskey', 'secretkey'].map(
      (key) =>
        `harbor.imageChartStorage.s3.${key}: is required with type s3: Harbor cannot use the role of a node or ServiceAccount (or set harbor.imageChartStorage.s3.existingSecret with REGISTRY_STORAGE_S3_ACCESSKEY and REGISTRY_STORAGE_S3_SECRETKEY)`,
    ),
  ],
  [
    'S3 without a bucket, under the long path',
    { persistence: { imageChartStorage: { type: 's3', s3: { ...keys, region: 'eu-west-1' } } } },
    ['harbor.persistence.imageChartStorage.s3.bucket: is required with type s3'],
  ],
  [
    'a placeholder for a bucket',
    { imageChartStorage: { type: 's3', s3: { ...keys, region: 'us-west-1', bucket: 'bucketname' } } },
    ['harbor.imageChartStorage.s3.bucket: bucketname is a placeholder'],
  ],
  [
    'keys and a Secret',
    { imageChartStorage: { type: 's3', s3: { ...bucket, ...keys, existingSecret: 'mine' } } },
    ['harbor.imageChartStorage.s3.existingSecret: conflicts with accesskey and secretkey: set one or the other'],
  ],
  [
    'two different buckets',
    {
      imageChartStorage: { type: 's3', s3: { ...bucket, ...keys } },
      persistence: { imageChartStorage: { s3: { bucket: 'other' } } },
    },
    [
      'harbor.imageChartStorage.s3.bucket: conflicts with harbor.persistence.imageChartStorage.s3.bucket: set only one of them',
    ],
  ],
  [
    'the seed spelled otherwise',
    { imageChartStorage: { s3: { ...bucket, accessKey: 'x', secretkey: 'y' } } },
    ['harbor.imageChartStorage.s3.accessKey: unknown key (did you mean accesskey?)'],
  ],
  [
    'Azure and Google without keys',
    { imageChartStorage: { type: 'gcs', gcs: { bucket: 'images' } } },
    ['harbor.imageChartStorage.gcs.encodedkey: is required with type gcs, or existingSecret or useWorkloadIdentity'],
  ],
  [
    'keys that the documents show',
    {
      imageChartStorage: {
        type: 'azure',
        azure: { accountname: 'labs', container: 'images', accountkey: 'base64encodedaccountkey' },
      },
    },
    ['harbor.imageChartStorage.azure.accountkey: is a placeholder'],
  ],
  [
    'a key file that is not encoded',
    { imageChartStorage: { type: 'gcs', gcs: { bucket: 'images', encodedkey: 'base64-encoded-json-key-file' } } },
    ['harbor.imageChartStorage.gcs.encodedkey: is not valid base64'],
  ],
  [
    'images outside the volume',
    { imageChartStorage: { filesystem: { rootdirectory: '/tmp' } } },
    ['harbor.imageChartStorage.filesystem.rootdirectory: must be /storage or below, where the volume is mounted'],
  ],
  [
    'several registries on one volume',
    { registry: { replicas: 2 } },
    ['harbor.registry.replicas: must be 1: more pods require a bucket, or a volume with accessMode ReadWriteMany'],
  ],
  [
    'several jobservices on one volume',
    { jobservice: { replicas: 2 } },
    ['harbor.jobservice.replicas: must be 1: more pods require a volume with accessMode ReadWriteMany'],
  ],
  [
    'an external database that is not set',
    { database: { type: 'external', internal: { password: null } } },
    [
      'harbor.database.external.host: is required with type external, unless postgresql.enabled is false and externalDatabase is used',
    ],
  ],
  [
    'a database outside without a password',
    { database: { type: 'external', internal: { password: null }, external: { host: 'db' } } },
    ['harbor.database.external.password: is required with a host (or set harbor.database.external.existingSecret)'],
  ],
  [
    'an external Redis that is not set',
    { redis: { type: 'external' } },
    [
      'harbor.redis.external.addr: is required with type external, unless redis.enabled is false and externalRedis is used',
    ],
  ],
  [
    'two hosts',
    { externalURL: 'https://a.acme.io', expose: { ingress: { hosts: { core: 'b.acme.io' } } } },
    ['harbor.externalURL: must have the same host as expose.ingress.hosts.core (b.acme.io): clients get tokens there'],
  ],
  ...['https://10.0.0.9', 'https://9', 'http://a.b.0:7'].map((externalURL): [string, object, string[]] => [
    `${externalURL}, an address where a name has to be`,
    { externalURL },
    ['harbor.externalURL: must have a host name: an Ingress does not support IP addresses'],
  ]),
  [
    'a path in the URL',
    { externalURL: 'https://a.acme.io/harbor' },
    [
      'harbor.externalURL: invalid value "https://a.acme.io/harbor" (expected http:// or https:// followed by a host, without a path)',
    ],
  ],
])('refuses %s', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test("Daytona's own database of a shared Redis is refused", () => {
  expect(problems({ redis: { type: 'external' } }, true)).toEqual([
    'harbor.redis.external.coreDatabaseIndex: must not be 0 with externalRedis: Daytona stores its own data there',
  ]);
});

test('a password without a host is refused', () => {
  const database = { type: 'external', internal: { password: null }, external: { password: 'Zx81' } };
  expect(problems({ database }, true)).toEqual([
    'harbor.database.external.host: is required with a password: without a host, externalDatabase is used instead',
  ]);
});

test('warns about a Redis user, and about an address that does not match TLS', () => {
  const change = {
    externalURL: 'http://harbor.acme.io',
    redis: { type: 'external', external: { addr: 'redis:6379', username: 'harbor', password: 'Zx81' } },
  };
  expect(warningsOf(system, given(change))).toEqual([
    'harbor.redis.external.username: is not used by the registry, which logs in with the password only: the user default must accept that password',
    'harbor.externalURL: does not match expose.tls.enabled (true)',
  ]);
});

test.each([
  { redis: { type: 'internal', external: { username: 'harbor' } } },
  { redis: { type: 'external', external: { addr: 'redis:6379', password: 'Zx81' } } },
  { enabled: false, redis: { type: 'external', external: { addr: 'redis:6379', username: 'harbor' } } },
])('does not warn about a Redis user that the registry does not need: %j', (change) => {
  expect(warningsOf(system, given(change)).filter((line) => line.includes('username'))).toEqual([]);
});
