// Every variable of the proxy, the SSH gateway, the runner manager and the runner, and its source.

import {
  api,
  BUILT_IN_STORE,
  EXTERNAL_REDIS,
  environment,
  field,
  NO_INGRESS,
  OTHER_LOGIN,
  proxy,
  type Row,
  secret,
} from './environment';

const gateway = (values: object) => ({ services: { sshGateway: values } });
const manager = (env: object) => ({ services: { runnermanager: { env } } });
const runner = (env: object) => ({ services: { runner: { env } } });
const runnerTag = (tag: string) => ({ services: { runner: { image: { tag } } } });
const PUBLIC = runnerTag('v0.190.0');
const API = 'http://daytona-api:3000/api';

const STORE = {
  S3_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com',
  S3_REGION: 'eu-west-1',
  S3_DEFAULT_BUCKET: 'volumes',
  S3_ACCESS_KEY: 'Zx81-access',
  S3_SECRET_KEY: 'Zx81-secret-key',
};

const proxyTable: Row[] = [
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
  ['OIDC_CLIENT_ID', {}, 'daytona'],
  ['OIDC_CLIENT_ID', { dex: { config: { clientId: 'mine' } } }, 'mine'],
  ['OIDC_CLIENT_ID', OTHER_LOGIN, 'lab'],
  ['OIDC_AUDIENCE', {}, 'daytona'],
  ['OIDC_AUDIENCE', OTHER_LOGIN, 'lab-api'],
  ['OIDC_CLIENT_SECRET', {}, ''],
  [
    'OIDC_CLIENT_SECRET',
    proxy({ OIDC_CLIENT_SECRET: 'Zx81-client' }),
    secret('daytona-secret-proxy', 'OIDC_CLIENT_SECRET'),
  ],
  ['OIDC_DOMAIN', {}, 'http://daytona-dex:5556/dex'],
  ['OIDC_DOMAIN', OTHER_LOGIN, 'https://login.example.com/realms/a'],
  ['OIDC_PUBLIC_DOMAIN', {}, 'https://dex.daytona.example.com/dex'],
  ['OIDC_PUBLIC_DOMAIN', NO_INGRESS, 'http://localhost:5556/dex'],
  ['OIDC_PUBLIC_DOMAIN', OTHER_LOGIN, 'https://id.example.com/realms/a'],
  ['PROXY_API_KEY', {}, secret('daytona-secret-proxy', 'PROXY_API_KEY')],
  ['PROXY_PORT', {}, '4000'],
  ['PROXY_PORT', proxy({ PROXY_PORT: '4040' }), '4040'],
  ['PROXY_PROTOCOL', {}, 'https'],
  ['PROXY_PROTOCOL', { services: { proxy: { ingress: { tls: false } } } }, 'http'],
  ['PROXY_DOMAIN', {}, undefined],
  ['PROXY_DOMAIN', { services: { proxy: { image: { tag: 'v0.134.0' } } } }, 'proxy.daytona.example.com'],
  ['DAYTONA_API_URL', {}, API],
  ['DAYTONA_API_URL', { services: { api: { service: { port: 80 } } } }, 'http://daytona-api:80/api'],
  ['COOKIE_DOMAIN', {}, 'daytona.example.com'],
  ['COOKIE_DOMAIN', proxy({ COOKIE_DOMAIN: 'example.com' }), 'example.com'],
  // Browsers reject cookies for a domain that does not include the host.
  ['COOKIE_DOMAIN', proxy({ PROXY_DOMAIN: 'previews.daytona.example.com' }), 'daytona.example.com'],
  ['COOKIE_DOMAIN', proxy({ PROXY_DOMAIN: 'previews.example.org' }), 'previews.example.org'],
  ['COOKIE_DOMAIN', proxy({ PROXY_DOMAIN: 'previews-daytona.example.com' }), 'previews-daytona.example.com'],
  ['SHUTDOWN_TIMEOUT_SEC', {}, '3600'],
  ['SHUTDOWN_TIMEOUT_SEC', proxy({ SHUTDOWN_TIMEOUT_SEC: '60' }), '60'],
  ['TOOLBOX_ONLY_MODE', proxy({ TOOLBOX_ONLY_MODE: 'true' }), 'true'],
];

const gatewayTable: Row[] = [
  ['SSH_GATEWAY_PORT', {}, '2222'],
  ['SSH_GATEWAY_PORT', gateway({ env: { SSH_GATEWAY_PORT: '2022' } }), '2022'],
  ['SSH_GATEWAY_HOST', {}, undefined],
  ['API_URL', {}, API],
  ['API_KEY', {}, secret('daytona-secret-ssh', 'API_KEY')],
  ['SSH_PRIVATE_KEY', {}, secret('daytona-secret-ssh', 'SSH_PRIVATE_KEY')],
  ['SSH_PRIVATE_PUB_KEY', {}, undefined],
  ['SSH_HOST_KEY', {}, secret('daytona-secret-ssh', 'SSH_HOST_KEY')],
  ['FOO', gateway({ env: { FOO: 'bar' } }), 'bar'],
];

