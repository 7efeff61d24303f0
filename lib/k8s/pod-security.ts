// Which Pod Security Standard admits a pod, and the fields that rule out a stricter one.
// https://kubernetes.io/docs/concepts/security/pod-security-standards/

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { ILifecycleHandler } from 'kubernetes-models/v1/LifecycleHandler';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';

export const LEVELS = ['restricted', 'baseline', 'privileged'] as const;
export type Level = (typeof LEVELS)[number];

export interface Demand {
  /** The strictest standard that allows the field. */
  readonly level: Level;
  /** Path in the pod's spec: `containers[0].securityContext.privileged`. */
  readonly field: string;
}

/** Every field that a standard stricter than its `level` would forbid. */
export function demandsOf(spec: IPodSpec): Demand[] {
  const containers = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index): Placed => ({ container, field: `${list}[${index}]` })),
  );
  return [
    ...[...beyondBaseline(spec, containers)].map((field): Demand => ({ level: 'privileged', field })),
    ...[...beyondRestricted(spec, containers)].map((field): Demand => ({ level: 'baseline', field })),
  ];
}

/** The strictest standard that allows all of these fields. */
export const levelOf = (demands: readonly Demand[]): Level =>
  demands.reduce<Level>((level, demand) => laxer(level, demand.level), 'restricted');

const laxer = (a: Level, b: Level): Level => (LEVELS.indexOf(a) > LEVELS.indexOf(b) ? a : b);

/** A container with its place in the pod's spec. */
export interface Placed {
  readonly container: IContainer;
  readonly field: string;
}

const CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
]);

/** Paths of the fields that only "privileged" allows. */
export function* beyondBaseline(spec: IPodSpec, containers: readonly Placed[]): Generator<string> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) if (spec[field]) yield field;
  for (const [index, { hostPath }] of (spec.volumes ?? []).entries()) if (hostPath) yield `volumes[${index}].hostPath`;
  for (const [index, { name }] of (spec.securityContext?.sysctls ?? []).entries()) {
    if (!SYSCTLS.has(name)) yield `securityContext.sysctls[${index}]`;
  }
  yield* beyondInContext(spec.securityContext, 'securityContext');
  for (const { container, field } of containers) {
    yield* ofContainer(container.securityContext, `${field}.securityContext`);
    for (const [index, { hostPort }] of (container.ports ?? []).entries()) {
      if (hostPort) yield `${field}.ports[${index}].hostPort`;
    }
    for (const place of hostsOf(container)) yield `${field}.${place}`;
  }
}

/** Fields that pods and containers share. */
function* beyondInContext(context: IPodSecurityContext | ISecurityContext | undefined, at: string): Generator<string> {
  if (!context) return;
  const { seLinuxOptions, seccompProfile, appArmorProfile, windowsOptions } = context;
  if (windowsOptions?.hostProcess) yield `${at}.windowsOptions.hostProcess`;
  if (appArmorProfile?.type === 'Unconfined') yield `${at}.appArmorProfile.type`;
  if (seccompProfile?.type === 'Unconfined') yield `${at}.seccompProfile.type`;
  if (!SELINUX_TYPES.has(seLinuxOptions?.type ?? '')) yield `${at}.seLinuxOptions.type`;
  for (const field of ['user', 'role'] as const) if (seLinuxOptions?.[field]) yield `${at}.seLinuxOptions.${field}`;
}

function* ofContainer(context: ISecurityContext | undefined, at: string): Generator<string> {
  yield* beyondInContext(context, at);
  if (context?.privileged) yield `${at}.privileged`;
  if (context?.procMount && context.procMount !== 'Default') yield `${at}.procMount`;
  if (context?.capabilities?.add?.some((name) => !CAPABILITIES.has(name))) yield `${at}.capabilities.add`;
}

/** Probes and hooks with their own host, which Kubernetes 1.34 and later forbid. */
function* hostsOf(container: IContainer): Generator<string> {
  const { lifecycle } = container;
  const handlers: [string, (IProbe & ILifecycleHandler) | undefined][] = [
    ['startupProbe', container.startupProbe],
    ['livenessProbe', container.livenessProbe],
    ['readinessProbe', container.readinessProbe],
    ['lifecycle.postStart', lifecycle?.postStart],
    ['lifecycle.preStop', lifecycle?.preStop],
  ];
  for (const [field, handler] of handlers) {
    for (const kind of ['httpGet', 'tcpSocket'] as const) if (handler?.[kind]?.host) yield `${field}.${kind}.host`;
  }
}

const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const SECCOMP = new Set(['RuntimeDefault', 'Localhost']);

/** Paths of the fields that "restricted" forbids, or requires and does not find. */
export function* beyondRestricted(spec: IPodSpec, containers: readonly Placed[]): Generator<string> {
  for (const [index, { name: _name, ...sources }] of (spec.volumes ?? []).entries()) {
    for (const source of Object.keys(sources)) if (!VOLUMES.has(source)) yield `volumes[${index}].${source}`;
  }
  const pod = spec.securityContext;
  if (pod?.runAsUser === 0) yield 'securityContext.runAsUser';
  for (const { container, field } of containers) {
    const at = `${field}.securityContext`;
    const own = container.securityContext;
    if (own?.allowPrivilegeEscalation !== false) yield `${at}.allowPrivilegeEscalation`;
    if (!(own?.runAsNonRoot ?? pod?.runAsNonRoot)) yield `${at}.runAsNonRoot`;
    if (own?.runAsUser === 0) yield `${at}.runAsUser`;
    if (!SECCOMP.has((own?.seccompProfile ?? pod?.seccompProfile)?.type ?? '')) yield `${at}.seccompProfile`;
    if (!own?.capabilities?.drop?.includes('ALL')) yield `${at}.capabilities.drop`;
    if (own?.capabilities?.add?.some((name) => name !== 'NET_BIND_SERVICE')) yield `${at}.capabilities.add`;
  }
}
