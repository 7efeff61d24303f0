// Namespaces that a release creates, with the Pod Security level that its pods need.

import { Construct } from 'constructs';
import { ApiObject } from './object/api-object';
import type { Manifest, ObjectMeta } from './object/manifest';
import { objectsBelow } from './object/objects-below';
import { POD_SPECS, podOwners } from './object/pod-owner';
import { demandsOf, levelOf } from './pod-security';
import type { Release } from './release';

const LEVEL = 'pod-security.kubernetes.io/enforce';

/** The scope for the namespaces of a release. Create it before the other objects, because they are applied after it. */
export const placeForNamespaces = (scope: Construct): Construct => new Construct(scope, 'namespaces');

/** Renders the namespaces that the release asked for. `scope` holds all of its objects. */
export function renderNamespaces(scope: Construct, place: Construct, { namespaces }: Release): void {
  for (const metadata of namespaces.values()) new Namespace(place, metadata.name, metadata, scope);
}

/** Its level is computed during synthesis, so that it also covers pods that were patched or added later. */
class Namespace extends ApiObject {
  constructor(
    place: Construct,
    id: string,
    metadata: ObjectMeta,
    private readonly release: Construct,
  ) {
    super(place, id, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }

  protected override constructed(): Manifest {
    const object = super.constructed();
    const specs = podOwners(this.podObjects())
      .filter(({ namespace }) => namespace === object.metadata.name)
      .map(({ spec }) => spec);
    if (specs.length === 0) return object;
    const labels = { [LEVEL]: levelOf(specs.flatMap(demandsOf)), ...object.metadata.labels };
    return { ...object, metadata: { ...object.metadata, labels } };
  }

  private podObjects(): Manifest[] {
    return objectsBelow(this.release)
      .filter(({ kind }) => kind in POD_SPECS)
      .map((object) => object.toJson() as Manifest);
  }
}