const managerTable: Row[] = [
  ['API_PORT', {}, '3010'],
  ['API_PORT', manager({ API_PORT: '3011' }), '3011'],
  ['API_TOKEN', {}, secret('daytona-secret-runnermanager', 'API_TOKEN')],
  ['SYSTEM_API_TOKEN', {}, secret('daytona-secret-runnermanager', 'SYSTEM_API_TOKEN')],
  ['PROVIDER_TYPE', {}, 'kubernetes'],
  ['PROVIDER_NAMESPACE', {}, 'default'],
  ['LOG_LEVEL', {}, 'info'],
  ['LOG_LEVEL', manager({ LOG_LEVEL: 'debug' }), 'debug'],
  ['POD_WAIT_TIMEOUT', {}, '600'],
  ['POD_WAIT_TIMEOUT', manager({ POD_WAIT_TIMEOUT: '60' }), '60'],
  ['KUBECONFIG_PATH', {}, undefined],
  ['KUBECONFIG_PATH', manager({ KUBECONFIG_PATH: '/etc/kube/config' }), '/etc/kube/config'],
  ['API_KEY', {}, undefined],
  ['API_KEY', manager({ API_KEY: 'Zx81-made-later' }), secret('daytona-secret-runnermanager', 'API_KEY')],
  ['SERVER_URL', {}, API],
  ['SERVER_URL', manager({ SERVER_URL: 'https://daytona.example.com/api' }), 'https://daytona.example.com/api'],
  ['REGION_ID', {}, 'us'],
  ['REGION_ID', manager({ REGION_ID: 'eu' }), 'eu'],
  ['ENVIRONMENT', {}, 'production'],
  ['RUNNER_API_PORT', {}, '3000'],
  ['RUNNER_API_PORT', runner({ API_PORT: '3333' }), '3333'],
  ['PLACEHOLDER_POD_IMAGE', {}, 'registry.k8s.io/pause:3.6'],
  ['PLACEHOLDER_POD_IMAGE', { global: { imageRegistry: 'm.io' } }, 'm.io/pause:3.6'],
  ['FOO', manager({ FOO: 'bar' }), 'bar'],
];

