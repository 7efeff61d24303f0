// Which object belongs to which stage of its release.

import type { Manifest } from '../k8s/manifest';
import { referencedObjects } from '../k8s/references';
import { type Lifecycle, STAGES, type Stage } from '../k8s/stage';
import { at, Inventory, type PodOwner } from '../render/checks/inventory';
import { precedes } from '../render/order';
import type { Rendered } from '../render/render';

/** What comes before Jobs in the order of applying is there at once; what comes behind Ingresses wants pods at work. */
function stageOfKind(kind: string): Stage {
  if (precedes(kind, 'Job')) return 'setup';
  return precedes('Ingress', kind) ? 'after' : 'main';
}

export interface StageObjects {
  readonly stage: Stage;
  /** In the order in which they can be applied. */
  readonly objects: readonly Manifest[];
}

/** The stages that a release has, in their order, each with its objects; every object is in one of them. */
export function stagesOf({ objects, lifecycle }: Pick<Rendered, 'objects' | 'lifecycle'>): StageObjects[] {
  const stages = new Stages(objects, lifecycle);
  const found = objects.map((object) => ({ object, stage: stages.of(object) }));
  // Where nothing waits, pods start as soon as what they read is there: there is no need of an order.
  if (found.every(({ stage }) => stage === 'setup' || stage === 'main')) return [{ stage: 'main', objects }];
  return STAGES.map((stage) => ({
    stage,
    objects: found.filter((candidate) => candidate.stage === stage).map(({ object }) => object),
  })).filter((group) => group.objects.length > 0);
}

class Stages {
  private readonly inventory: Inventory;

  constructor(
    objects: readonly Manifest[],
    private readonly lifecycle: Lifecycle,
  ) {
    this.inventory = new Inventory(objects, []);
  }

  of(object: Manifest): Stage {
    const companions = this.companionsOf(object);
    if (companions) return earliest(companions.map((pod) => this.plainly(pod.object)));
    return this.plainly(object);
  }

  private plainly(object: Manifest): Stage {
    return this.lifecycle.stageOf(object) ?? stageOfKind(object.kind);
  }

  /**
   * The pods of an object that is ready with them only, or that they wait for: apart, each would wait for the other.
   * `undefined` for all other objects.
   */
  private companionsOf(object: Manifest): PodOwner[] | undefined {
    const { namespace } = object.metadata;
    switch (object.kind) {
      case 'PersistentVolumeClaim':
        // Many classes bind a claim when its first pod is scheduled.
        return this.podsThat(object, (pod) => claims(pod).includes(object.metadata.name));
      case 'Certificate': {
        const secret = at(object, 'spec.secretName');
        return this.podsThat(object, ({ spec }) =>
          [...referencedObjects(spec)].some(({ kind, name }) => kind === 'Secret' && name === secret),
        );
      }
      case 'Service': {
        // One that never gets an address holds up no database.
        if (at(object, 'spec.type') !== 'LoadBalancer') return undefined;
        const selector = at(object, 'spec.selector') as Readonly<Record<string, string>> | undefined;
        return selector ? this.inventory.podsWith(selector, namespace) : [];
      }
      default:
        return undefined;
    }
  }

  private podsThat({ metadata }: Manifest, isTheirs: (pod: PodOwner) => boolean): PodOwner[] {
    return this.inventory.pods.filter((pod) => pod.namespace === metadata.namespace && isTheirs(pod));
  }
}

const claims = ({ spec }: PodOwner): (string | undefined)[] =>
  (spec.volumes ?? []).map((volume) => volume.persistentVolumeClaim?.claimName);

const earliest = (stages: readonly Stage[]): Stage => STAGES.find((stage) => stages.includes(stage)) ?? 'main';
