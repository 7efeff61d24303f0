// Checks that selectors match the intended pods, and no others.

import { describe, type Manifest } from '../../k8s/object/manifest';
import type { Finding } from './finding';
import { at, type Inventory, matches } from './inventory';

type Selector = Readonly<Record<string, string>>;

export function* selectors(inventory: Inventory): Generator<Finding> {
  for (const { object, labels } of inventory.pods) {
    const own = at(object, 'spec.selector.matchLabels') as Selector | undefined;
    if (own && !matches(own, labels)) {
      yield { object, field: 'spec.selector', message: "does not match the labels of the object's own pods" };
    }
  }
  yield* strangers(inventory);
  for (const object of inventory.ofKind('PodDisruptionBudget')) {
    yield* selectsSome(inventory, object, 'spec.selector.matchLabels');
  }
  for (const object of inventory.ofKind('NetworkPolicy')) {
    yield* selectsSome(inventory, object, 'spec.podSelector.matchLabels');
  }
}

/** Workloads that match each other's pods fight over them. */
function* strangers(inventory: Inventory): Generator<Finding> {
  for (const { object } of inventory.pods) {
    const own = at(object, 'spec.selector.matchLabels') as Selector | undefined;
    if (!own) continue;
    for (const other of inventory.podsWith(own, object.metadata.namespace)) {
      if (other.object === object) continue;
      yield { object, field: 'spec.selector', message: `also selects the pods of ${describe(other.object)}` };
    }
  }
}

function* selectsSome(inventory: Inventory, object: Manifest, field: string): Generator<Finding> {
  const selector = at(object, field) as Selector | undefined;
  // An empty selector matches every pod in the namespace.
  if (!selector || Object.keys(selector).length === 0) return;
  if (inventory.podsWith(selector, object.metadata.namespace).length === 0) {
    yield { object, field, message: 'selects no pod of the release' };
  }
}
