// The objects that tell Argo CD or Flux where the manifests of a release are.

import { Application } from '../../imports/argoproj.io';
import { Kustomization, KustomizationSpecSourceRefKind } from '../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepository } from '../../imports/source.toolkit.fluxcd.io';
import type { Manifest } from '../k8s/manifest';
import { at } from '../render/checks/inventory';
import type { Layout } from '../render/layout';
import type { Folder, Rendered } from '../render/render';
import type { Target } from '../render/targets';
import { isBarePod } from './annotate';
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
export function deliveredOf(rendered: Rendered, settings: DeliverySettings, place: Place): Delivered {
  const { name, folders } = rendered;
  const objects = folders ? kustomizations(name, folders, settings, place) : [application(rendered, settings, place)];
  return { name, objects };
}

function application(
  { name, namespace, objects }: Rendered,
  { repo, revision, namespace: own, argocd }: DeliverySettings,
  { layout, path }: Place,
): Manifest {
  const { project, server, automated, createNamespace, cascade } = argocd;
  const files =
    layout === 'release'
      ? { path: plain(path), directory: { include: `${name}.k8s.yaml` } }
      : { path: plain(`${path}/${name}`) };
  return Application.manifest({
    metadata: {
      name,
      namespace: own || 'argocd',
      ...(cascade ? { finalizers: ['resources-finalizer.argocd.argoproj.io'] } : {}),
    },
    spec: {
      project,
      source: { repoUrl: repo, targetRevision: revision || 'HEAD', ...files },
      destination: { server, namespace },
      syncPolicy: {
        ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
        ...(createNamespace ? { syncOptions: ['CreateNamespace=true'] } : {}),
      },
      ...(objects.some(isTolerant) ? { ignoreDifferences: [ADDED_TOLERATIONS] } : {}),
    },
  }) as Manifest;
}

/** The API server gives every pod two more tolerations. */
const ADDED_TOLERATIONS = {
  kind: 'Pod',
  jqPathExpressions: [
    '.spec.tolerations[] | select(.key == "node.kubernetes.io/not-ready" or .key == "node.kubernetes.io/unreachable")',
  ],
};

const isTolerant = (object: Manifest): boolean => isBarePod(object) && at(object, 'spec.tolerations') !== undefined;

const fluxNamespace = ({ namespace }: DeliverySettings): string => namespace || 'flux-system';

function kustomizations(
  release: string,
  folders: readonly Folder[],
  settings: DeliverySettings,
  { path }: Place,
): Manifest[] {
  const { source, interval, timeout } = settings.flux;
  const nameOf = ({ name }: Folder): string => `${release}-${name.replace(/^\d+-/, '')}`;
  return folders.map((folder, index) => {
    const before = folders[index - 1];
    return Kustomization.manifest({
      metadata: { name: nameOf(folder), namespace: fluxNamespace(settings) },
      spec: {
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: source },
        path: `./${plain(`${path}/${release}/${folder.name}`)}`,
        interval,
        retryInterval: '1m',
        timeout,
        prune: true,
        wait: true,
        ...(before ? { dependsOn: [{ name: nameOf(before) }] } : {}),
      },
    }) as Manifest;
  });
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

/** `./dist//lab-7` as `dist/lab-7`. */
function plain(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? '.' : parts.join('/');
}
