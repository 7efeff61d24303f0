// The sync wave of each object. Argo CD waits until everything in a wave is healthy before it syncs the next one, but does
// not wait for the last one. So every wave except the last contains only what a later wave needs.

import type { Manifest } from '../k8s/object/manifest';
import { referencedObjects } from '../k8s/object/references';
import type { Stage } from '../k8s/stage';
import { at, Inventory, type PodOwner } from '../render/checks/inventory';
import type { Rendered } from '../render/render';
import { stageOf } from './stages';

/** The wave of objects without the annotation. */
export const LAST_WAVE = 0;

/** The wave of `main` is for objects that the chart placed there; all others in `main` are in the last wave, with `after`. */
const WAVES: Readonly<Record<Stage, number>> = {
  setup: -40,
  'before-1': -30,
  'before-2': -20,
  'before-3': -10,
  main: -5,
  after: LAST_WAVE,
};

export function wavesOf({ objects, lifecycle }: Pick<Rendered, 'objects' | 'lifecycle'>): Map<Manifest, number> {
  const inventory = new Inventory(objects, []);
  const hasSetup = lifecycle.stages.includes('setup');
  return new Map(objects.map((object) => [object, waveOf(object)]));

  function waveOf(object: Manifest): number {
    const companions = companionsOf(object, inventory);
    if (companions && hasSetup) return Math.min(LAST_WAVE, ...companions.map((pod) => plainWave(pod.object)));
    return plainWave(object);
  }

  function plainWave(object: Manifest): number {
    const stage = stageOf(object, lifecycle);
    const isLast = stage === lifecycle.stages.at(-1);
    return isLast || (stage === 'main' && !lifecycle.stageOf(object)) ? LAST_WAVE : WAVES[stage];
  }
}

/**
 * The pods that an object needs to become healthy, or that wait for it. In an earlier wave, such an object would block
 * the sync. Absent for all other objects.
 */
function companionsOf(object: Manifest, inventory: Inventory): PodOwner[] | undefined {
  const { name, namespace } = object.metadata;
  switch (object.kind) {
    case 'PersistentVolumeClaim':
      // Many classes bind a claim when its first pod is scheduled.
      return inventory.pods.filter((pod) => pod.namespace === namespace && claims(pod).includes(name));
    case 'Service': {
      // A load balancer without an address.
      const selector = at(object, 'spec.selector') as Readonly<Record<string, string>> | undefined;
      return selector && inventory.podsWith(selector, namespace);
    }
    case 'Certificate':
      return readersOf(object, inventory);
    case 'Issuer':
    case 'ClusterIssuer':
      return inventory
        .ofKind('Certificate')
        .filter((certificate) => isIssuedBy(certificate, object))
        .flatMap((certificate) => readersOf(certificate, inventory));
    default:
      return undefined;
  }
}

function readersOf(certificate: Manifest, inventory: Inventory): PodOwner[] {
  const { namespace } = certificate.metadata;
  const secret = at(certificate, 'spec.secretName');
  return inventory.pods.filter(
    (pod) =>
      pod.namespace === namespace &&
      [...referencedObjects(pod.spec)].some(({ kind, name }) => kind === 'Secret' && name === secret),
  );
}

const isIssuedBy = (certificate: Manifest, { kind, metadata }: Manifest): boolean =>
  at(certificate, 'spec.issuerRef.name') === metadata.name && at(certificate, 'spec.issuerRef.kind') === kind;

const claims = ({ spec }: PodOwner): (string | undefined)[] =>
  (spec.volumes ?? []).map((volume) => volume.persistentVolumeClaim?.claimName);
