// Settings of Argo CD for delivering a release: `delivery.argocd`. Keys have the names that the Application uses.

import { boolean, integer, list, object, optional, type Static, text } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import { duration, name, textMap } from './setting-types';

const IN_CLUSTER = 'https://kubernetes.default.svc';

const source = object({
  repoURL: text({
    description: 'URL of the repository.',
    secret: true,
    verbatim: true,
    pattern: '^[^\\s]+$',
    expected: 'the URL of a repository',
  }),
  targetRevision: text({ description: 'Branch, tag or commit; for a chart, its version.', default: 'HEAD' }),
  path: text({
    description: 'Folder in the repository; defaults to the whole repository, unless chart or ref is set.',
    default: '',
  }),
  chart: text({ description: 'Name of a chart in a Helm repository.', default: '' }),
  ref: text({
    description:
      'Name under which `helm.valueFiles` of other sources refer to this repository, as in `$values/labs.yaml`.',
    default: '',
    pattern: '^[A-Za-z0-9_-]+$',
    expected: 'letters, digits, _ and -',
  }),
  helm: object(
    {
      releaseName: text({ description: 'Name of the Helm release; defaults to that of the Application.', default: '' }),
      valueFiles: list(text({ description: 'Path of a values file.', minLength: 1 }), {
        description: 'Values files.',
        default: [],
      }),
      values: text({ description: 'Values, as YAML.', default: '' }),
    },
    { description: 'Settings for a Helm chart.' },
  ),
});

type Source = Static<typeof source>;

/** A source as the Application has it: without fields that are not set. */
export function sourceFields({ path, chart, ref, helm, ...source }: Source): object {
  const { releaseName, valueFiles, values } = helm;
  const settings = {
    ...(releaseName ? { releaseName } : {}),
    ...(valueFiles.length > 0 ? { valueFiles } : {}),
    ...(values ? { values } : {}),
  };
  const folder = path || (chart || ref ? '' : '.');
  return {
    ...source,
    ...(folder ? { path: folder } : {}),
    ...(chart ? { chart } : {}),
    ...(ref ? { ref } : {}),
    ...(Object.keys(settings).length > 0 ? { helm: settings } : {}),
  };
}

export const argocdSettings = object({
  project: name('AppProject of the Applications.', 'default'),
  server: text({
    description: "URL of the destination cluster's API server in Argo CD.",
    default: IN_CLUSTER,
    pattern: '^https?://\\S+$',
    expected: 'a URL',
  }),
  destination: object({
    name: text({
      description: 'Name of the destination cluster in Argo CD, instead of `server`.',
      default: '',
      pattern: '^\\S(.*\\S)?$',
      expected: 'the name of a cluster',
    }),
  }),
  automated: boolean({ description: 'Whether to sync, prune and self-heal automatically.', default: true }),
  retry: object(
    {
      limit: integer({
        description: 'How many times a failed sync is retried. 0: never; -1: no limit.',
        default: 5,
        minimum: -1,
      }),
      backoff: object({
        duration: duration('First wait.', '30s'),
        factor: integer({
          description: 'Factor by which each wait is longer than the one before.',
          default: 2,
          minimum: 1,
        }),
        maxDuration: duration('Longest wait.', '5m'),
      }),
      refresh: optional(
        boolean({ description: 'Whether a retry uses the latest commit. Needs Argo CD 3.2 or later.' }),
      ),
    },
    { description: 'Retries of a failed sync. Until they end, no later commit is synced.' },
  ),
  syncOptions: list(
    text({
      description: 'Option, as in `ServerSideApply=true`.',
      pattern: '^[A-Za-z]+=[A-Za-z]+$',
      expected: 'an option such as ServerSideApply=true',
    }),
    { description: 'Sync options, in addition to `PruneLast=true`.', default: [] },
  ),
  applicationSet: name(
    'Name of an ApplicationSet that generates the Applications of all releases with this setting, such as the rows of a table.',
  ),
  createNamespace: boolean({
    description: 'Whether Argo CD creates the namespace of the release, with the Pod Security level of its pods.',
    default: false,
  }),
  managedNamespaceMetadata: object({
    labels: textMap('Labels of the namespace that Argo CD creates.', 'Value of the label.'),
    annotations: textMap('Annotations of the namespace that Argo CD creates.', 'Value of the annotation.'),
  }),
  labels: textMap('Labels of the Applications.', 'Value of the label.'),
  annotations: textMap('Annotations of the Applications.', 'Value of the annotation.'),
  sources: list(source, {
    description: 'More sources of the Applications, for manifests that are not rendered here.',
    default: [],
  }),
  cascade: boolean({
    description: 'Whether deleting an Application deletes its objects. Namespaces, CRDs and claims are kept.',
    default: false,
  }),
});

export type ArgocdSettings = Static<typeof argocdSettings>;

export const argocdRules: readonly Rule<{ readonly argocd: ArgocdSettings }>[] = [
  ({ argocd: { sources } }, { error }) => {
    for (const [index, { chart, path, ref }] of sources.entries()) {
      if (chart && path) error((settings) => settings.argocd.sources[index]?.path, 'conflicts with chart');
      else if (chart && ref) error((settings) => settings.argocd.sources[index]?.ref, 'conflicts with chart');
    }
  },
  ({ argocd: { server, destination } }, { error }) => {
    if (destination.name !== '' && server !== IN_CLUSTER) {
      error((settings) => settings.argocd.destination.name, 'conflicts with argocd.server: set only one of them');
    }
  },
  ({ argocd: { applicationSet, createNamespace } }, { error }) => {
    if (applicationSet !== '' && createNamespace) {
      error(
        (settings) => settings.argocd.createNamespace,
        'is for single Applications: create the namespace beforehand',
      );
    }
  },
  ({ argocd: { createNamespace, managedNamespaceMetadata } }, { error }) => {
    const given = Object.values(managedNamespaceMetadata).some((map) => Object.keys(map).length > 0);
    if (given && !createNamespace) {
      error((settings) => settings.argocd.managedNamespaceMetadata, 'has no effect without argocd.createNamespace');
    }
  },
];
