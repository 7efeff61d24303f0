// Every variable of the API and its migrations, and its source.

import {
  api,
  BUILT_IN_STORE,
  EXTERNAL_DATABASE,
  EXTERNAL_REDIS,
  environment,
  NO_HARBOR,
  NO_INGRESS,
  OTHER_LOGIN,
  proxy,
  type Row,
  secret,
} from './environment';

const registry = (kind: string) =>
  [
    [`${kind}_REGISTRY_URL`, {}, 'https://harbor.daytona.example.com'],
    [`${kind}_REGISTRY_URL`, { harbor: { externalURL: 'https://images.example.com' } }, 'https://images.example.com'],
    [`${kind}_REGISTRY_URL`, { ...NO_HARBOR, ...api({ [`${kind}_REGISTRY_URL`]: 'https://r.io' }) }, 'https://r.io'],
    [`${kind}_REGISTRY_URL`, NO_HARBOR, ''],
    [`${kind}_REGISTRY_ADMIN`, {}, 'admin'],
    [`${kind}_REGISTRY_ADMIN`, { ...NO_HARBOR, ...api({ [`${kind}_REGISTRY_ADMIN`]: 'robot' }) }, 'robot'],
    [`${kind}_REGISTRY_PASSWORD`, {}, secret('daytona-harbor-core', 'HARBOR_ADMIN_PASSWORD')],
    [
      `${kind}_REGISTRY_PASSWORD`,
      {
        harbor: {
          harborAdminPassword: '',
          existingSecretAdminPassword: 'mine',
          existingSecretAdminPasswordKey: 'admin',
        },
      },
      secret('mine', 'admin'),
    ],
    [
      `${kind}_REGISTRY_PASSWORD`,
      { ...NO_HARBOR, ...api({ [`${kind}_REGISTRY_PASSWORD`]: 'Zx81-registry' }) },
      secret('daytona-secret-api', `${kind}_REGISTRY_PASSWORD`),
    ],
    [`${kind}_REGISTRY_PASSWORD`, NO_HARBOR, ''],
    [`${kind}_REGISTRY_PROJECT_ID`, {}, 'library'],
    [`${kind}_REGISTRY_PROJECT_ID`, api({ [`${kind}_REGISTRY_PROJECT_ID`]: 'private' }), 'private'],
  ] satisfies Row[];

const STORE = {
  S3_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com',
  S3_STS_ENDPOINT: 'https://sts.eu-west-1.amazonaws.com',
  S3_ACCESS_KEY: 'Zx81-access',
  S3_SECRET_KEY: 'Zx81-secret-key',
  S3_DEFAULT_BUCKET: 'volumes',
  S3_ACCOUNT_ID: '1234',
  S3_ROLE_NAME: 'uploads',
};

const NO_RUNNER = { services: { runner: { enabled: false } } };
const RUNNER_ELSEWHERE = {
  services: {
    runner: { enabled: false, env: { API_TOKEN: '' } },
    api: { env: { DEFAULT_RUNNER_API_KEY: 'Zx81-runner-elsewhere' } },
  },
};
const CALLED = {
  DEFAULT_RUNNER_API_VERSION: '0',
  DEFAULT_RUNNER_DOMAIN: '10.0.0.7',
  DEFAULT_RUNNER_API_URL: 'http://10.0.0.7:3000',
  DEFAULT_RUNNER_PROXY_URL: 'http://10.0.0.7:3000',
};
const apiTag = (tag: string, more: object = {}) => ({ services: { api: { image: { tag }, ...more } } });
const PUBLIC = apiTag('v0.190.0');

