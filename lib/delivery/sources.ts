// The sources from which Flux fetches manifests.

import { GitRepository, OciRepository } from '../../imports/source.toolkit.fluxcd.io';
import type { Manifest } from '../k8s/object/manifest';
import type { Target } from '../render/targets';
import { fluxNamespace } from './kustomizations';
import type { Delivered } from './objects';
import { isOci } from './settings/setting-types';
import type { DeliverySettings } from './settings/settings';

/** How often Flux checks a source for changes; the same for all releases that share it. */
const INTERVAL = '1m';

/** The source of these releases; absent if it exists already. */
export function sourceOf(target: Target, settings: DeliverySettings): Delivered | undefined {
  const { repo, revision, flux } = settings;
  if (target !== 'flux' || repo === '') return undefined;
  const metadata = { name: flux.source, namespace: flux.sourceRef.namespace || fluxNamespace(settings) };
  const common = { url: repo, interval: INTERVAL, ...(flux.secret === '' ? {} : { secretRef: { name: flux.secret } }) };
  const object = isOci(repo)
    ? OciRepository.manifest({ metadata, spec: { ...common, ref: artifact(revision) } })
    : GitRepository.manifest({ metadata, spec: { ...common, ref: reference(revision || 'main') } });
  return { name: `${isOci(repo) ? 'ocirepository' : 'gitrepository'}.${flux.source}`, objects: [object as Manifest] };
}

function reference(revision: string) {
  if (/^[0-9a-f]{40}$/.test(revision)) return { commit: revision };
  return revision.startsWith('refs/') ? { name: revision } : { branch: revision };
}

const artifact = (revision: string) =>
  revision.startsWith('sha256:') ? { digest: revision } : { tag: revision || 'latest' };