const runnerTable: Row[] = [
  ['API_PORT', {}, '3000'],
  ['API_PORT', runner({ API_PORT: '3333' }), '3333'],
  ['ENVIRONMENT', {}, 'production'],
  ['CONTAINER_RUNTIME', {}, ''],
  ['CONTAINER_RUNTIME', runner({ CONTAINER_RUNTIME: 'kata' }), 'kata'],
  ['LOG_FILE_PATH', {}, '/home/daytona/runner/runner.log'],
  ['LOG_LEVEL', {}, 'info'],
  ['LOG_LEVEL', runner({ LOG_LEVEL: 'debug' }), 'debug'],
  ['SSH_GATEWAY_ENABLE', {}, 'true'],
  ['SSH_GATEWAY_ENABLE', runner({ SSH_GATEWAY_ENABLE: 'false' }), 'false'],
  ['SSH_GATEWAY_PORT', {}, '2220'],
  ['RESOURCE_LIMITS_DISABLED', {}, 'false'],
  ['RESOURCE_LIMITS_DISABLED', runner({ RESOURCE_LIMITS_DISABLED: 'true' }), 'true'],
  ['BACKUP_INFO_CACHE_RETENTION', {}, '168h'],
  ['BACKUP_INFO_CACHE_RETENTION', runner({ CACHE_RETENTION_DAYS: '1' }), '24h'],
  ['BACKUP_INFO_CACHE_RETENTION', runnerTag('v0.157.9-k8s-amd64'), undefined],
  ['CACHE_RETENTION_DAYS', {}, undefined],
  ['CACHE_RETENTION_DAYS', runnerTag('v0.157.9-k8s-amd64'), '7'],
  ['API_VERSION', {}, undefined],
  ['DAEMON_START_TIMEOUT_SEC', {}, '30'],
  ['DAEMON_START_TIMEOUT_SEC', runner({ DAEMON_START_TIMEOUT_SEC: '31' }), '31'],
  ['SANDBOX_START_TIMEOUT_SEC', {}, '60'],
  ['SANDBOX_START_TIMEOUT_SEC', runner({ SANDBOX_START_TIMEOUT_SEC: '61' }), '61'],
  ['DAYTONA_API_URL', {}, API],
  ['DAYTONA_API_URL', { services: { runner: { namespace: 'nodes' } } }, 'http://daytona-api.default.svc:3000/api'],
  ['SERVER_URL', {}, API],
  ['API_TOKEN', {}, secret('daytona-secret-runner', 'API_TOKEN')],
  ['SYSTEM_API_TOKEN', {}, secret('daytona-secret-runner', 'SYSTEM_API_TOKEN')],
  ['AWS_REGION', {}, ''],
  ['AWS_REGION', api(STORE), 'eu-west-1'],
  ['AWS_REGION', BUILT_IN_STORE, 'us-east-1'],
  ['AWS_REGION', runner({ AWS_REGION: 'eu-north-1' }), 'eu-north-1'],
  ['AWS_ENDPOINT_URL', {}, ''],
  ['AWS_ENDPOINT_URL', api(STORE), 'https://s3.eu-west-1.amazonaws.com'],
  ['AWS_ENDPOINT_URL', BUILT_IN_STORE, 'http://daytona-minio:9000'],
  ['AWS_ACCESS_KEY_ID', {}, ''],
  ['AWS_ACCESS_KEY_ID', BUILT_IN_STORE, secret('daytona-minio-user', 'accessKey')],
  [
    'AWS_ACCESS_KEY_ID',
    runner({ AWS_ACCESS_KEY_ID: 'Zx81-own' }),
    secret('daytona-secret-runner', 'AWS_ACCESS_KEY_ID'),
  ],
  ['AWS_SECRET_ACCESS_KEY', {}, ''],
  ['AWS_SECRET_ACCESS_KEY', BUILT_IN_STORE, secret('daytona-minio-user', 'secretKey')],
  ['AWS_DEFAULT_BUCKET', {}, ''],
  ['AWS_DEFAULT_BUCKET', api(STORE), 'volumes'],
  ['AWS_DEFAULT_BUCKET', BUILT_IN_STORE, 'daytona'],
  ['SSH_PUBLIC_KEY', {}, 'UFVCLUNMSUVOVA=='],
  ['NODE_NAME', {}, field('spec.nodeName')],
  ['POD_NAME', {}, field('metadata.name')],
  ['POD_IP', {}, field('status.podIP')],
  ['DAEMON_BINARIES_DIR', {}, '/var/lib/daytona/binaries'],
  ['CONFIG_FILE_PATH', {}, '/host-token/token.txt'],
  ['CONFIG_FILE_PATH', runner({ CONFIG_FILE_PATH: '/host-token/other.txt' }), '/host-token/other.txt'],
  ['FOO', runner({ FOO: 'bar' }), 'bar'],

  // The public runner uses other names, and has none for features of the fork.
  ['DAYTONA_RUNNER_TOKEN', {}, undefined],
  ['DAYTONA_RUNNER_TOKEN', PUBLIC, secret('daytona-secret-runner', 'API_TOKEN')],
  ['RUNNER_DOMAIN', {}, undefined],
  ['RUNNER_DOMAIN', PUBLIC, field('status.hostIP')],
  ...[
    'API_TOKEN',
    'SERVER_URL',
    'SYSTEM_API_TOKEN',
    'DAEMON_BINARIES_DIR',
    'CONFIG_FILE_PATH',
    'NODE_NAME',
    'POD_NAME',
    'POD_IP',
  ].map((name): Row => [name, PUBLIC, undefined]),
];

describe.each([
  ['Deployment daytona-proxy', 'proxy', proxyTable],
  ['Deployment daytona-ssh-gateway', 'ssh-gateway', gatewayTable],
  ['Deployment daytona-runnermanager', 'runnermanager', managerTable],
  ['DaemonSet daytona-runner', 'runner', runnerTable],
] as const)('%s', (workload, container, table) => {
  test.each(table)('%s with %j', (variable, values, expected) => {
    expect(environment(workload, container, values)[variable]).toEqual(expected);
  });

  test('only variables in the table are set', () => {
    const named = new Set(table.map(([variable]) => variable));
    expect(Object.keys(environment(workload, container, {})).filter((variable) => !named.has(variable))).toEqual([]);
  });
});

test.each([
  ['proxy', 'Deployment daytona-proxy', 'proxy', 'COOKIE_DOMAIN'],
  ['runnermanager', 'Deployment daytona-runnermanager', 'runnermanager', 'REGION_ID'],
  ['runner', 'DaemonSet daytona-runner', 'runner', 'BACKUP_INFO_CACHE_RETENTION'],
])(
  'extraEnv of %s takes the place of a variable of the chart, and adds others',
  (service, workload, container, variable) => {
    const extraEnv = [
      { name: variable, value: 'mine' },
      { name: 'EXTRA', value: 'more' },
    ];
    const env = environment(workload, container, { services: { [service]: { extraEnv } } });
    expect(env).toMatchObject({ [variable]: 'mine', EXTRA: 'more' });
  },
);
