// The Application that delivers a release with Argo CD, and the template for many Applications.

import { Application, type ApplicationSpec } from '../../imports/argoproj.io';
import type { Manifest } from '../k8s/object/manifest';
import { at, podOwners } from '../k8s/object/pod-owner';
import { demandsOf, levelOf } from '../k8s/pod-security';
import type { Layout, Rendered } from '../render/render';
import { isBarePod } from './guard';
import { plainPath } from './paths';
import { type ArgocdSettings, sourceFields } from './settings/argocd-settings';
import { isOci } from './settings/setting-types';
import type { DeliverySettings } from './settings/settings';

/** `path` is the path of the output folder in the repository. */
export function application(rendered: Rendered, settings: DeliverySettings, layout: Layout, path: string): Manifest {
  const { argocd, namespace } = settings;
  const created = argocd.createNamespace ? { managedNamespaceMetadata: namespaceMetadata(rendered, argocd) } : {};
  return Application.manifest({
    metadata: { ...metadataOf(rendered.name, argocd), namespace: namespace || 'argocd' },
    spec: specOf(rendered, settings, { layout, path, created, ignored: ignored(rendered) }),
  }) as Manifest;
}

/** The template for the Applications of an ApplicationSet, with parameters for what differs. */
export function applicationTemplate(settings: DeliverySettings, layout: Layout, path: string) {
  const name = '{{.name}}';
  const ignored = [ADDED_TOLERATIONS, ADDED_POLICY, ADDED_POLICIES];
  const { metadata, spec } = Application.manifest({
    metadata: metadataOf(name, settings.argocd),
    spec: specOf({ name }, settings, { layout, path, created: {}, ignored }),
  }) as Manifest;
  return { metadata, spec };
}

function metadataOf(name: string, { labels, annotations, cascade }: ArgocdSettings) {
  return {
    name,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    ...(cascade ? { finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'] } : {}),
  };
}

interface SpecOptions {
  readonly layout: Layout;
  readonly path: string;
  /** The metadata of the namespace that Argo CD creates. */
  readonly created: object;
  readonly ignored: ApplicationSpec['ignoreDifferences'] & object;
}

function specOf(
  { name, namespace }: Pick<Rendered, 'name'> & Partial<Pick<Rendered, 'namespace'>>,
  settings: DeliverySettings,
  { layout, path, created, ignored }: SpecOptions,
): ApplicationSpec {
  const { project, server, destination, sources } = settings.argocd;
  const own = sourceOf(name, settings, layout, path);
  return {
    project,
    // The generated type has the API's field names only for a single source.
    ...(sources.length > 0
      ? { sources: [inApiFields(own), ...sources.map(sourceFields)] as ApplicationSpec['sources'] }
      : { source: own }),
    destination: {
      ...(destination.name ? { name: destination.name } : { server }),
      ...(namespace ? { namespace } : {}),
    },
    syncPolicy: { ...syncPolicy(settings.argocd), ...created },
    ...(ignored.length > 0 ? { ignoreDifferences: ignored } : {}),
  };
}

function sourceOf(name: string, { repo, revision }: DeliverySettings, layout: Layout, path: string) {
  const files =
    layout === 'release'
      ? { path: plainPath(path), directory: { include: `${name}.k8s.yaml` } }
      : { path: plainPath(`${path}/${name}`) };
  return { repoUrl: repo, targetRevision: revision || (isOci(repo) ? 'latest' : 'HEAD'), ...files };
}

const inApiFields = ({ repoUrl, ...source }: ReturnType<typeof sourceOf>) => ({ repoURL: repoUrl, ...source });

function syncPolicy({ automated, createNamespace, retry, ...settings }: ArgocdSettings) {
  const { limit, backoff, refresh } = retry;
  const given = new Set(settings.syncOptions.map((option) => option.split('=')[0]));
  const own = ['PruneLast=true', ...(createNamespace ? ['CreateNamespace=true'] : [])];
  const syncOptions = [...own.filter((option) => !given.has(option.split('=')[0])), ...settings.syncOptions];
  return {
    ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
    syncOptions,
    retry: { limit, ...(limit === 0 ? {} : { backoff }), ...(refresh === undefined ? {} : { refresh }) },
  };
}

const LEVEL = 'pod-security.kubernetes.io/enforce';

/** The Pod Security labels that the pods need, and the metadata from the settings. */
function namespaceMetadata(
  { namespace, objects }: Rendered,
  { managedNamespaceMetadata: given }: Pick<ArgocdSettings, 'managedNamespaceMetadata'>,
) {
  const specs = podOwners(objects).filter((pod) => pod.namespace === namespace);
  const level = specs.length > 0 ? [[LEVEL, levelOf(specs.flatMap(({ spec }) => demandsOf(spec)))] as const] : [];
  const labels: Record<string, string> = { ...Object.fromEntries(level), ...given.labels };
  return {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(given.annotations).length > 0 ? { annotations: given.annotations } : {}),
  };
}

/** Fields that the cluster adds to applied objects. */
function ignored({ objects }: Rendered) {
  return [
    ...(objects.some(isTolerant) ? [ADDED_TOLERATIONS] : []),
    ...(objects.some(({ kind }) => kind === 'ExternalSecret') ? [ADDED_POLICY] : []),
    ...(objects.some((object) => object.kind === 'ExternalSecret' && at(object, 'spec.dataFrom'))
      ? [ADDED_POLICIES]
      : []),
  ];
}

/** The API server adds two tolerations to every pod. */
const ADDED_TOLERATIONS = {
  kind: 'Pod',
  jqPathExpressions: [
    '.spec.tolerations[] | select(.key == "node.kubernetes.io/not-ready" or .key == "node.kubernetes.io/unreachable")',
  ],
};

/** Newer versions of the operator have a default that older ones reject. */
const ADDED_POLICY = {
  group: 'external-secrets.io',
  kind: 'ExternalSecret',
  jqPathExpressions: ['.spec.data[]?.remoteRef.nullBytePolicy'],
};

const ADDED_POLICIES = {
  ...ADDED_POLICY,
  jqPathExpressions: ['.spec.dataFrom[]?.extract.nullBytePolicy', '.spec.dataFrom[]?.find.nullBytePolicy'],
};

const isTolerant = (object: Manifest): boolean => isBarePod(object) && at(object, 'spec.tolerations') !== undefined;
