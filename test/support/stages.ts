// Whether the objects of a release are in stages that appliers can follow.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { stagesOf } from '../../lib/delivery/stages';
import { wavesOf } from '../../lib/delivery/waves';
import { type Manifest, describe as nameOf } from '../../lib/k8s/object/manifest';
import { referencedObjects } from '../../lib/k8s/object/references';
import { STAGES } from '../../lib/k8s/stage';
import { at, Inventory } from '../../lib/render/checks/inventory';
import type { Rendered } from '../../lib/render/render';

/** Pods that wait for an object in a later stage, which Argo CD and Flux would never reach. */
export function late(release: Rendered): string[] {
  const stages = new Map(
    stagesOf(release).flatMap(({ stage, objects }) => objects.map((object) => [object, STAGES.indexOf(stage)])),
  );
  return [...lateIn(release, stages), ...lateIn(release, wavesOf(release))];
}

function lateIn(release: Rendered, stages: ReadonlyMap<Manifest, number>): string[] {
  const inventory = new Inventory(release.objects, release.externals);
  const certificates = inventory.ofKind('Certificate');
  const find = (kind: string, namespace: string | undefined, name: string) =>
    inventory.find(kind, namespace, name) ??
    certificates.find((object) => kind === 'Secret' && at(object, 'spec.secretName') === name);
  return inventory.pods.flatMap(({ object, namespace, spec }) =>
    wanted(spec)
      .map(([kind, name]) => find(kind, namespace, name))
      .filter((found) => found !== undefined && (stages.get(found) ?? 0) > (stages.get(object) ?? 0))
      .map((found) => `${nameOf(object)} waits for ${found && nameOf(found)}`),
  );
}

/** Objects that are not in exactly one stage. */
export function misplaced(release: Rendered): string[] {
  const staged = stagesOf(release).flatMap(({ objects }) => objects);
  const isOnce = (object: Manifest) => staged.filter((other) => other === object).length === 1;
  return [...release.objects, ...staged.filter((object) => !release.objects.includes(object))]
    .filter((object) => !isOnce(object) || !release.objects.includes(object))
    .map(nameOf);
}

/** The objects without which a pod cannot start. */
function wanted(spec: IPodSpec): [string, string][] {
  return [
    ...[...referencedObjects(spec)].map(({ kind, name }): [string, string] => [kind, name]),
    ...(spec.volumes ?? []).flatMap(({ persistentVolumeClaim }): [string, string][] =>
      persistentVolumeClaim ? [['PersistentVolumeClaim', persistentVolumeClaim.claimName]] : [],
    ),
    ...(spec.serviceAccountName ? [['ServiceAccount', spec.serviceAccountName] as [string, string]] : []),
    ...(spec.priorityClassName ? [['PriorityClass', spec.priorityClassName] as [string, string]] : []),
  ];
}
