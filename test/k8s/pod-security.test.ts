// The Pod Security Standard that admits a pod: each control of the standards, field by field.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { demandsOf } from '../../lib/k8s/pod-security';

const hardened: ISecurityContext = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
  capabilities: { drop: ['ALL'] },
};

interface Change {
  readonly pod?: Partial<IPodSpec>;
  readonly context?: object;
  readonly container?: object;
}

const podOf = ({ pod, context, container }: Change): IPodSpec => ({
  containers: [{ name: 'web', image: 'web:1', securityContext: { ...hardened, ...context }, ...container }],
  ...pod,
});

const demands = (change: Change) => demandsOf(podOf(change)).map(({ level, field }) => `${level}: ${field}`);

test('a hardened pod passes the strictest standard', () => {
  expect(demands({})).toEqual([]);
});

const own = 'containers[0].securityContext';

test.each<[string, Change]>([
  ['hostNetwork', { pod: { hostNetwork: true } }],
  ['hostPID', { pod: { hostPID: true } }],
  ['hostIPC', { pod: { hostIPC: true } }],
  [
    'securityContext.sysctls[0]',
    { pod: { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } } },
  ],
  ['securityContext.appArmorProfile.type', { pod: { securityContext: { appArmorProfile: { type: 'Unconfined' } } } }],
  ['securityContext.seLinuxOptions.type', { pod: { securityContext: { seLinuxOptions: { type: 'spc_t' } } } }],
  ['securityContext.seLinuxOptions.user', { pod: { securityContext: { seLinuxOptions: { user: 'root' } } } }],
  [`${own}.privileged`, { context: { privileged: true } }],
  [`${own}.procMount`, { context: { procMount: 'Unmasked' } }],
  [`${own}.windowsOptions.hostProcess`, { context: { windowsOptions: { hostProcess: true } } }],
  ['containers[0].ports[0].hostPort', { container: { ports: [{ containerPort: 1, hostPort: 1 }] } }],
  ['containers[0].livenessProbe.httpGet.host', { container: { livenessProbe: { httpGet: { port: 1, host: 'a' } } } }],
  [
    'containers[0].lifecycle.preStop.tcpSocket.host',
    { container: { lifecycle: { preStop: { tcpSocket: { port: 1, host: 'a' } } } } },
  ],
])('%s needs privileged', (field, change) => {
  expect(demands(change)).toEqual([`privileged: ${field}`]);
});

test('a field that violates both standards is reported for both', () => {
  expect(demands({ pod: { volumes: [{ name: 'v', hostPath: { path: '/' } }] } })).toEqual([
    'privileged: volumes[0].hostPath',
    'baseline: volumes[0].hostPath',
  ]);
  expect(demands({ context: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } } })).toEqual([
    `privileged: ${own}.capabilities.add`,
    `baseline: ${own}.capabilities.add`,
  ]);
  expect(demands({ context: { seccompProfile: { type: 'Unconfined' } } })).toEqual([
    `privileged: ${own}.seccompProfile.type`,
    `baseline: ${own}.seccompProfile`,
  ]);
});

test.each<[string, Change]>([
  [`${own}.allowPrivilegeEscalation`, { context: { allowPrivilegeEscalation: undefined } }],
  [`${own}.runAsNonRoot`, { context: { runAsNonRoot: undefined } }],
  [`${own}.runAsUser`, { context: { runAsUser: 0 } }],
  ['securityContext.runAsUser', { pod: { securityContext: { runAsUser: 0 } } }],
  [`${own}.seccompProfile`, { context: { seccompProfile: undefined } }],
  [`${own}.capabilities.drop`, { context: { capabilities: { drop: ['NET_RAW'] } } }],
  [`${own}.capabilities.add`, { context: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } }],
  ['volumes[0].nfs', { pod: { volumes: [{ name: 'v', nfs: { server: 'a', path: '/' } }] } }],
])('%s needs baseline', (field, change) => {
  expect(demands(change)).toEqual([`baseline: ${field}`]);
});

test.each<[string, Change]>([
  ['the one capability', { context: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } }],
  ['a harmless sysctl', { pod: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } } }],
  ['a volume of the cluster', { pod: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] } }],
  ['a node profile', { context: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } }],
  [
    'what the pod says for its containers',
    {
      context: { runAsNonRoot: undefined, seccompProfile: undefined },
      pod: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
    },
  ],
])('%s passes', (_what, change) => {
  expect(demands(change)).toEqual([]);
});

test('a compliant pod does not hide a container, and init containers count', () => {
  const pod = podOf({ pod: { securityContext: { runAsNonRoot: true } }, context: { runAsNonRoot: false } });
  expect(demandsOf({ ...pod, initContainers: pod.containers }).map(({ field }) => field)).toEqual([
    'initContainers[0].securityContext.runAsNonRoot',
    `${own}.runAsNonRoot`,
  ]);
});
