// Containers that a kubelet can start: names, variables, ports, mounts, probes.

import type { IContainer } from 'kubernetes-models/v1/Container';
import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../k8s/naming';
import type { Finding } from './finding';
import type { Inventory, PodOwner } from './inventory';

const LABEL = new RegExp(DNS_LABEL);
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

type Note = (field: string, message: string) => Finding;

export function* containers({ pods }: Inventory): Generator<Finding> {
  for (const pod of pods) {
    const names = new Set<string>();
    for (const list of ['initContainers', 'containers'] as const) {
      for (const [index, container] of (pod.spec[list] ?? []).entries()) {
        const place = `${pod.field}.${list}[${index}]`;
        const note: Note = (field, message) => ({ object: pod.object, field: `${place}.${field}`, message });
        const { name } = container;
        if (!LABEL.test(name) || name.length > DNS_LABEL_LIMIT) yield note('name', `is no DNS label: ${name}`);
        if (names.has(name)) yield note('name', `is taken: ${name}`);
        names.add(name);
        if (!container.image || /\s/.test(container.image)) yield note('image', 'must name an image');
        yield* environment(container, note);
        yield* ports(container, pod, note);
        yield* mounts(container, pod, note);
        yield* probes(container, note);
      }
    }
  }
}

function* environment({ env = [] }: IContainer, note: Note): Generator<Finding> {
  const names = new Set<string>();
  for (const [index, { name, value }] of env.entries()) {
    if (!ENV_NAME.test(name)) yield note(`env[${index}].name`, `is no name of a variable: ${name}`);
    if (names.has(name)) yield note(`env[${index}].name`, `is taken: ${name}`);
    names.add(name);
    if (value !== undefined && typeof value !== 'string') yield note(`env[${index}].value`, 'must be text');
  }
}

function* ports({ ports: own = [] }: IContainer, { spec }: PodOwner, note: Note): Generator<Finding> {
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const [index, { name, containerPort, hostPort, protocol = 'TCP' }] of own.entries()) {
    const field = `ports[${index}]`;
    if (name !== undefined && (name.length > 15 || !PORT_NAME.test(name) || name.includes('--'))) {
      yield note(`${field}.name`, `is no port name: ${name}`);
    }
    if (name !== undefined && names.has(name)) yield note(`${field}.name`, `is taken: ${name}`);
    if (!isPort(containerPort)) yield note(`${field}.containerPort`, `is no port: ${containerPort}`);
    const number = `${containerPort}/${protocol}`;
    if (numbers.has(number)) yield note(`${field}.containerPort`, `is taken: ${number}`);
    numbers.add(number);
    if (name !== undefined) names.add(name);
    if (spec.hostNetwork && hostPort !== undefined && hostPort !== containerPort) {
      yield note(`${field}.hostPort`, `must equal containerPort ${containerPort} on the host's network`);
    }
  }
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;

function* mounts({ volumeMounts = [] }: IContainer, { spec, object }: PodOwner, note: Note): Generator<Finding> {
  const claims = (
    object.spec as { readonly volumeClaimTemplates?: readonly { readonly metadata?: { name?: string } }[] }
  ).volumeClaimTemplates;
  const volumes = new Set(
    [...(spec.volumes ?? []), ...(claims ?? []).map(({ metadata }) => metadata ?? {})].map(({ name }) => name),
  );
  const paths = new Set<string>();
  for (const [index, { name, mountPath }] of volumeMounts.entries()) {
    if (!volumes.has(name)) yield note(`volumeMounts[${index}].name`, `the pod has no volume ${name}`);
    if (paths.has(mountPath)) yield note(`volumeMounts[${index}].mountPath`, `is taken: ${mountPath}`);
    paths.add(mountPath);
  }
}

function* probes(container: IContainer, note: Note): Generator<Finding> {
  for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
    const probe = container[name];
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    if (typeof port === 'string' && !container.ports?.some((candidate) => candidate.name === port)) {
      yield note(name, `the container has no port ${port}`);
    }
    const threshold = probe?.successThreshold ?? 1;
    if (name !== 'readinessProbe' && threshold !== 1) yield note(`${name}.successThreshold`, 'must be 1');
  }
}