/** Read by the API and by each migration. */
const shared: Row[] = [
  ['NODE_ENV', {}, 'production'],
  ['NODE_ENV', api({ NODE_ENV: 'development' }), 'development'],
  ['ENVIRONMENT', {}, 'production'],
  ['ENVIRONMENT', api({ ENVIRONMENT: 'stage' }), 'stage'],
  ['PORT', {}, '3000'],
  ['PORT', api({ PORT: '8080' }), '8080'],
  ['OTEL_ENABLED', {}, 'false'],
  ['OTEL_ENABLED', api({ OTEL_ENABLED: 'true' }), 'true'],
  ['SKIP_USER_EMAIL_VERIFICATION', {}, 'false'],
  ['SKIP_USER_EMAIL_VERIFICATION', api({ SKIP_USER_EMAIL_VERIFICATION: 'true' }), 'true'],

  ['DB_HOST', {}, 'daytona-postgresql'],
  ['DB_HOST', EXTERNAL_DATABASE, 'db.example.com'],
  ['DB_PORT', {}, '5432'],
  ['DB_PORT', EXTERNAL_DATABASE, '6432'],
  ['DB_TLS_ENABLED', {}, undefined],
  ['DB_TLS_ENABLED', EXTERNAL_DATABASE, 'true'],
  ['DB_TLS_REJECT_UNAUTHORIZED', {}, undefined],
  ['DB_TLS_REJECT_UNAUTHORIZED', EXTERNAL_DATABASE, 'true'],
  [
    'DB_TLS_REJECT_UNAUTHORIZED',
    { ...EXTERNAL_DATABASE, externalDatabase: { ...EXTERNAL_DATABASE.externalDatabase, allowSelfSignedCert: true } },
    'false',
  ],
  ['DB_DATABASE', {}, 'daytona'],
  ['DB_DATABASE', { postgresql: { auth: { database: 'other' } } }, 'other'],
  ['DB_DATABASE', EXTERNAL_DATABASE, 'platform'],
  ['DB_USERNAME', {}, 'user'],
  ['DB_USERNAME', { postgresql: { auth: { username: 'app' } } }, 'app'],
  ['DB_USERNAME', EXTERNAL_DATABASE, 'owner'],
  ['DB_PASSWORD', {}, secret('daytona-postgresql', 'password')],
  [
    'DB_PASSWORD',
    { postgresql: { auth: { existingSecret: 'mine', password: '', postgresPassword: '' } } },
    secret('mine', 'password'),
  ],
  ['DB_PASSWORD', EXTERNAL_DATABASE, secret('database', 'database-password')],

  ['REDIS_HOST', {}, 'daytona-redis-master'],
  ['REDIS_HOST', EXTERNAL_REDIS, 'redis.example.com'],
  ['REDIS_PORT', {}, '6379'],
  ['REDIS_PORT', EXTERNAL_REDIS, '6380'],
  ['REDIS_TLS', {}, undefined],
  ['REDIS_TLS', EXTERNAL_REDIS, 'true'],
  ['REDIS_USERNAME', {}, undefined],
  ['REDIS_USERNAME', EXTERNAL_REDIS, 'app'],
  ['REDIS_PASSWORD', {}, secret('daytona-redis', 'redis-password')],
  ['REDIS_PASSWORD', EXTERNAL_REDIS, secret('cache', 'redis-password')],
  ['REDIS_PASSWORD', { redis: { enabled: false }, externalRedis: { host: 'redis.example.com' } }, ''],

  ['PROXY_DOMAIN', {}, 'proxy.daytona.example.com'],
  ['PROXY_DOMAIN', proxy({ PROXY_DOMAIN: 'previews.example.com' }), 'previews.example.com'],
  ['PROXY_PROTOCOL', {}, 'https'],
  ['PROXY_PROTOCOL', { services: { proxy: { ingress: { tls: false } } } }, 'http'],
  ['PROXY_API_KEY', {}, secret('daytona-secret-proxy', 'PROXY_API_KEY')],

  ['SSH_GATEWAY_HOST', {}, 'ssh.daytona.example.com'],
  ['SSH_GATEWAY_HOST', { services: { sshGateway: { env: { SSH_GATEWAY_HOST: 'in.example.com' } } } }, 'in.example.com'],
  ['SSH_GATEWAY_HOST', { services: { sshGateway: { enabled: false } } }, undefined],
  ['SSH_GATEWAY_COMMAND', {}, 'ssh -p 2222 {{TOKEN}}@ssh.daytona.example.com'],
  [
    'SSH_GATEWAY_COMMAND',
    { services: { sshGateway: { service: { port: 22 } } } },
    'ssh -p 22 {{TOKEN}}@ssh.daytona.example.com',
  ],
  ['SSH_GATEWAY_COMMAND', { services: { sshGateway: { enabled: false } } }, undefined],
  ['SSH_GATEWAY_URL', {}, 'ssh.daytona.example.com:2222'],
  ['SSH_GATEWAY_URL', { services: { sshGateway: { service: { port: 22 } } } }, 'ssh.daytona.example.com:22'],
  ['SSH_GATEWAY_PUBLIC_KEY', {}, secret('daytona-secret-ssh', 'SSH_PRIVATE_PUB_KEY')],
  ['SSH_GATEWAY_PUBLIC_KEY', { services: { sshGateway: { enabled: false } } }, undefined],
  ['SSH_GATEWAY_API_KEY', {}, secret('daytona-secret-ssh', 'API_KEY')],

  ...registry('TRANSIENT'),
  ...registry('INTERNAL'),

  ['OIDC_CLIENT_ID', {}, 'daytona'],
  ['OIDC_CLIENT_ID', { dex: { config: { clientId: 'mine' } } }, 'mine'],
  ['OIDC_CLIENT_ID', OTHER_LOGIN, 'lab'],
  ['OIDC_AUDIENCE', {}, 'daytona'],
  ['OIDC_AUDIENCE', OTHER_LOGIN, 'lab-api'],
  ['OIDC_ISSUER_BASE_URL', {}, 'http://daytona-dex:5556/dex'],
  ['OIDC_ISSUER_BASE_URL', { dex: { service: { port: 80 } } }, 'http://daytona-dex:80/dex'],
  ['OIDC_ISSUER_BASE_URL', OTHER_LOGIN, 'https://login.example.com/realms/a'],
  ['PUBLIC_OIDC_DOMAIN', {}, 'https://dex.daytona.example.com/dex'],
  ['PUBLIC_OIDC_DOMAIN', { dex: { ingress: { hostname: 'id.example.com' } } }, 'https://id.example.com/dex'],
  ['PUBLIC_OIDC_DOMAIN', NO_INGRESS, 'http://localhost:5556/dex'],
  ['PUBLIC_OIDC_DOMAIN', OTHER_LOGIN, 'https://id.example.com/realms/a'],

  ['DASHBOARD_URL', {}, 'https://daytona.example.com/dashboard'],
  ['DASHBOARD_URL', api({ DASHBOARD_URL: 'https://ui.example.com' }), 'https://ui.example.com'],
  ['DASHBOARD_BASE_API_URL', {}, 'https://daytona.example.com'],
  ['DASHBOARD_BASE_API_URL', { baseDomain: 'labs.io' }, 'https://labs.io'],
  ['DASHBOARD_BASE_API_URL', api({ DASHBOARD_BASE_API_URL: 'https://api.example.com' }), 'https://api.example.com'],

  ['S3_ENDPOINT', {}, ''],
  ['S3_ENDPOINT', api(STORE), 'https://s3.eu-west-1.amazonaws.com'],
  ['S3_ENDPOINT', BUILT_IN_STORE, 'http://daytona-minio:9000'],
  ['S3_STS_ENDPOINT', {}, ''],
  ['S3_STS_ENDPOINT', api(STORE), 'https://sts.eu-west-1.amazonaws.com'],
  ['S3_STS_ENDPOINT', BUILT_IN_STORE, 'http://daytona-minio:9000/minio/v1/assume-role'],
  ['S3_ACCESS_KEY', {}, ''],
  ['S3_ACCESS_KEY', api(STORE), secret('daytona-secret-api', 'S3_ACCESS_KEY')],
  ['S3_SECRET_KEY', {}, ''],
  ['S3_SECRET_KEY', api(STORE), secret('daytona-secret-api', 'S3_SECRET_KEY')],
  ['S3_REGION', {}, ''],
  ['S3_REGION', api(STORE), 'eu-west-1'],
  ['S3_REGION', api({ ...STORE, S3_ENDPOINT: 'https://objects.example.com' }), 'us-east-1'],
  ['S3_REGION', BUILT_IN_STORE, 'us-east-1'],
  ['S3_DEFAULT_BUCKET', {}, ''],
  ['S3_DEFAULT_BUCKET', api(STORE), 'volumes'],
  ['S3_DEFAULT_BUCKET', BUILT_IN_STORE, 'daytona'],
  ['S3_ACCOUNT_ID', api(STORE), '1234'],
  ['S3_ACCOUNT_ID', BUILT_IN_STORE, '/'],
  ['S3_ROLE_NAME', api(STORE), 'uploads'],
  ['S3_ROLE_NAME', BUILT_IN_STORE, '/'],

  ['SMTP_HOST', {}, ''],
  ['SMTP_HOST', api({ SMTP_HOST: 'mail.example.com' }), 'mail.example.com'],
  ['SMTP_USER', {}, ''],
  ['SMTP_USER', api({ SMTP_USER: 'sender' }), 'sender'],
  ['SMTP_PASSWORD', {}, ''],
  ['SMTP_PASSWORD', api({ SMTP_PASSWORD: 'Zx81-mail' }), secret('daytona-secret-api', 'SMTP_PASSWORD')],
  ['SMTP_PORT', {}, '587'],
  ['SMTP_PORT', api({ SMTP_PORT: '25' }), '25'],
  ['SMTP_SECURE', {}, 'false'],
  ['SMTP_SECURE', api({ SMTP_SECURE: 'true' }), 'true'],
  ['SMTP_EMAIL_FROM', {}, 'noreply@mail.daytona.io'],
  ['SMTP_EMAIL_FROM', api({ SMTP_EMAIL_FROM: 'labs@example.com' }), 'labs@example.com'],

  ['DEFAULT_SNAPSHOT_IMAGE_NAME', {}, 'daytonaio/sandbox:0.5.1-slim'],
  ['DEFAULT_SNAPSHOT_IMAGE_NAME', api({ DEFAULT_SNAPSHOT_IMAGE_NAME: 'r.io/a:1' }), 'r.io/a:1'],
  ['DEFAULT_SNAPSHOT_IMAGE_NAME', { global: { imageRegistry: 'm.io' } }, 'm.io/daytonaio/sandbox:0.5.1-slim'],
  ['DEFAULT_SNAPSHOT_NAME', {}, 'default-snapshot'],
  ['DEFAULT_SNAPSHOT_NAME', api({ DEFAULT_SNAPSHOT_NAME: 'first' }), 'first'],
  ['DEFAULT_SNAPSHOT', {}, 'daytonaio/sandbox:0.5.1-slim'],
  ['DEFAULT_SNAPSHOT', PUBLIC, 'daytonaio/sandbox:0.5.1-slim'],
  // Variables that only the fork reads.
  ...['DEFAULT_SNAPSHOT_IMAGE_NAME', 'DEFAULT_SNAPSHOT_NAME', 'RUNNER_MANAGER_API_KEY', 'SSH_GATEWAY_HOST'].map(
    (name): Row => [name, PUBLIC, undefined],
  ),
  ['ENCRYPTION_KEY', {}, secret('daytona-secret-api', 'ENCRYPTION_KEY')],
  ['ENCRYPTION_SALT', {}, secret('daytona-secret-api', 'ENCRYPTION_SALT')],
  ['RUNNER_MANAGER_API_KEY', {}, secret('daytona-secret-runnermanager', 'API_TOKEN')],
  ['ADMIN_API_KEY', {}, secret('daytona-secret-api', 'ADMIN_API_KEY')],
  ['HEALTH_CHECK_API_KEY', {}, undefined],
  [
    'HEALTH_CHECK_API_KEY',
    api({ HEALTH_CHECK_API_KEY: 'Zx81-health' }),
    secret('daytona-secret-api', 'HEALTH_CHECK_API_KEY'),
  ],
  ['RATE_LIMIT_TTL', api({ RATE_LIMIT_TTL: '60' }), '60'],
];

