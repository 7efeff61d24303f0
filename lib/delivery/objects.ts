// The objects that tell Argo CD or Flux where the manifests of a release are.

import { GitRepository } from '../../imports/source.toolkit.fluxcd.io';
import type { Manifest } from '../k8s/manifest';
import type { Layout } from '../render/layout';
import type { Rendered } from '../render/render';
import type { Target } from '../render/targets';
import { application } from './application';
import { fluxNamespace, kustomizations } from './kustomizations';
import type { DeliverySettings } from './settings';

/** How often a repository is asked for changes: one for all releases that share it. */
const SOURCE_INTERVAL = '1m';

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

/** The source of these releases, where it is not there already. */
export function sourceOf(target: Target, settings: DeliverySettings): Delivered | undefined {
  const { repo, revision, flux } = settings;
  if (target !== 'flux' || repo === '') return undefined;
  const object = GitRepository.manifest({
    metadata: { name: flux.source, namespace: fluxNamespace(settings) },
    spec: {
      url: repo,
      ref: reference(revision || 'main'),
      interval: SOURCE_INTERVAL,
      ...(flux.secret === '' ? {} : { secretRef: { name: flux.secret } }),
    },
  }) as Manifest;
  return { name: `gitrepository.${flux.source}`, objects: [object] };
}

function reference(revision: string) {
  if (/^[0-9a-f]{40}$/.test(revision)) return { commit: revision };
  return revision.startsWith('refs/') ? { name: revision } : { branch: revision };
}
