// The objects of a lab session, one behavior per test.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IPod } from 'kubernetes-models/v1/Pod';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import { system } from '../../../charts/dozlab-session';
import { merge } from '../../../lib/values/file/merge';
import { variablesOf } from '../../support/pods';
import { inventory, only, render, yamlOf } from '../../support/render';
import { documented, minimal } from './values';

const session = (change: object = {}) =>
  render(system, merge(minimal, change as Record<string, unknown>), { namespace: 'labs' });

type Spec = NonNullable<IPod['spec']>;
const podOf = (change?: object) => only<IPod & { readonly spec: Spec }>(session(change), 'Pod');

function container(name: string, change?: object): IContainer {
  const { containers, initContainers = [] } = podOf(change).spec;
  const found = [...initContainers, ...containers].find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
}

test('the documented session', () => {
  expect(yamlOf(render(system, documented))).toMatchSnapshot();
});

test('a session that outlives its pod, with everything set', () => {
  const everything = {
    persistence: { enabled: true, storageClass: 'fast' },
    terminal: { ssh: { existingSecret: 'lab-ssh' } },
  };
  expect(yamlOf(session(everything))).toMatchSnapshot();
});

test('its objects have the id, and the Secret comes before the pod', () => {
  expect(inventory(session())).toEqual([
    'Secret labs/lab-session-demo-secrets',
    'NetworkPolicy labs/lab-session-demo',
    'Service labs/lab-service-demo',
    'Pod labs/lab-session-demo',
  ]);
});

test('only a session that does not end by itself is stopped at its time limit', () => {
  expect(podOf({ activeDeadlineSeconds: 7200 }).spec.activeDeadlineSeconds).toBe(7200);
  expect(podOf().spec).not.toHaveProperty('activeDeadlineSeconds');
});

test("only VS Code, the terminal and SSH are reachable, not the VM's Docker daemon", () => {
  const { spec } = only<INetworkPolicy>(session(), 'NetworkPolicy');
  expect(spec?.ingress?.flatMap(({ ports = [] }) => ports.map(({ port }) => port))).toEqual([8080, 8081, 22]);
  expect(spec?.podSelector).toEqual({ matchLabels: { app: 'lab-environment', 'session-id': 'demo' } });
});

test('the pod does not forward the ports of its own containers to the VM', () => {
  expect(variablesOf(container('firecracker-vm')).POD_LOCAL_PORTS).toBe('8080 8081');
});

test("the terminal's readiness probe uses an existing path", () => {
  expect(container('terminal-sidecar').readinessProbe?.httpGet).toEqual({ path: '/health', port: 8081 });
});

test.each([
  ['4G', '8Gi'],
  ['512M', '1Gi'],
])('a disk of %s gets a volume of %s, which also has room for the kernel', (diskSize, sizeLimit) => {
  const volumes = podOf({ rootfs: { diskSize } }).spec.volumes ?? [];
  expect(volumes.find(({ name }) => name === 'vm-kernels')?.emptyDir).toEqual({ sizeLimit });
});

test('devices are requested as resources, in requests and limits', () => {
  const devices = { 'dozlab.io/kvm': '1', 'dozlab.io/tun': '1' };
  const { resources } = container('firecracker-vm');
  expect(resources?.limits).toMatchObject(devices);
  expect(resources?.requests).toMatchObject(devices);
  const without = container('firecracker-vm', { firecracker: { kvmResource: '', tunResource: '' } });
  expect(Object.keys(without.resources?.limits ?? {})).toEqual(['cpu', 'memory']);
});

test('the VM is not privileged, and the pod forwards its traffic', () => {
  expect(container('firecracker-vm').securityContext).toEqual({
    capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'] },
  });
  expect(podOf().spec.securityContext?.sysctls).toEqual([{ name: 'net.ipv4.ip_forward', value: '1' }]);
});