/** Read only by the API. */
const ofApiOnly: Row[] = [
  ['DEFAULT_RUNNER_NAME', {}, 'default'],
  ['DEFAULT_RUNNER_NAME', api({ DEFAULT_RUNNER_NAME: 'first' }), 'first'],
  ['DEFAULT_RUNNER_NAME', api({ DEFAULT_RUNNER_NAME: '' }), ''],
  ['DEFAULT_RUNNER_NAME', NO_RUNNER, ''],
  ['DEFAULT_RUNNER_NAME', RUNNER_ELSEWHERE, 'default'],
  ['DEFAULT_RUNNER_API_KEY', {}, secret('daytona-secret-api', 'DEFAULT_RUNNER_API_KEY')],
  ['DEFAULT_RUNNER_API_KEY', api({ DEFAULT_RUNNER_NAME: '' }), undefined],
  ['DEFAULT_RUNNER_API_KEY', NO_RUNNER, undefined],
  ['DEFAULT_RUNNER_API_KEY', RUNNER_ELSEWHERE, secret('daytona-secret-api', 'DEFAULT_RUNNER_API_KEY')],
  ['DEFAULT_RUNNER_API_VERSION', {}, undefined],
  ['DEFAULT_RUNNER_API_VERSION', api(CALLED), '0'],
  ['DEFAULT_RUNNER_DOMAIN', api(CALLED), '10.0.0.7'],
  ['DEFAULT_RUNNER_API_URL', api(CALLED), 'http://10.0.0.7:3000'],
  ['DEFAULT_RUNNER_PROXY_URL', api(CALLED), 'http://10.0.0.7:3000'],
  ['OPENFEATURE_FORCE_ENABLED_FLAGS', {}, undefined],
  ['OPENFEATURE_FORCE_ENABLED_FLAGS', apiTag('v0.172.0'), undefined],
  ['OPENFEATURE_FORCE_ENABLED_FLAGS', apiTag('v0.173.0'), 'organization_infrastructure'],
  ['OPENFEATURE_FORCE_ENABLED_FLAGS', apiTag('v0.190.0', { customRegions: false }), undefined],
  ['OPENFEATURE_FORCE_ENABLED_FLAGS', apiTag('v0.190.0', { env: { OPENFEATURE_FORCE_ENABLED_FLAGS: 'a,b' } }), 'a,b'],
];

