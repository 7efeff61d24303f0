// What the platform says about servers that it does not bring along, and about addresses.

import { allWarnings, problems, warnings } from './given';

const api = (env: object) => ({ services: { api: { env } } });
const proxy = (values: object) => ({ services: { proxy: values } });
const dex = (values: object) => ({ dex: values });
const user = { email: 'eve@acme.io', username: 'eve', userID: '8', password: `$2y$10$${'a'.repeat(53)}` };
const withUsers = (...staticPasswords: object[]) => dex({ config: { staticPasswords } });
const REGISTRY = ['TRANSIENT', 'INTERNAL'].flatMap((which) =>
  ['URL', 'ADMIN', 'PASSWORD'].map((what) => `${which}_REGISTRY_${what}`),
);
const OIDC = {
  OIDC_CLIENT_ID: 'daytona',
  OIDC_ISSUER_BASE_URL: 'https://id.acme.io',
  PUBLIC_OIDC_DOMAIN: 'https://id.acme.io',
  OIDC_AUDIENCE: 'daytona',
};
const bucket = { bucket: 'images', region: 'eu-west-1', accesskey: 'AKIA', secretkey: 'Zx81' };
const external = { host: 'db.acme.io', password: 'Zx81-external' };

test('values with all credentials are accepted', () => {
  expect(problems({})).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'a database that is nowhere',
    { postgresql: { enabled: false } },
    [
      'externalDatabase.host: is required without postgresql.enabled',
      'externalDatabase.password: is required without postgresql.enabled (or set externalDatabase.existingSecret)',
    ],
  ],
  ['a database elsewhere', { postgresql: { enabled: false }, externalDatabase: external }, []],
  [
    'a published password of a database elsewhere',
    { postgresql: { enabled: false }, externalDatabase: { ...external, password: 'pass' } },
    ['externalDatabase.password: is the publicly known default'],
  ],
  [
    'two passwords of the database',
    { postgresql: { enabled: false }, externalDatabase: { ...external, existingSecret: 'db' } },
    ['externalDatabase.password: conflicts with externalDatabase.existingSecret: set only one of them'],
  ],
  ['a Redis that is nowhere', { redis: { enabled: false } }, ['externalRedis.host: is required without redis.enabled']],
  [
    'two passwords of Redis',
    { redis: { enabled: false }, externalRedis: { host: 'redis.acme.io', password: 'Zx81-r', existingSecret: 'r' } },
    ['externalRedis.password: conflicts with externalRedis.existingSecret: set only one of them'],
  ],
  [
    'an identity provider that is nowhere',
    dex({ enabled: false }),
    [
      'services.api.env.OIDC_ISSUER_BASE_URL: is required without dex.enabled: the API contacts the identity provider on startup',
    ],
  ],
  [
    'an identity provider elsewhere',
    { ...dex({ enabled: false }), ...api({ OIDC_ISSUER_BASE_URL: 'https://id.acme.io' }) },
    [],
  ],
  [
    'no users',
    dex({ config: { staticPasswords: null } }),
    [
      'dex.config.staticPasswords: is required with dex.enabled (the users who may log in, each with email, username, userID and as password a hash from `htpasswd -nBC 12 USER`)',
    ],
  ],
  [
    'a user without a password',
    withUsers({ ...user, password: '' }),
    [
      'dex.config.staticPasswords[0].password: is required (a hash from `htpasswd -nBC 12 USER`; or set credentials.existingSecret)',
    ],
  ],
  [
    'the published password of the documentation',
    withUsers({ ...user, password: '$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W' }),
    ['dex.config.staticPasswords[0].password: is the publicly known default'],
  ],
  [
    'users that are the same',
    withUsers(user, { ...user, username: 'eva' }),
    ['dex.config.staticPasswords[1].email: duplicate eve@acme.io', 'dex.config.staticPasswords[1].userID: duplicate 8'],
  ],
  [
    'an Ingress for another host than the domain of sandboxes',
    proxy({ env: { PROXY_DOMAIN: 'box.acme.io:8443' }, ingress: { hostname: 'proxy.acme.io' } }),
    [
      'services.proxy.ingress.hostname: conflicts with services.proxy.env.PROXY_DOMAIN (box.acme.io): the Ingress would not serve the sandboxes',
    ],
  ],
  [
    'an Ingress for the domain of sandboxes',
    proxy({ env: { PROXY_DOMAIN: 'box.acme.io:8443' }, ingress: { hostname: 'box.acme.io' } }),
    [],
  ],
  [
    "images in a MinIO that isn't there",
    { harbor: { persistence: { imageChartStorage: { type: 's3', s3: { ...bucket, minio: true } } } } },
    ['harbor.persistence.imageChartStorage.s3.minio: requires minio.enabled'],
  ],
  [
    'images in a bucket that MinIO does not have, at two servers',
    {
      minio: { enabled: true, buckets: [{ name: 'others' }] },
      harbor: {
        imageChartStorage: { type: 's3', s3: { ...bucket, minio: true, regionendpoint: 'https://s3.acme.io' } },
      },
    },
    [
      'harbor.imageChartStorage.s3.regionendpoint: conflicts with minio: set only one of them',
      'harbor.imageChartStorage.s3.bucket: images is not in minio.buckets',
    ],
  ],
])('%s', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  [
    'http behind an Ingress with TLS',
    proxy({ env: { PROXY_PROTOCOL: 'http' } }),
    ['services.proxy.env.PROXY_PROTOCOL: is http, but the Ingress has TLS: logins through the proxy would fail'],
  ],
  ['nobody who can log in', withUsers(), ['dex.config.staticPasswords: is empty: nobody can log in']],
  [
    'an issuer on another host than Dex',
    dex({ config: { issuer: 'https://login.acme.io/dex' } }),
    ['dex.config.issuer: is on a different host than Dex (dex.daytona.example.com)'],
  ],
  [
    'a Dex that browsers cannot reach',
    dex({ ingress: { enabled: false } }),
    [
      'dex.config.issuer: is not set, and Dex has neither an Ingress nor an HTTPRoute: browsers can reach it only at http://localhost:5556/dex, through a port-forward',
    ],
  ],
  [
    'snapshots without a registry',
    { harbor: { enabled: false } },
    ['services.api.env.INTERNAL_REGISTRY_URL: is not set, and harbor.enabled is false: snapshots cannot be built'],
  ],
  [
    'snapshots in a registry elsewhere',
    { harbor: { enabled: false }, ...api({ INTERNAL_REGISTRY_URL: 'https://r.acme.io' }) },
    [],
  ],
])('a warning about %s', (_name, change, expected) => {
  expect(warnings(change)).toEqual(expected);
});

