// Assigns each object to a stage of its release. Only its kind and its chart matter, never a value: appliers
// delete an object that moves to another stage.

import type { Manifest } from '../k8s/object/manifest';
import { type Lifecycle, STAGES, type Stage } from '../k8s/stage';
import { precedes } from '../render/order';
import type { Rendered } from '../render/render';

export interface StageObjects {
  readonly stage: Stage;
  /** In the order in which they can be applied. */
  readonly objects: readonly Manifest[];
}

/** The stages of the chart in order, empty ones too. Every object is in one of them. */
export function stagesOf({ objects, lifecycle }: Pick<Rendered, 'objects' | 'lifecycle'>): StageObjects[] {
  return lifecycle.stages.map((stage) => ({
    stage,
    objects: objects.filter((object) => stageOf(object, lifecycle) === stage),
  }));
}

export function stageOf(object: Manifest, lifecycle: Lifecycle): Stage {
  const wanted = lifecycle.stageOf(object) ?? stageOfKind(object.kind);
  const { stages } = lifecycle;
  const position = STAGES.indexOf(wanted);
  return stages.find((stage) => STAGES.indexOf(stage) >= position) ?? (stages.at(-1) as Stage);
}

/** Kinds that are applied before Jobs need nothing; kinds that are applied after Ingresses need running pods. */
function stageOfKind(kind: string): Stage {
  if (precedes(kind, 'Job')) return 'setup';
  return precedes('Ingress', kind) ? 'after' : 'main';
}

/** Whether a later stage waits for something in this one. */
export const hasLater = (stage: Stage, { stages }: Lifecycle): boolean => stages.indexOf(stage) < stages.length - 1;
