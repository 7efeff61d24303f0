// The runner manager and the runners of a region.

import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import { system } from '../../../charts/daytona-region';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { only, render } from '../../support/render';
import { minimal } from './values';

const TOKEN = 'a-token-of-the-runners';
/** Containers that are on by default. */
const bare = { dockerInstaller: { enabled: false }, daemonInstaller: { enabled: false } };
const on = (runner: object = {}, runnermanager: object = {}, more: object = {}) => ({
  ...minimal,
  ...more,
  services: {
    runnermanager: { enabled: true, ...runnermanager },
    runner: { enabled: true, ...runner, env: { API_TOKEN: TOKEN, ...(runner as { env?: object }).env } },
  },
});
const region = (...parts: Parameters<typeof on>) => render(system, on(...parts));
const problems = (...parts: Parameters<typeof on>) => problemsOf(system, on(...parts));
const warnings = (...parts: Parameters<typeof on>) => warningsOf(system, on(...parts));
type Release = ReturnType<typeof region>;

const MANAGER = 'daytona-region-runnermanager';
const managerOf = (release: Release) => containerOf(templateOf(release, 'Deployment', MANAGER), 'runnermanager');
const config = (release: Release) => only<IConfigMap>(release, 'ConfigMap', 'daytona-region-runner-config').data ?? {};
const secret = (release: Release) =>
  Object.fromEntries(
    Object.entries(only<ISecret>(release, 'Secret', 'daytona-region-runner-secrets').data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );

test('are off by default', () => {
  const { objects } = render(system, minimal);
  expect(objects.filter(({ metadata }) => metadata.name.includes('runner'))).toEqual([]);
});

describe('the manager', () => {
  test('gets the API key of the organization, the ID of the region, and the objects of its runner pods', () => {
    expect(variablesOf(managerOf(region()))).toEqual({
      API_PORT: '3010',
      PROVIDER_NAMESPACE: 'default',
      API_TOKEN: 'daytona-region-daytona-api-key/daytona-api-key',
      SYSTEM_API_TOKEN: 'daytona-region-daytona-api-key/daytona-api-key',
      MIN_RUNNERS: '2',
      PROVIDER_TYPE: 'kubernetes',
      LOG_LEVEL: 'info',
      POD_WAIT_TIMEOUT: '600',
      SERVER_URL: 'https://api.daytona.io/api',
      REGION_ID: 'daytona-region-region-config/id',
      ENVIRONMENT: 'production',
      RUNNER_API_PORT: '3000',
      PLACEHOLDER_POD_IMAGE: 'registry.k8s.io/pause:3.6',
      RUNNER_POD_IMAGE: 'docker.io/daytonaio/daytona-runner:v0.207.0',
      RUNNER_POD_SERVICE_ACCOUNT: 'daytona-region-runner',
      RUNNER_POD_CONFIG_MAP: 'daytona-region-runner-config',
      RUNNER_POD_SECRET: 'daytona-region-runner-secrets',
      DAYTONA_PRODUCTION_API: 'true',
    });
  });

  test('stores ConfigMaps and Secrets, and changes nodes', () => {
    const release = region();
    expect(only<IRole>(release, 'Role', MANAGER).rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'create', 'delete', 'watch'] },
      {
        apiGroups: [''],
        resources: ['configmaps', 'secrets'],
        verbs: ['get', 'list', 'create', 'update', 'patch', 'delete', 'watch'],
      },
    ]);
    const nodes = only<IClusterRole>(release, 'ClusterRole', 'default-daytona-region-runner-manager-nodes');
    expect(nodes.rules).toEqual([{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'update', 'patch'] }]);
  });

  test('takes keys from Secrets of the user', () => {
    const release = region({}, { apiTokenSecret: { name: 'org' }, apiKeySecret: { name: 'manager', key: 'KEY' } });
    expect(variablesOf(managerOf(release))).toMatchObject({
      API_TOKEN: 'org/daytona-api-key',
      SYSTEM_API_TOKEN: 'org/daytona-api-key',
      API_KEY: 'manager/KEY',
    });
    expect(release.externals).toContainEqual(expect.objectContaining({ name: 'manager', keys: ['KEY'] }));
  });

  test('creates runners in another namespace, where their objects and its Role are', () => {
    const release = region(bare, { env: { PROVIDER_NAMESPACE: 'sandboxes' } });
    const elsewhere = release.objects.filter(({ metadata }) => metadata.namespace === 'sandboxes');
    expect(elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'ConfigMap daytona-region-runner-config',
      `Role ${MANAGER}`,
      `RoleBinding ${MANAGER}`,
      'Secret daytona-region-runner-secrets',
      'ServiceAccount daytona-region-runner',
    ]);
  });

  test('passes on variables that the chart does not know, but no credentials', () => {
    expect(variablesOf(managerOf(region({}, { env: { EXTRA: '1' } })))).toMatchObject({ EXTRA: '1' });
    expect(problems({}, { env: { EXTRA_TOKEN: 'x' } })).toEqual([
      expect.stringContaining('services.runnermanager.env.EXTRA_TOKEN: is a credential'),
    ]);
  });

  test('needs what runner pods read from, without services.runner', () => {
    const services = { runnermanager: { enabled: true, env: { RUNNER_POD_SECRET: 'own' } } };
    expect(problemsOf(system, { ...minimal, services }).map((line) => line.split(': ')[0])).toEqual([
      'services.runnermanager.env.RUNNER_POD_SERVICE_ACCOUNT',
      'services.runnermanager.env.RUNNER_POD_CONFIG_MAP',
    ]);
  });

  test('needs the API key, without the registration', () => {
    const found = problems({}, {}, { registration: { enabled: false } });
    expect(found).toEqual([expect.stringContaining('services.runnermanager.apiTokenSecret.name: is required')]);
  });

  test.each([
    ['v0.174.0-amd64', 0],
    ['v0.158.4-k8s-amd64', 2],
  ])('of tag %s causes %d warnings', (tag, count) => {
    expect(warnings({}, { image: { tag } }).filter((line) => line.includes('image.tag'))).toHaveLength(count);
  });
});

