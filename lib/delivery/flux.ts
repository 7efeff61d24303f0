// For Flux, each stage is a folder with its own Kustomization, which applies it and waits for it.

import type { Manifest } from '../k8s/object/manifest';
import type { Folder, Rendered } from '../render/render';
import { annotate, isBarePod, isKept } from './guard';
import { stagesOf } from './stages';

const FORCE = 'kustomize.toolkit.fluxcd.io/force';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';
const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

export function flux(rendered: Rendered): Rendered {
  const objects = rendered.objects.map(annotated);
  const folders = stagesOf({ ...rendered, objects }).map(
    (group): Folder => ({ name: group.stage, objects: group.objects }),
  );
  return { ...rendered, objects, folders };
}

function annotated(object: Manifest): Manifest {
  const literal = hasVariables(object) ? annotate(object, SUBSTITUTE, 'disabled') : object;
  if (isKept(object)) return annotate(literal, PRUNE, 'disabled');
  // Only on this object: `force` in the Kustomization would also recreate a database whose volume cannot be changed.
  return isBarePod(object) ? annotate(literal, FORCE, 'enabled') : literal;
}

/** Post-build substitution would replace the variables of scripts, or fail on them. */
const hasVariables = (object: Manifest): boolean => JSON.stringify(object).includes('${');
