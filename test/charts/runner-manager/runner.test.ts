// The runner DaemonSet: found by the manager, on sandbox nodes only, with the node access that it needs.

import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import { system } from '../../../charts/runner-manager';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { inventory, only, render } from '../../support/render';
import { everything, minimal, withRunner } from './values';

const given = (change: object) => render(system, merge(withRunner, change as Record<string, unknown>));
const template = (change: object) => templateOf(given(change), 'DaemonSet');
const runner = (change: object) => containerOf(template(change), 'runner');

test('it is rendered only on request', () => {
  expect(inventory(render(system, minimal)).filter((name) => name.includes('daytona-runner'))).toEqual([]);
});

test('the manager finds it: app=daytona-runner in the namespace that it watches', () => {
  const daemonSet = only<IDaemonSet>(given({ provider: { namespace: 'sandboxes' } }), 'DaemonSet');
  expect(daemonSet.metadata).toMatchObject({ name: 'daytona-runner', namespace: 'sandboxes' });
  expect(daemonSet.spec?.selector).toEqual({ matchLabels: { app: 'daytona-runner' } });
  expect(daemonSet.spec?.template.metadata?.labels).toMatchObject({
    app: 'daytona-runner',
    'daytona.io/runner': 'true',
    'app.kubernetes.io/component': 'runner',
  });
});

