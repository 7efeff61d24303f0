// For Flux: each stage is a folder, which a Kustomization of its own applies and waits for.

import type { Manifest } from '../k8s/manifest';
import { STAGES, type Stage } from '../k8s/stage';
import type { Folder, Rendered } from '../render/render';
import { annotate, isBarePod } from './annotate';
import { stagesOf } from './stages';

const FORCE = 'kustomize.toolkit.fluxcd.io/force';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

export function flux(rendered: Rendered): Rendered {
  const objects = rendered.objects.map(annotated);
  const folders = stagesOf({ ...rendered, objects }).map(
    (group): Folder => ({ name: folderOf(group.stage), objects: group.objects }),
  );
  return { ...rendered, objects, folders };
}

function annotated(object: Manifest): Manifest {
  // A namespace takes along what others keep in it.
  if (object.kind === 'Namespace') return annotate(object, PRUNE, 'disabled');
  // On the object alone: a Kustomization that forces would also recreate a database whose volume cannot be changed.
  return isBarePod(object) ? annotate(object, FORCE, 'enabled') : object;
}

/** `1-setup`: the same for a stage whichever others there are, so that folders stay when one comes or goes. */
export const folderOf = (stage: Stage): string => `${STAGES.indexOf(stage) + 1}-${stage}`;
