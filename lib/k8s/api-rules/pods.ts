// Pods and containers: users, profiles, probes, ports, host names.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { Path } from '../../values/path';
import { exactlyOne, isAddress, isDnsLabel, isPortName, isSubdomain, objectName, required } from './formats';
import { labelMap } from './labels';
import { each, oneOf, type Refusal, type Rules, range, refusal } from './refusal';

const HIGHEST_ID = 2 ** 31 - 1;
const HIGHEST = Number.MAX_SAFE_INTEGER;
export const PORTS = 65535;

interface Profile {
  readonly type: string;
  readonly localhostProfile?: string;
}

function* profile(given: Profile | undefined, ...place: Path): Generator<Refusal> {
  if (!given) return;
  yield* oneOf(given.type, [...place, 'type'], ['Localhost', 'RuntimeDefault', 'Unconfined']);
  if (given.type === 'Localhost') yield* required(given.localhostProfile, ...place, 'localhostProfile');
  else if (given.localhostProfile) yield refusal('requires type Localhost', ...place, 'localhostProfile');
}

type Identities = Pick<IPodSecurityContext, 'runAsGroup' | 'runAsUser' | 'appArmorProfile' | 'seccompProfile'>;

function* identities(context: Identities): Generator<Refusal> {
  yield* range(context.runAsUser, ['runAsUser'], 0, HIGHEST_ID);
  yield* range(context.runAsGroup, ['runAsGroup'], 0, HIGHEST_ID);
  yield* profile(context.seccompProfile, 'seccompProfile');
  yield* profile(context.appArmorProfile, 'appArmorProfile');
}

const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*([a-z0-9][-_a-z0-9]*)?[a-z0-9]$/;

function* ofPod(context: IPodSecurityContext): Generator<Refusal> {
  yield* identities(context);
  yield* range(context.fsGroup, ['fsGroup'], 0, HIGHEST_ID);
  yield* oneOf(context.fsGroupChangePolicy, ['fsGroupChangePolicy'], ['OnRootMismatch', 'Always']);
  yield* oneOf(context.supplementalGroupsPolicy, ['supplementalGroupsPolicy'], ['Merge', 'Strict']);
  for (const [index, group] of (context.supplementalGroups ?? []).entries()) {
    yield* range(group, ['supplementalGroups', index], 0, HIGHEST_ID);
  }
  const seen = new Set<string>();
  yield* each(context.sysctls, ['sysctls'], function* ({ name }) {
    if (!SYSCTL.test(name) || name.length > 253) yield refusal('is not the name of a sysctl', 'name');
    if (seen.has(name)) yield refusal(`is already used: ${name}`, 'name');
    seen.add(name);
  });
}

function* ofContainer(context: ISecurityContext): Generator<Refusal> {
  yield* identities(context);
  yield* oneOf(context.procMount, ['procMount'], ['Default', 'Unmasked']);
  if (context.allowPrivilegeEscalation !== false) return;
  if (context.privileged) yield refusal('must not be false with privileged', 'allowPrivilegeEscalation');
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    yield refusal('must not be false with capability CAP_SYS_ADMIN', 'allowPrivilegeEscalation');
  }
}

function* hostAlias({ ip, hostnames = [] }: IHostAlias): Generator<Refusal> {
  if (!isAddress(ip)) yield refusal('is not an IP address', 'ip');
  for (const [index, name] of hostnames.entries()) {
    if (!isSubdomain(name)) yield refusal('is not a host name', 'hostnames', index);
  }
}

function* probe(given: IProbe): Generator<Refusal> {
  yield* exactlyOne(given, ['exec', 'grpc', 'httpGet', 'tcpSocket']);
  for (const key of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'] as const) {
    yield* range(given[key], [key], 0, HIGHEST);
  }
  yield* range(given.terminationGracePeriodSeconds, ['terminationGracePeriodSeconds'], 1, HIGHEST);
  for (const handler of ['httpGet', 'tcpSocket'] as const) {
    const port = given[handler]?.port;
    if (typeof port === 'number') yield* range(port, [handler, 'port'], 1, PORTS);
    else if (port !== undefined && !isPortName(port)) yield refusal('is not the name of a port', handler, 'port');
  }
}

function* container(given: IContainer): Generator<Refusal> {
  const { name, ports, lifecycle, securityContext, volumeMounts } = given;
  if (!isDnsLabel(name)) yield refusal('is not a DNS label', 'name');
  yield* oneOf(given.imagePullPolicy, ['imagePullPolicy'], ['Always', 'IfNotPresent', 'Never']);
  yield* each(ports, ['ports'], function* (port) {
    if (port.name && !isPortName(port.name)) yield refusal('is not a valid port name', 'name');
    yield* range(port.containerPort, ['containerPort'], 1, PORTS);
    yield* range(port.hostPort, ['hostPort'], 1, PORTS);
  });
  for (const [index, { mountPropagation }] of (volumeMounts ?? []).entries()) {
    if (mountPropagation === 'Bidirectional' && !securityContext?.privileged) {
      yield refusal('requires a privileged container', 'volumeMounts', index, 'mountPropagation');
    }
  }
  for (const hook of ['postStart', 'preStop'] as const) {
    if (lifecycle?.[hook]) {
      yield* exactlyOne(lifecycle[hook], ['exec', 'httpGet', 'sleep', 'tcpSocket'], 'lifecycle', hook);
    }
  }
}

function* pod(spec: IPodSpec): Generator<Refusal> {
  yield* labelMap(spec.nodeSelector, 'nodeSelector');
  yield* objectName(spec.priorityClassName, 'priorityClassName');
  yield* objectName(spec.serviceAccountName, 'serviceAccountName');
  yield* objectName(spec.runtimeClassName, 'runtimeClassName');
  yield* range(spec.terminationGracePeriodSeconds, ['terminationGracePeriodSeconds'], 0, HIGHEST);
  yield* range(spec.activeDeadlineSeconds, ['activeDeadlineSeconds'], 1, HIGHEST_ID);
  if (spec.hostname && !isDnsLabel(spec.hostname)) yield refusal('is not a DNS label', 'hostname');
  if (spec.subdomain && !isDnsLabel(spec.subdomain)) yield refusal('is not a DNS label', 'subdomain');
  if (spec.dnsPolicy === 'None' && !spec.dnsConfig?.nameservers?.length) {
    yield refusal('is required with dnsPolicy None', 'dnsConfig', 'nameservers');
  }
}

export const podRules: Rules = {
  'v1/Container': container,
  'v1/HostAlias': hostAlias,
  'v1/PodSecurityContext': ofPod,
  'v1/PodSpec': pod,
  'v1/Probe': probe,
  'v1/SecurityContext': ofContainer,
};
