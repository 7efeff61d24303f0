// The objects that point Argo CD or Flux at the manifests of a release.

import type { Manifest } from '../k8s/object/manifest';
import type { Layout, Rendered } from '../render/render';
import { application } from './application';
import { kustomizations } from './kustomizations';
import type { DeliverySettings } from './settings/settings';

/** One file: the objects of a release, or a shared source. */
export interface Delivered {
  /** The name of a source contains a dot; the name of a release cannot. */
  readonly name: string;
  readonly objects: readonly Manifest[];
}

interface Place {
  readonly layout: Layout;
  /** Of the output folder in the repository. */
  readonly path: string;
}

/** The objects that deliver a release. `release` is already rendered for its target. */
export function deliveredOf(rendered: Rendered, settings: DeliverySettings, { layout, path }: Place): Delivered {
  const objects =
    rendered.target === 'flux'
      ? kustomizations(rendered, settings, path)
      : [application(rendered, settings, layout, path)];
  return { name: rendered.name, objects };
}
