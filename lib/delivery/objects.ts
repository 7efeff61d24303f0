// The objects that tell Argo CD or Flux where the manifests of a release are.

import type { Manifest } from '../k8s/manifest';
import type { Layout } from '../render/layout';
import type { Rendered } from '../render/render';
import { application } from './application';
import { kustomizations } from './kustomizations';
import type { DeliverySettings } from './settings';

/** One file: the objects of a release, or a source that releases share. */
export interface Delivered {
  /** A source's has a dot in it, which a release's has not. */
  readonly name: string;
  readonly objects: readonly Manifest[];
}

interface Place {
  readonly layout: Layout;
  /** Of the output folder in the repository. */
  readonly path: string;
}

/** What delivers a release, which is as its target wants it. */
export function deliveredOf(rendered: Rendered, settings: DeliverySettings, { layout, path }: Place): Delivered {
  const objects =
    rendered.target === 'flux'
      ? kustomizations(rendered, settings, path)
      : [application(rendered, settings, layout, path)];
  return { name: rendered.name, objects };
}
