// Checks each container: that a kubelet can start it, that its image can be pulled, its ports, probes and security context.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { whyGone } from '../../../k8s/gone-images';
import { DNS_LABEL, DNS_LABEL_LIMIT, VARIABLE_NAME } from '../../../names/naming';
import { remembering } from '../../../names/remember';
import type { Finding } from '../finding';
import type { Inventory, PodContainer, PodOwner } from '../inventory';

const LABEL = new RegExp(DNS_LABEL);
const VARIABLE = new RegExp(VARIABLE_NAME);
const isVariable = remembering((name) => VARIABLE.test(name));

export function* containers(inventory: Inventory): Generator<Finding> {
  const names = new Map<PodOwner, Set<string>>(inventory.pods.map((pod) => [pod, new Set()]));
  for (const each of inventory.containers) {
    const { pod, container, note } = each;
    const { name, image } = container;
    const taken = names.get(pod);
    if (!LABEL.test(name) || name.length > DNS_LABEL_LIMIT) yield note('name', `is not a DNS label: ${name}`);
    if (taken?.has(name)) yield note('name', `is already used: ${name}`);
    taken?.add(name);
    if (!image || /\s/.test(image)) yield note('image', 'must have an image');
    yield* environment(each);
  }
}

function* environment({ container: { env = [] }, note }: PodContainer): Generator<Finding> {
  const names = new Set<string>();
  for (let index = 0; index < env.length; index++) {
    const { name, value, valueFrom } = env[index] as IEnvVar;
    if (!isVariable(name)) yield note(`env[${index}].name`, `is not a valid variable name: ${name}`);
    if (names.has(name)) yield note(`env[${index}].name`, `is already used: ${name}`);
    names.add(name);
    if (value !== undefined && typeof value !== 'string') yield note(`env[${index}].value`, 'must be a string');
    if (value && valueFrom) yield note(`env[${index}]`, 'must not have both value and valueFrom');
  }
}

const NAME = /^(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export function* ports({ containers }: Inventory): Generator<Finding> {
  for (const { container, pod, note } of containers) {
    const names = new Set<string>();
    const numbers = new Set<string>();
    for (const [index, { name, containerPort, hostPort, protocol = 'TCP' }] of (container.ports ?? []).entries()) {
      const field = `ports[${index}]`;
      if (name !== undefined && (name.length > 15 || !NAME.test(name) || name.includes('--'))) {
        yield note(`${field}.name`, `is not a valid port name: ${name}`);
      }
      if (name !== undefined && names.has(name)) yield note(`${field}.name`, `is already used: ${name}`);
      if (!isPort(containerPort)) yield note(`${field}.containerPort`, `is not a valid port: ${containerPort}`);
      if (hostPort !== undefined && !isPort(hostPort))
        yield note(`${field}.hostPort`, `is not a valid port: ${hostPort}`);
      const number = `${containerPort}/${protocol}`;
      if (numbers.has(number)) yield note(`${field}.containerPort`, `is already used: ${number}`);
      numbers.add(number);
      if (name !== undefined) names.add(name);
      if (pod.spec.hostNetwork && hostPort !== undefined && hostPort !== containerPort) {
        yield note(`${field}.hostPort`, `must equal containerPort ${containerPort} with hostNetwork`);
      }
    }
  }
}

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'] as const;

export function* probes({ containers }: Inventory): Generator<Finding> {
  for (const { container, isInit, note } of containers) {
    for (const name of PROBES) {
      const probe = container[name];
      if (probe === undefined) continue;
      if (isInit) yield note(name, 'is not supported for init containers');
      const handlers = HANDLERS.filter((handler) => probe[handler] !== undefined);
      if (handlers.length !== 1) {
        yield note(name, `must have one of ${HANDLERS.join(', ')}, not ${handlers.join(' and ') || 'none'}`);
      }
      const port = probe.httpGet?.port ?? probe.tcpSocket?.port;
      if (typeof port === 'string' && !container.ports?.some((candidate) => candidate.name === port)) {
        yield note(name, `the container has no port ${port}`);
      }
      if (name !== 'readinessProbe' && (probe.successThreshold ?? 1) !== 1) {
        yield note(`${name}.successThreshold`, 'must be 1');
      }
    }
  }
}

export function* security({ containers }: Inventory): Generator<Finding> {
  for (const { container, pod, note } of containers) {
    const context = container.securityContext ?? {};
    if (context.allowPrivilegeEscalation === false) {
      const place = 'securityContext.allowPrivilegeEscalation';
      if (context.privileged) yield note(place, 'must not be false for a privileged container');
      if (context.capabilities?.add?.some((name) => /^(CAP_)?SYS_ADMIN$/.test(name))) {
        yield note(place, 'must not be false for a container with the capability SYS_ADMIN');
      }
    }
    const all = { ...pod.spec.securityContext, ...context };
    if (all.runAsNonRoot && all.runAsUser === 0) {
      yield note('securityContext', 'runAsNonRoot conflicts with runAsUser 0: the container would never start');
    }
  }
}

export function* goneImages({ containers }: Inventory): Generator<Finding> {
  for (const { container, note } of containers) {
    const why = whyGone(container.image ?? '');
    if (why) yield note('image', `${container.image} ${why}`);
  }
}
