// Checks that the ports of Services and NetworkPolicies exist on their pods.

import { describe, type Manifest } from '../../../k8s/object/manifest';
import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../../names/naming';
import type { Finding } from '../finding';
import { at, type Inventory, type PodOwner } from '../inventory';
import { isPort } from '../pods/containers';

type Selector = Readonly<Record<string, string>>;

const LABEL = new RegExp(DNS_LABEL);

export function* services(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('Service')) {
    yield* portsOf(object);
    const selector = at(object, 'spec.selector') as Selector | undefined;
    if (selector) yield* targets(object, inventory.podsWith(selector, object.metadata.namespace));
  }
  for (const object of inventory.ofKind('NetworkPolicy')) yield* policy(inventory, object);
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
}

const servicePorts = (object: Manifest): readonly ServicePort[] =>
  (at(object, 'spec.ports') ?? []) as readonly ServicePort[];

function* portsOf(object: Manifest): Generator<Finding> {
  const all = servicePorts(object);
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const [index, { name, port, protocol = 'TCP' }] of all.entries()) {
    const field = `spec.ports[${index}]`;
    if (!name && all.length > 1) yield { object, field, message: 'needs a name, because there are several ports' };
    if (name && (!LABEL.test(name) || name.length > DNS_LABEL_LIMIT)) {
      yield { object, field: `${field}.name`, message: `is not a DNS label: ${name}` };
    }
    if (name && names.has(name)) yield { object, field: `${field}.name`, message: `is already used: ${name}` };
    if (name) names.add(name);
    if (!isPort(port)) yield { object, field: `${field}.port`, message: `is not a valid port: ${port}` };
    const number = `${port}/${protocol}`;
    if (numbers.has(number)) yield { object, field: `${field}.port`, message: `is already used: ${number}` };
    numbers.add(number);
  }
}

function* targets(object: Manifest, pods: readonly PodOwner[]): Generator<Finding> {
  if (pods.length === 0) yield { object, field: 'spec.selector', message: 'selects no pod of the release' };
  for (const [index, { port, targetPort = port }] of servicePorts(object).entries()) {
    for (const pod of pods.filter((candidate) => !hasPort(candidate, targetPort))) {
      const message = `pods of ${describe(pod.object)} have no port ${targetPort}`;
      yield { object, field: `spec.ports[${index}].targetPort`, message };
    }
  }
}

interface PolicySpec {
  readonly podSelector?: { readonly matchLabels?: Selector };
  readonly ingress?: readonly { readonly ports?: readonly { readonly port?: number | string }[] }[];
}

/** A port that no selected pod has would silently allow nothing. */
function* policy(inventory: Inventory, object: Manifest): Generator<Finding> {
  const { podSelector, ingress = [] } = object.spec as PolicySpec;
  const pods = inventory.podsWith(podSelector?.matchLabels ?? {}, object.metadata.namespace);
  for (const [rule, { ports = [] }] of ingress.entries()) {
    for (const [index, { port }] of ports.entries()) {
      if (typeof port !== 'string' || pods.length === 0 || pods.some((pod) => hasPort(pod, port))) continue;
      const field = `spec.ingress[${rule}].ports[${index}].port`;
      yield { object, field, message: `no pod that the policy selects has a port ${port}` };
    }
  }
}

const hasPort = ({ spec }: PodOwner, wanted: number | string): boolean =>
  [...(spec.initContainers ?? []), ...spec.containers].some(({ ports = [] }) =>
    ports.some(({ name, containerPort }) => (typeof wanted === 'number' ? containerPort === wanted : name === wanted)),
  );
