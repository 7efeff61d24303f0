// Selectors select the pods that are meant, and Services reach ports that those pods have.

import type { Manifest } from '../../k8s/manifest';
import type { Finding } from './finding';
import { at, type Inventory, matches, type PodOwner } from './inventory';

type Selector = Readonly<Record<string, string>>;

export function* selectors(inventory: Inventory): Generator<Finding> {
  for (const { object, labels } of inventory.pods) {
    const own = at(object, 'spec.selector.matchLabels') as Selector | undefined;
    if (own && !matches(own, labels)) {
      yield { object, field: 'spec.selector', message: "does not match the labels of the object's own pods" };
    }
  }
  for (const object of inventory.ofKind('Service')) yield* service(inventory, object);
  for (const object of inventory.ofKind('PodDisruptionBudget')) {
    yield* selectsSome(inventory, object, 'spec.selector.matchLabels');
  }
  for (const object of inventory.ofKind('NetworkPolicy')) {
    yield* selectsSome(inventory, object, 'spec.podSelector.matchLabels');
  }
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

function* service(inventory: Inventory, object: Manifest): Generator<Finding> {
  const selector = at(object, 'spec.selector') as Selector | undefined;
  if (!selector) return;
  const pods = inventory.podsWith(selector, object.metadata.namespace);
  if (pods.length === 0) {
    yield { object, field: 'spec.selector', message: 'selects no pod of the release' };
    return;
  }
  const ports = (at(object, 'spec.ports') ?? []) as readonly ServicePort[];
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const [index, { name, port, targetPort = port }] of ports.entries()) {
    const field = `spec.ports[${index}]`;
    if (ports.length > 1 && !name) yield { object, field, message: 'needs a name, as there are several ports' };
    if (name && names.has(name)) yield { object, field: `${field}.name`, message: `is taken: ${name}` };
    if (numbers.has(port)) yield { object, field: `${field}.port`, message: `is taken: ${port}` };
    if (name) names.add(name);
    numbers.add(port);
    for (const pod of pods.filter((candidate) => !hasPort(candidate, targetPort))) {
      const message = `pods of ${pod.object.kind} ${pod.object.metadata.name} have no port ${targetPort}`;
      yield { object, field: `${field}.targetPort`, message };
    }
  }
}

const hasPort = ({ spec }: PodOwner, wanted: number | string): boolean =>
  spec.containers.some(({ ports = [] }) =>
    ports.some(({ name, containerPort }) => (typeof wanted === 'number' ? containerPort === wanted : name === wanted)),
  );

function* selectsSome(inventory: Inventory, object: Manifest, field: string): Generator<Finding> {
  const selector = at(object, field) as Selector | undefined;
  // An empty selector means every pod of the namespace.
  if (!selector || Object.keys(selector).length === 0) return;
  if (inventory.podsWith(selector, object.metadata.namespace).length === 0) {
    yield { object, field, message: 'selects no pod of the release' };
  }
}