test("it runs only on sandbox nodes, in the node's network and PID namespaces", () => {
  expect(template({}).spec).toMatchObject({
    nodeSelector: { 'daytona-sandbox-c': 'true' },
    tolerations: [{ key: 'sandbox', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
    hostNetwork: true,
    hostPID: true,
    dnsPolicy: 'ClusterFirstWithHostNet',
    terminationGracePeriodSeconds: 30,
  });
});

test("the user's tolerations are added to the pool's", () => {
  const own = { key: 'gpu', operator: 'Exists' };
  expect(template({ runner: { tolerations: [own] } }).spec.tolerations).toEqual([
    { key: 'sandbox', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
    own,
  ]);
});

test('the port is the same in environment, container, node and probes', () => {
  const container = runner({ runner: { port: 8080, sshGateway: { port: 2022 } } });
  expect(container.ports).toEqual([
    { name: 'api', containerPort: 8080, hostPort: 8080, protocol: 'TCP' },
    { name: 'ssh-gateway', containerPort: 2022, hostPort: 2022, protocol: 'TCP' },
  ]);
  expect(variablesOf(container)).toMatchObject({ API_PORT: '8080', SSH_GATEWAY_PORT: '2022' });
  expect(container.livenessProbe?.httpGet).toEqual({ path: '/', port: 'api' });
  expect(container.readinessProbe?.httpGet).toEqual({ path: '/', port: 'api' });
});

test('the environment', () => {
  expect(variablesOf(runner({}))).toEqual({
    API_PORT: '3000',
    CONTAINER_RUNTIME: 'sysbox-runc',
    SSH_GATEWAY_ENABLE: 'true',
    SSH_GATEWAY_PORT: '2220',
    LOG_FILE_PATH: '/home/daytona/runner/runner.log',
    DAEMON_BINARIES_DIR: '/var/lib/daytona/binaries',
    CONFIG_FILE_PATH: '/host-token/token.txt',
    NODE_NAME: 'spec.nodeName',
    POD_NAME: 'metadata.name',
    POD_IP: 'status.podIP',
    ENVIRONMENT: 'production',
    DAYTONA_API_URL: 'http://daytona-api:3000/api',
    SERVER_URL: 'http://daytona-api:3000/api',
    LOG_LEVEL: 'info',
    RESOURCE_LIMITS_DISABLED: 'false',
    BACKUP_INFO_CACHE_RETENTION: '168h',
    DAEMON_START_TIMEOUT_SEC: '30',
    SANDBOX_START_TIMEOUT_SEC: '60',
    API_TOKEN: 'daytona-runner-secrets/API_TOKEN',
    SYSTEM_API_TOKEN: 'daytona-runner-secrets/SYSTEM_API_TOKEN',
  });
});

test('an object store and a public key are passed on; its keys from a Secret', () => {
  const store = {
    aws: {
      region: 'eu-central-1',
      endpointUrl: 'http://minio:9000',
      defaultBucket: 'snapshots',
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'Tz8hq2',
    },
    sshPublicKey: 'c3NoLWVkMjU1MTkgQUFBQQ==',
  };
  expect(variablesOf(runner({ runner: store }))).toMatchObject({
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: 'http://minio:9000',
    AWS_DEFAULT_BUCKET: 'snapshots',
    AWS_ACCESS_KEY_ID: 'daytona-runner-secrets/AWS_ACCESS_KEY_ID',
    AWS_SECRET_ACCESS_KEY: 'daytona-runner-secrets/AWS_SECRET_ACCESS_KEY',
    SSH_PUBLIC_KEY: 'c3NoLWVkMjU1MTkgQUFBQQ==',
  });
});

test('an explicit false is kept', () => {
  const container = runner({ runner: { sshGateway: { enabled: false } } });
  expect(variablesOf(container)).toMatchObject({ SSH_GATEWAY_ENABLE: 'false' });
  expect(variablesOf(container)).not.toHaveProperty('SSH_GATEWAY_PORT');
  expect(container.ports?.map(({ name }) => name)).toEqual(['api']);
});

test.each(['', 'sysbox-runc', 'kata'])('with runtime "%s", it still connects to Docker', (containerRuntime) => {
  const { volumes = [] } = template({ runner: { containerRuntime } }).spec;
  expect(volumes.filter(({ name }) => name.endsWith('-socket'))).toEqual([
    { name: 'docker-socket', hostPath: { path: '/var/run', type: 'Directory' } },
  ]);
});

describe('the public image', () => {
  const PUBLIC = { runner: { image: { tag: 'v0.190.0' } } };

  test('does not start its own Docker', () => {
    expect(runner(PUBLIC).command).toEqual(['daytona-runner']);
    expect(runner({}).command).toBeUndefined();
  });

  test('has the sandbox programs in the same folder on the node and in the container, where Docker finds them', () => {
    const path = '/usr/local/bin/.tmp/binaries';
    const { volumes = [] } = template(PUBLIC).spec;
    expect(volumes.find(({ name }) => name === 'daemon-binaries')?.hostPath).toEqual({
      path,
      type: 'DirectoryOrCreate',
    });
    expect(runner(PUBLIC).volumeMounts).toContainEqual({ name: 'daemon-binaries', mountPath: path });
    expect(volumes.map(({ name }) => name)).not.toContain('host-token');
  });

  test('reads other variables', () => {
    const variables = variablesOf(runner(PUBLIC));
    expect(variables).toMatchObject({
      DAYTONA_RUNNER_TOKEN: 'daytona-runner-secrets/API_TOKEN',
      RUNNER_DOMAIN: 'status.hostIP',
    });
    for (const name of ['API_TOKEN', 'SYSTEM_API_TOKEN', 'DAEMON_BINARIES_DIR', 'CONFIG_FILE_PATH', 'NODE_NAME']) {
      expect(variables).not.toHaveProperty(name);
    }
  });
});

test('sandbox volumes are mounted where the runner expects them, and visible on the node', () => {
  const store = { runner: { aws: { region: 'eu-central-1' } } };
  expect(runner(store).volumeMounts).toContainEqual({
    name: 'sandbox-volumes',
    mountPath: '/mnt',
    mountPropagation: 'Bidirectional',
  });
  expect(runner({}).volumeMounts?.map(({ name }) => name)).not.toContain('sandbox-volumes');
});

test("the node's file system is read-only, except for logs, keys, binaries and token", () => {
  const writable = runner({}).volumeMounts?.filter(({ readOnly }) => !readOnly);
  expect(writable?.map(({ mountPath }) => mountPath)).toEqual([
    '/var/run',
    '/home/daytona/runner',
    '/root/.ssh',
    '/var/lib/daytona/binaries',
    '/host-token',
  ]);
});

test('the folder of the token can be changed', () => {
  const { volumes } = template({ runner: { tokenHostPath: '/var/lib/daytona/token' } }).spec;
  expect(volumes?.find(({ name }) => name === 'host-token')?.hostPath).toEqual({
    path: '/var/lib/daytona/token',
    type: 'DirectoryOrCreate',
  });
});

test("the chart's security defaults do not contradict a privileged container", () => {
  expect(runner({}).securityContext).toEqual({
    privileged: true,
    allowPrivilegeEscalation: true,
    capabilities: {},
    readOnlyRootFilesystem: false,
    runAsNonRoot: false,
    runAsUser: 0,
    runAsGroup: 0,
  });
});

test("no API token is mounted over /var/run, which is the node's", () => {
  expect(template({}).spec.automountServiceAccountToken).toBe(false);
});

test('the registry proxy forwards a port of the node, without privileges', () => {
  const rendered = render(system, everything);
  const proxy = containerOf(templateOf(rendered, 'DaemonSet'), 'registry-proxy');
  expect(proxy.args).toEqual(['TCP-LISTEN:5000,fork,reuseaddr', 'TCP:registry.example.com:443']);
  expect(proxy.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
});

test('an update replaces one runner at a time', () => {
  expect(only<IDaemonSet>(given({}), 'DaemonSet').spec?.updateStrategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: 1 },
  });
});
