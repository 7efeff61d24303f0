// For Flux: each stage is a folder, which a Kustomization of its own applies and waits for.

import { STAGES, type Stage } from '../../k8s/stage';
import type { Folder, Rendered } from '../render';
import { annotate, isBarePod } from './annotate';
import { stagesOf } from './stages';

const FORCE = 'kustomize.toolkit.fluxcd.io/force';

export function flux(rendered: Rendered): Rendered {
  // On the object alone: a Kustomization that forces would also make anew a database whose volume cannot be changed.
  const objects = rendered.objects.map((object) => (isBarePod(object) ? annotate(object, FORCE, 'enabled') : object));
  const folders = stagesOf({ ...rendered, objects }).map(
    (group): Folder => ({ name: folderOf(group.stage), objects: group.objects }),
  );
  return { ...rendered, objects, folders };
}

/** `1-setup`: the same for a stage whichever others there are, so that folders stay when one comes or goes. */
export const folderOf = (stage: Stage): string => `${STAGES.indexOf(stage) + 1}-${stage}`;