test.each(shared)('%s with %j', (variable, values, expected) => {
  expect(environment('Deployment daytona-api', 'api', values)[variable]).toEqual(expected);
  for (const set of ['init', 'pre-deploy', 'post-deploy']) {
    expect(environment(`Job daytona-api-migration-${set}`, 'migration', values)[variable]).toEqual(expected);
  }
});

test.each([
  ['PROXY_TEMPLATE_URL', {}, 'https://{{PORT}}-{{sandboxId}}.proxy.daytona.example.com'],
  [
    'PROXY_TEMPLATE_URL',
    proxy({ PROXY_DOMAIN: 'previews.example.com' }),
    'https://{{PORT}}-{{sandboxId}}.previews.example.com',
  ],
  ...ofApiOnly,
] satisfies Row[])('%s under %j is for the API alone', (variable, values, expected) => {
  expect(environment('Deployment daytona-api', 'api', values)[variable]).toEqual(expected);
  expect(environment('Job daytona-api-migration-init', 'migration', values)[variable]).toBeUndefined();
});

test('only variables in these tables are set', () => {
  const named = new Set([...[...shared, ...ofApiOnly].map(([variable]) => variable), 'PROXY_TEMPLATE_URL']);
  const all = Object.keys(environment('Deployment daytona-api', 'api', {}));
  expect(all.filter((variable) => !named.has(variable))).toEqual([]);
});

test("extraEnv replaces the chart's variables, and adds others", () => {
  const extraEnv = [
    { name: 'ENVIRONMENT', value: 'blue' },
    { name: 'FOO', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ];
  const env = environment('Deployment daytona-api', 'api', { services: { api: { extraEnv } } });
  expect(env).toMatchObject({ ENVIRONMENT: 'blue', FOO: { fieldRef: { fieldPath: 'metadata.name' } } });
});
