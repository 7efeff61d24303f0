// Credentials are found in the running objects, in any form, and a publicly known one is kept.

import { system as daytona } from '../../../charts/daytona';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { runningCredentials } from '../../../lib/review/adopt/running/credentials';
import { referToSecrets } from '../../../lib/review/adopt/running/references';
import { Trial } from '../../../lib/review/adopt/trial';
import { formatPath } from '../../../lib/values/path';

const trial = new Trial(daytona as unknown as System, 'web', 'shop');
const users = { dex: { config: { staticPasswords: [] } } };

const secret = (name: string, data: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop' },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
});

const workload = (kind: string, name: string, container: object, volumes: object[] = []): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { template: { spec: { containers: [container], volumes } } },
});

const found = (installed: readonly Manifest[], values = {}) =>
  new Map(
    runningCredentials(trial, { ...users, ...values }, installed).running.map((one) => [formatPath(one.path), one]),
  );

test('keys, certificates, htpasswd lines and base64 text', () => {
  const harbor = {
    'tls.key': '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n',
    secretKey: 'sixteen-letters!',
    CSRF_KEY: 'a-key-of-thirty-two-characters!!',
  };
  const line = `harbor_registry_user:$2a$10$${'a'.repeat(53)}`;
  const all = found([
    secret('web-harbor-core', harbor),
    secret('web-harbor-registry-htpasswd', { REGISTRY_HTPASSWD: line }),
    secret('web-daytona-secret-ssh', {
      SSH_PRIVATE_KEY: 'UFJJVg==',
      SSH_PRIVATE_PUB_KEY: 'UFVC',
      SSH_HOST_KEY: 'SE9TVA==',
    }),
  ]);
  const texts = Object.fromEntries([...all].map(([path, { text }]) => [path, text]));
  expect(texts).toMatchObject({
    'harbor.core.tokenKey': harbor['tls.key'],
    'harbor.secretKey': harbor.secretKey,
    'harbor.core.xsrfKey': harbor.CSRF_KEY,
    'harbor.registry.credentials.htpasswdString': line,
    'services.sshGateway.sshKeys.privClientSSHKey': 'UFJJVg==',
    'services.sshGateway.sshKeys.pubClientSSHKey': 'UFVC',
    'services.sshGateway.sshKeys.privGatewaySSHKey': 'SE9TVA==',
  });
});

describe('a Secret that is not in the manifest', () => {
  const passwords = (secretName: string) => [{ name: 'passwords', secret: { secretName } }];
  const server = (volumes: object[]) =>
    workload('StatefulSet', 'web-postgresql', { name: 'postgresql', image: 'a:1' }, volumes);

  test('may hold the credential of a server that reads it', () => {
    expect(found([server(passwords('of-the-user'))]).get('postgresql.auth.postgresPassword')).toMatchObject({
      hidden: true,
    });
  });

  test('does not hold that of a server that reads none', () => {
    expect(found([server([])]).get('postgresql.auth.postgresPassword')).toMatchObject({ hidden: false });
  });
});

test('Daytona remains the administrator of MinIO, as in the Helm chart', () => {
  const api = workload('Deployment', 'web-daytona-api', {
    name: 'api',
    image: 'a:1',
    env: [{ name: 'S3_SECRET_KEY', value: 'minioadmin' }],
  });
  expect(found([api], { minio: { enabled: true } }).has('minio.user.secretKey')).toBe(false);
});

test('a published database password is refused in a new installation, and kept by name in an existing one', () => {
  const values = {
    ...users,
    postgresql: { enabled: false },
    externalDatabase: { host: 'db.acme.io', password: 'pass' },
  };
  const about = (more = {}) =>
    trial.problems({ ...values, ...more }).filter(({ path }) => path.join('.') === 'externalDatabase.password');
  expect(about()).toMatchObject([{ message: 'is the publicly known default', code: 'published-credential' }]);
  expect(about({ keepPublishedCredentials: ['externalDatabase.password'] })).toEqual([]);
});

test('the values refer to a Secret that is not in the manifest, if a value accepts its name', () => {
  const reads = (name: string, secret: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  const api = workload('Deployment', 'web-daytona-api', {
    name: 'api',
    image: 'a:1',
    env: [reads('DB_PASSWORD', 'my-db', 'database-password'), reads('REDIS_PASSWORD', 'my-redis', 'redis-password')],
  });
  const values = {
    ...users,
    postgresql: { enabled: false },
    redis: { enabled: false },
    externalDatabase: { host: 'db.acme.io' },
    externalRedis: { host: 'redis.acme.io' },
  };
  const { running } = runningCredentials(trial, values, [api]);
  expect(referToSecrets(trial, values, running)).toMatchObject({
    externalDatabase: { host: 'db.acme.io', existingSecret: 'my-db' },
    externalRedis: { host: 'redis.acme.io', existingSecret: 'my-redis' },
  });
});
