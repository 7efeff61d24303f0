// Declares objects that the user's changes refer to and the release does not contain, as requirements.

import type { Construct } from 'constructs';
import { type Manifest, objectKey } from '../k8s/object/manifest';
import { objectsBelow } from '../k8s/object/objects-below';
import type { Release } from '../k8s/release';
import { nearest } from '../values/nearest';
import type { MissingObject } from './checks/finding';
import { Inventory } from './checks/inventory';
import { references } from './checks/references';

interface Wanted extends MissingObject {
  readonly keys: Set<string>;
  readonly by: readonly string[];
}

/**
 * Declares them as external. `by` are the changes of each object, by path, and `before` the objects before any change:
 * an object that was removed is missing, and not provided by the user.
 */
export function declareReferences(
  scope: Construct,
  release: Release,
  by: ReadonlyMap<string, readonly string[]>,
  before: readonly Manifest[],
): void {
  const objects = objectsBelow(scope).map((object) => ({ path: object.node.path, json: object.toJson() as Manifest }));
  const changes = new Map(objects.flatMap(({ path, json }) => (by.has(path) ? [[objectKey(json), by.get(path)]] : [])));
  const inventory = new Inventory(
    objects.map(({ json }) => json),
    release.externals,
  );
  const removed = new Inventory(before, []);
  const wanted = new Map<string, Wanted>();
  for (const { object, missing } of references(inventory)) {
    const changed = changes.get(objectKey(object));
    if (!changed || !missing || removed.find(missing.kind, missing.namespace, missing.name)) continue;
    const id = [missing.kind, missing.namespace, missing.name].join('/');
    const known = wanted.get(id) ?? { ...missing, keys: new Set(), by: changed };
    if (missing.key !== undefined) known.keys.add(missing.key);
    wanted.set(id, known);
  }
  for (const one of wanted.values()) {
    release.external(one.kind, one.name, [...one.keys], one.namespace);
    warnOfTypo(release, inventory, one);
  }
}

function warnOfTypo(release: Release, { objects }: Inventory, { kind, name, namespace, by }: Wanted): void {
  const names = objects
    .filter((object) => object.kind === kind && object.metadata.namespace === namespace)
    .map((object) => object.metadata.name);
  const near = nearest(name, names);
  if (near === undefined) return;
  release.warn(`${kind} ${name} is not in the release (did you mean ${near}? ${by.join('; ')})`);
}