test('the example domain is for a first look only', () => {
  const example = 'baseDomain: daytona.example.com is an example: use your own domain';
  expect(allWarnings({})).toContain(example);
  expect(allWarnings({ baseDomain: 'acme.io' })).not.toContainEqual(expect.stringContaining('baseDomain'));
});

test.each<[string, object, string[]]>([
  [
    'postgresql',
    { externalDatabase: { host: 'db.acme.io' }, ...api({ DB_HOST: 'db.acme.io' }) },
    ['externalDatabase.host', 'services.api.env.DB_HOST'],
  ],
  [
    'redis',
    { externalRedis: { host: 'r.acme.io' }, ...api({ REDIS_HOST: 'r.acme.io' }) },
    ['externalRedis.host', 'services.api.env.REDIS_HOST'],
  ],
  [
    'minio',
    {
      minio: { enabled: true },
      ...api({
        S3_ENDPOINT: 'https://s3.acme.io',
        S3_STS_ENDPOINT: 'https://sts.acme.io',
        S3_ACCESS_KEY: 'AKIA1',
        S3_SECRET_KEY: 'Zx81',
      }),
    },
    ['S3_ENDPOINT', 'S3_STS_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'].map((name) => `services.api.env.${name}`),
  ],
  [
    'harbor',
    api(Object.fromEntries(REGISTRY.map((name) => [name, name.endsWith('URL') ? 'https://r.acme.io' : 'Zx81']))),
    REGISTRY.map((name) => `services.api.env.${name}`),
  ],
  [
    'dex',
    { services: { api: { env: OIDC }, proxy: { env: OIDC } } },
    ['api', 'proxy'].flatMap((service) => Object.keys(OIDC).map((name) => `services.${service}.env.${name}`)),
  ],
])('values that %s replaces', (service, change, paths) => {
  const unused = warnings(change).filter((line) => line.endsWith(`has no effect with ${service}.enabled`));
  expect(unused.map((line) => line.split(':')[0])).toEqual(paths);
});
