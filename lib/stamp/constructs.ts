// Stamps objects in a construct tree, for users who synthesize it themselves.

import { ApiObject as Cdk8sApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ApiObject } from '../k8s/object/api-object';
import type { Manifest } from '../k8s/object/manifest';
import type { Release } from '../k8s/release';
import { stamp } from './stamp';

/** It is not known here which objects are written to the same file, so Secrets need a fingerprintKey. */
export function stampConstructs(scope: Construct, { common, lifecycle }: Release): void {
  const constructs = scope.node.findAll().filter((construct) => construct instanceof Cdk8sApiObject);
  const before = constructs.map((construct) => construct.toJson() as Manifest);
  const { objects } = stamp({
    objects: before,
    secrets: before.filter(({ kind }) => kind === 'Secret'),
    key: common.fingerprintKey,
    shareFile: () => false,
    reloader: false,
    isNamedByHash: (job) => lifecycle.stageOf(job) !== undefined,
  });
  for (const [index, object] of objects.entries()) {
    const construct = constructs[index];
    if (construct && object !== before[index]) ApiObject.become(construct, object);
  }
}
