// Values of an installed platform that are only in its objects.

import { adoption } from '../../../charts/daytona/adoption';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Tree } from '../../../lib/values/layer';
import { valueAt } from '../../../lib/values/path';

const object = (kind: string, name: string, rest: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});
const read = (objects: readonly Manifest[], values: Tree = {}) =>
  adoption.read?.({ name: 'web', fullname: 'web-daytona', namespace: 'shop', objects, values });

const WORKLOADS: readonly (readonly [path: string, kind: string, name: string])[] = [
  ['postgresql', 'StatefulSet', 'web-postgresql'],
  ['redis', 'StatefulSet', 'web-redis-master'],
  ['minio', 'Deployment', 'web-minio'],
  ['harbor', 'Deployment', 'web-harbor-core'],
  ['dex', 'Deployment', 'web-daytona-dex'],
  ['services.sshGateway', 'Deployment', 'web-daytona-ssh-gateway'],
  ['services.runnermanager', 'Deployment', 'web-daytona-runnermanager'],
  ['services.runner', 'DaemonSet', 'web-daytona-runner'],
];
const isEnabled = (tree: unknown, path: string) => valueAt(tree, [...path.split('.'), 'enabled']);

test.each(WORKLOADS)('%s stays enabled if it runs, and disabled otherwise', (path, kind, name) => {
  const others = WORKLOADS.filter((one) => one[0] !== path).map((one) => object(one[1], one[2]));
  expect(isEnabled(read([object(kind, name)]), path)).toBe(true);
  expect(isEnabled(read(others), path)).toBe(false);
});

test('known values are not read from the objects', () => {
  expect(isEnabled(read([], { redis: { enabled: true } }), 'redis')).toBeUndefined();
});

test("the domain is the host of the API's Ingress", () => {
  const ingress = object('Ingress', 'web-daytona-api', { spec: { rules: [{ host: 'dt.acme.io' }] } });
  expect(read([ingress])).toMatchObject({ baseDomain: 'dt.acme.io' });
});

test.each([
  ['yes', false],
  ['no', undefined],
])('Redis with ALLOW_EMPTY_PASSWORD=%s: auth.enabled is %s', (value, enabled) => {
  const containers = [{ name: 'redis', env: [{ name: 'ALLOW_EMPTY_PASSWORD', value }] }];
  const redis = object('StatefulSet', 'web-redis-master', { spec: { template: { spec: { containers } } } });
  expect(valueAt(read([redis]), ['redis', 'auth', 'enabled'])).toBe(enabled);
});

describe('external services are read from the variables of the API', () => {
  const api = (variables: Readonly<Record<string, string>>) =>
    object('Deployment', 'web-daytona-api', {
      spec: {
        template: {
          spec: {
            containers: [{ name: 'api', env: Object.entries(variables).map(([name, value]) => ({ name, value })) }],
          },
        },
      },
    });

  test('if they are not in the release', () => {
    const variables = {
      ...{ DB_HOST: 'db.acme.io', DB_PORT: '5433', DB_DATABASE: 'dt', DB_USERNAME: 'me' },
      ...{ DB_TLS_ENABLED: 'true', DB_TLS_REJECT_UNAUTHORIZED: 'false' },
      ...{ REDIS_HOST: 'redis.acme.io', REDIS_PORT: '6380', REDIS_USERNAME: 'me', REDIS_TLS: 'false' },
      ...{ OIDC_ISSUER_BASE_URL: 'https://id.acme.io', PUBLIC_OIDC_DOMAIN: 'https://id.acme.io', OIDC_CLIENT_ID: 'dt' },
    };
    expect(read([api(variables)])).toMatchObject({
      externalDatabase: {
        ...{ host: 'db.acme.io', port: '5433', name: 'dt', user: 'me' },
        ...{ enableTLS: true, allowSelfSignedCert: true },
      },
      externalRedis: { host: 'redis.acme.io', port: '6380', username: 'me', tls: false },
      services: {
        api: {
          env: {
            OIDC_ISSUER_BASE_URL: 'https://id.acme.io',
            PUBLIC_OIDC_DOMAIN: 'https://id.acme.io',
            OIDC_CLIENT_ID: 'dt',
          },
        },
      },
    });
    const { externalDatabase } = read([api({ ...variables, DB_TLS_REJECT_UNAUTHORIZED: 'true' })]) as Tree;
    expect(externalDatabase).not.toHaveProperty('allowSelfSignedCert');
  });

  test('but not the built-in ones', () => {
    const own = { DB_HOST: 'web-postgresql', REDIS_HOST: 'web-redis-master', OIDC_CLIENT_ID: 'dt' };
    const found = read([api(own), object('Deployment', 'web-daytona-dex')]);
    expect(found).not.toHaveProperty('externalDatabase');
    expect(found).not.toHaveProperty('externalRedis');
    expect(found).not.toHaveProperty('services.api');
  });
});

test('the users of Dex keep their passwords', () => {
  const users = (text: string) =>
    valueAt(read([object('ConfigMap', 'web-daytona-dex-config', { data: { 'config.yaml': text } })]), [
      'dex',
      'config',
      'staticPasswords',
    ]);
  expect(users('staticPasswords: [{email: a@acme.io, hash: $2y$10$x, username: a, userID: "7"}]')).toEqual([
    { email: 'a@acme.io', username: 'a', password: '$2y$10$x', userID: '7' },
  ]);
  expect(users('issuer: https://dex')).toBeUndefined();
});

describe('data', () => {
  const running = (...images: readonly string[]) => ({
    ...{ name: 'web', fullname: 'web-daytona', namespace: 'shop', values: {} },
    objects: images.map((image, at) =>
      object('StatefulSet', `s${at}`, { spec: { template: { spec: { containers: [{ name: 'a', image }] } } } }),
    ),
  });
  const topics = (lines: readonly string[] = []) =>
    lines.map((line) => /(?:#)(\w+)/.exec(line)?.[1] ?? line.split(':')[0]);

  test.each([
    ['docker.io/bitnami/postgresql:17', ['postgresql']],
    ['bitnamilegacy/redis:7', ['redis']],
    ['registry.acme.io/goharbor/harbor-core:v2', ['harbor']],
    ['docker.io/library/postgres:17', []],
    ['registry.acme.io/harbor-core-exporter:v2', []],
  ])('of %s is moved or backed up first', (image, expected) => {
    expect(topics(adoption.preparations?.(running(image)))).toEqual(expected);
    expect(topics(adoption.decisions?.(running(image)))).toEqual([
      'DNS',
      ...expected,
      expect.stringContaining('The API registers a first runner'),
    ]);
  });

  test('hosts and claims are named', () => {
    const installed = {
      ...running('bitnami/postgresql:17'),
      values: { baseDomain: 'dt.acme.io', services: { runner: { enabled: false } } },
    };
    const text = adoption.decisions?.(installed).join('\n');
    expect(text).toContain('`*.proxy.dt.acme.io`');
    expect(text).toContain('the claim `pgdata-web-postgresql-0`');
    expect(text).not.toContain('first runner');
  });
});
