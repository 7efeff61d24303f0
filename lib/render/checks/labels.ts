// Checks that the API server accepts the labels and annotations of objects and their pods, and that selectors match the
// intended pods and no others.

import { describe, type Manifest } from '../../k8s/object/manifest';
import { isLabelKey, LABEL_VALUE } from '../../names/naming';
import type { Finding } from './finding';
import { at, type Inventory, matches } from './inventory';

const VALUE = new RegExp(LABEL_VALUE);

export function* labels({ objects, pods }: Inventory): Generator<Finding> {
  for (const object of objects) yield* ofMetadata(object, object.metadata, 'metadata');
  for (const { object, field } of pods) {
    if (field === 'spec') continue;
    const place = `${field.slice(0, -'spec'.length)}metadata`;
    yield* ofMetadata(object, at(object, place) as Metadata | undefined, place);
  }
}

type Metadata = Pick<Manifest['metadata'], 'labels' | 'annotations'>;

function* ofMetadata(object: Manifest, metadata: Metadata | undefined, field: string): Generator<Finding> {
  const { labels: own, annotations } = metadata ?? {};
  const note = (map: keyof Metadata, key: string, message: string): Finding => ({
    ...{ object, field: `${field}.${map}[${JSON.stringify(key)}]`, message },
  });
  for (const key of Object.keys(own ?? {})) {
    const value: unknown = own?.[key];
    if (!isLabelKey(key)) yield note('labels', key, 'is not a valid label key');
    if (typeof value !== 'string' || value.length > 63 || !VALUE.test(value)) {
      yield note('labels', key, `is not a valid label value: ${JSON.stringify(value)}`);
    }
  }
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (!isLabelKey(key)) yield note('annotations', key, 'is not a valid annotation key');
    if (typeof value !== 'string') yield note('annotations', key, 'must be a string');
  }
}

type Selector = Readonly<Record<string, string>>;

export function* selectors(inventory: Inventory): Generator<Finding> {
  for (const { object, labels } of inventory.pods) {
    const own = at(object, 'spec.selector.matchLabels') as Selector | undefined;
    if (own && !matches(own, labels)) {
      yield { object, field: 'spec.selector', message: "does not match the labels of the object's own pods" };
    }
  }
  yield* foreignPods(inventory);
  for (const object of inventory.ofKind('PodDisruptionBudget')) {
    yield* selectsSome(inventory, object, 'spec.selector.matchLabels');
  }
  for (const object of inventory.ofKind('NetworkPolicy')) {
    yield* selectsSome(inventory, object, 'spec.podSelector.matchLabels');
  }
}

/** Workloads that match each other's pods fight over them. */
function* foreignPods(inventory: Inventory): Generator<Finding> {
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