describe('what runner pods read', () => {
  test('is a ConfigMap with settings, and a Secret with everything that belongs to an account', () => {
    const release = region({ env: { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_REGION: 'us-east-1' } });
    expect(config(release)).toEqual({
      API_PORT: '3000',
      ENVIRONMENT: 'production',
      CONTAINER_RUNTIME: '',
      LOG_FILE_PATH: '/home/daytona/runner/runner.log',
      LOG_LEVEL: 'info',
      SSH_GATEWAY_ENABLE: 'true',
      SSH_GATEWAY_PORT: '2220',
      RESOURCE_LIMITS_DISABLED: 'false',
      BACKUP_INFO_CACHE_RETENTION: '168h',
      DAEMON_START_TIMEOUT_SEC: '30',
      SANDBOX_START_TIMEOUT_SEC: '60',
      DAEMON_BINARIES_DIR: '/var/lib/daytona/binaries',
      CONFIG_FILE_PATH: '/host-token/token.txt',
    });
    expect(secret(release)).toEqual({
      DAYTONA_API_URL: 'https://api.daytona.io/api',
      SERVER_URL: 'https://api.daytona.io/api',
      API_TOKEN: TOKEN,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: '',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_DEFAULT_BUCKET: '',
      SSH_PUBLIC_KEY: '',
    });
  });

  test('includes the public key of the SSH gateway', () => {
    const sshKeys = { privClientSSHKey: 'UFJJVg==', pubClientSSHKey: 'UFVC', privGatewaySSHKey: 'SE9TVA==' };
    const values = on();
    const services = { ...values.services, sshGateway: { enabled: true, sshKeys } };
    expect(secret(render(system, { ...values, services })).SSH_PUBLIC_KEY).toBe('UFVC');
  });

  test('has no keys of the store with a cloud role, or empty ones on request', () => {
    expect(secret(region({ aws: { credentialMode: 'irsa' } }))).not.toHaveProperty('AWS_ACCESS_KEY_ID');
    const shim = { credentialMode: 'irsa', allowEmptyStaticKeyShim: true };
    expect(secret(region({ aws: shim }))).toMatchObject({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
  });

  test('has other variables: credentials in the Secret', () => {
    const release = region({ env: { FEATURE: 'on', EXTRA_TOKEN: 'x' } });
    expect(config(release)).toMatchObject({ FEATURE: 'on' });
    expect(config(release)).not.toHaveProperty('EXTRA_TOKEN');
    expect(secret(release)).toMatchObject({ EXTRA_TOKEN: 'x' });
  });

  test('takes credentials from a Secret of the user', () => {
    const services = { runnermanager: { enabled: true }, runner: { enabled: true, existingSecret: 'runners' } };
    const release = render(system, { ...minimal, services });
    expect(release.objects.filter(({ kind, metadata }) => kind === 'Secret' && /runner/.test(metadata.name))).toEqual(
      [],
    );
    expect(config(release)).toMatchObject({ DAYTONA_API_URL: 'https://api.daytona.io/api', AWS_DEFAULT_BUCKET: '' });
    expect(variablesOf(managerOf(release)).RUNNER_POD_SECRET).toBe('runners');
    expect(release.externals).toContainEqual(expect.objectContaining({ name: 'runners', keys: ['API_TOKEN'] }));
  });
});

describe('the DaemonSet', () => {
  test('is not there if it has no containers', () => {
    expect(region(bare).objects.filter(({ kind }) => kind === 'DaemonSet')).toEqual([]);
  });

  test('runs only what prepares the node, without the runner', () => {
    const { spec } = templateOf(
      region({ ...bare, registryProxy: { enabled: true, targetHost: 'r.example.com' } }),
      'DaemonSet',
    );
    expect(spec.containers.map(({ name }) => name)).toEqual(['registry-proxy']);
    expect(spec).toMatchObject({
      hostNetwork: true,
      hostPID: true,
      nodeSelector: { 'daytona-sandbox-c': 'true' },
      tolerations: [{ key: 'sandbox', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
      automountServiceAccountToken: false,
    });
  });

  test('runs the runner on request', () => {
    const template = templateOf(region({ mainContainer: { enabled: true } }), 'DaemonSet');
    const runner = containerOf(template, 'runner');
    expect(runner.command).toEqual(['daytona-runner']);
    expect(runner.ports?.map(({ hostPort }) => hostPort)).toEqual([3000, 2220]);
    expect(variablesOf(runner)).toMatchObject({
      API_TOKEN: 'daytona-region-runner-secrets/API_TOKEN',
      DAYTONA_RUNNER_TOKEN: 'daytona-region-runner-secrets/API_TOKEN',
      AWS_REGION: 'daytona-region-runner-secrets/AWS_REGION',
      ENVIRONMENT: 'production',
    });
    expect(runner.volumeMounts).toContainEqual({ name: 'var-lib-daytona', mountPath: '/var/lib/daytona' });
    expect(template.metadata?.labels).toMatchObject({ 'daytona.io/runner': 'true' });
  });
});

describe('mistakes', () => {
  test.each([
    ['API_TOKEN: is the publicly known default', { env: { API_TOKEN: 'secret_api_token' } }],
    ['API_TOKEN: is required', { env: { API_TOKEN: '' } }],
    ['API_TOKEN: conflicts with services.runner.existingSecret', { existingSecret: 'own' }],
    ['AWS_SECRET_ACCESS_KEY: is missing', { env: { AWS_ACCESS_KEY_ID: 'id' } }],
    [
      'AWS_ACCESS_KEY_ID: conflicts with services.runner.aws.credentialMode=irsa',
      { aws: { credentialMode: 'irsa' }, env: { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' } },
    ],
    ['ports.api: must be equal to services.runner.env.API_PORT (3000)', { ports: { api: 3001 } }],
    ['ports.ssh: must be equal to services.runner.env.SSH_GATEWAY_PORT (2220)', { ports: { ssh: 22 } }],
    ['env.SSH_GATEWAY_PORT: must differ', { env: { SSH_GATEWAY_PORT: 3000 } }],
    ['registryProxy.listenPort: 3000 is also a port', { registryProxy: { enabled: true, listenPort: 3000 } }],
    ['env.CONTAINER_RUNTIME: docker is not an OCI runtime', { env: { CONTAINER_RUNTIME: 'docker' } }],
  ])('%s', (message, runner) => {
    expect(problems(runner)[0]).toContain(message);
  });

  test.each([
    ['starts no runner', {}, { enabled: false }],
    ['extraEnv: has no effect without', { extraEnv: [{ name: 'A', value: 'b' }] }, {}],
    ['allowEmptyStaticKeyShim: has no effect', { aws: { allowEmptyStaticKeyShim: true } }, {}],
  ])('%s', (message, runner, manager) => {
    expect(warnings(runner, manager).join('\n')).toContain(message);
  });
});

describe('the key with which the SSH gateway logs in', () => {
  const sshKeys = { privClientSSHKey: 'UFJJVg==', privGatewaySSHKey: 'SE9TVA==' };
  const withGateway = (sshGateway: object, env: object = {}) => {
    const values = on({ env });
    return { ...values, services: { ...values.services, sshGateway: { enabled: true, ...sshGateway } } };
  };

  test('is required', () => {
    expect(problemsOf(system, withGateway({ sshKeys }))).toEqual([
      expect.stringContaining('services.sshGateway.sshKeys.pubClientSSHKey: is required with services.runner.enabled'),
    ]);
    expect(problemsOf(system, withGateway({ sshKeys }, { SSH_PUBLIC_KEY: 'UFVC' }))).toEqual([]);
  });

  test('must be that of the gateway', () => {
    const keys = { sshKeys: { ...sshKeys, pubClientSSHKey: 'UFVC' } };
    expect(problemsOf(system, withGateway(keys, { SSH_PUBLIC_KEY: 'T1RIRVI=' }))).toEqual([
      expect.stringContaining('services.runner.env.SSH_PUBLIC_KEY: differs from'),
    ]);
  });

  test('is not known from a Secret of the user: a warning', () => {
    expect(warningsOf(system, withGateway({ existingSecret: 'ssh' })).join('\n')).toContain(
      'services.runner.env.SSH_PUBLIC_KEY: is empty',
    );
  });
});