test('students get no service account token and no addresses of other Services', () => {
  expect(podOf().spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
});

test('the password is in a Secret and nowhere else', () => {
  const release = session();
  const { data } = only<ISecret>(release, 'Secret');
  expect(Buffer.from(String(data?.['vscode-password']), 'base64').toString()).toBe('correct-horse-battery');
  expect(yamlOf(release)).not.toContain('correct-horse-battery');
  expect(variablesOf(container('code-server')).PASSWORD).toBe('lab-session-demo-secrets/vscode-password');
});

test('a Secret that the user provides is used and not rendered', () => {
  const kept = { codeServer: { password: null, existingSecret: 'mine', secretKey: 'pw' } };
  const release = session(kept);
  expect(inventory(release).filter((name) => name.startsWith('Secret'))).toEqual([]);
  expect(release.externals).toEqual([
    { kind: 'Secret', name: 'mine', namespace: 'labs', keys: ['pw'], generated: false },
  ]);
  expect(variablesOf(container('code-server', kept)).PASSWORD).toBe('mine/pw');
});

test('persistence turns every volume except the network settings into a claim of the same size', () => {
  const release = session({ persistence: { enabled: true }, global: { storageClass: 'fast' } });
  const claims = release.objects.filter(
    ({ kind }) => kind === 'PersistentVolumeClaim',
  ) as unknown as IPersistentVolumeClaim[];
  expect(
    claims.map(({ metadata, spec }) => [metadata?.name, spec?.resources?.requests?.storage, spec?.storageClassName]),
  ).toEqual([
    ['lab-session-demo-vm-kernels', '8Gi', 'fast'],
    ['lab-session-demo-vm-data', '5Gi', 'fast'],
    ['lab-session-demo-vscode-data', '1Gi', 'fast'],
  ]);
  const { volumes = [] } = only<IPod & { readonly spec: Spec }>(release, 'Pod').spec;
  expect(volumes.filter(({ emptyDir }) => emptyDir).map(({ name }) => name)).toEqual(['shared-config']);
});

test('the Service ports come from the values, the container ports do not', () => {
  const { spec } = only<IService>(session({ service: { ports: { vscode: 80, terminal: 81, ssh: 2222 } } }), 'Service');
  expect(spec?.ports?.map(({ port, targetPort }) => [port, targetPort])).toEqual([
    [80, 8080],
    [81, 8081],
    [2222, 22],
  ]);
});

test('a workspace can be read-only', () => {
  const workspace = (workspaceReadOnly: boolean) =>
    container('code-server', { codeServer: { workspaceReadOnly } }).volumeMounts?.find(
      ({ mountPath }) => mountPath === '/workspace',
    );
  expect([workspace(false)?.readOnly, workspace(true)?.readOnly]).toEqual([undefined, true]);
});

test("users' labels are on every object, but in no selector", () => {
  const release = session({ labels: { team: 'platform' } });
  for (const { metadata } of release.objects)
    expect(metadata.labels).toMatchObject({ team: 'platform', 'user-id': 'user-123' });
  expect(only<IService>(release, 'Service').spec?.selector).toEqual({ app: 'lab-environment', 'session-id': 'demo' });
});

test('network settings reach the containers as variables, and are not in the script', () => {
  const setup = container('network-setup', { network: { gatewayIp: '10.9.8.1', vmIp: '10.9.8.7', tapDevice: 'tap9' } });
  expect(variablesOf(setup)).toEqual({
    GATEWAY_IP: '10.9.8.1',
    VM_IP: '10.9.8.7',
    POD_IP: 'status.podIP',
    TAP_DEVICE: 'tap9',
  });
  expect(setup.command?.join()).not.toContain('10.9.8');
});

test('the script writes the settings, one per line, and the same twice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shared-'));
  const script = container('network-setup').command?.at(-1)?.replaceAll('/shared', folder) ?? '';
  const env = {
    PATH: process.env.PATH,
    GATEWAY_IP: '172.16.0.1',
    VM_IP: '172.16.0.2',
    POD_IP: '10.1.2.3',
    TAP_DEVICE: '$(id)',
  };
  try {
    for (const _run of [1, 2]) {
      expect(spawnSync('sh', ['-c', script], { env, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
      expect(readFileSync(join(folder, 'network-config'), 'utf8')).toBe(
        'GATEWAY_IP=172.16.0.1\nVM_IP=172.16.0.2\nPOD_IP=10.1.2.3\nTAP_DEVICE=$(id)\n',
      );
    }
    const { POD_IP: _missing, ...incomplete } = env;
    expect(spawnSync('sh', ['-c', script], { env: incomplete, encoding: 'utf8' }).status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each([
  ['without a key, the user of the root file systems', {}, 'lab-user'],
  [
    'with a key, the one for whom it is installed',
    { existingSecret: 'key', authorizedKey: 'ssh-ed25519 AAAA' },
    'root',
  ],
  ['the configured user', { user: 'student', existingSecret: 'key' }, 'student'],
])('the terminal logs in as: %s', (_when, ssh, user) => {
  expect(variablesOf(container('terminal-sidecar', { terminal: { ssh } })).SSH_USER).toBe(user);
});

test('a container gets time to start before it can be restarted', () => {
  for (const name of ['firecracker-vm', 'terminal-sidecar', 'code-server']) {
    const { startupProbe, livenessProbe } = container(name);
    expect(startupProbe).toMatchObject({ periodSeconds: 5 });
    expect((startupProbe?.failureThreshold ?? 0) * 5).toBeGreaterThanOrEqual(120);
    const { httpGet, tcpSocket } = livenessProbe ?? {};
    expect(startupProbe).toMatchObject(httpGet ? { httpGet } : { tcpSocket });
  }
});
