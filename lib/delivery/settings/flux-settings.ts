// Settings of Flux for delivering a release: `delivery.flux`. Keys have the names that the Kustomization uses.

import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../names/naming';
import { boolean, choice, list, object, optional, type Static, text } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import { duration, isOci, name, textMap } from './setting-types';

/** Flux's own Git repository, which `flux bootstrap` creates and manages. */
const BOOTSTRAP = 'flux-system';

const expression = (description: string) => text({ description, default: '' });

const healthCheckExpr = object({
  apiVersion: text({ description: 'API version of the kind.' }),
  kind: text({ description: 'Kind of the objects.' }),
  current: text({ description: 'CEL expression that is true once the object is ready.' }),
  inProgress: expression('CEL expression that is true while the object is getting ready.'),
  failed: expression('CEL expression that is true once the object has failed.'),
});

export const fluxSettings = object({
  source: name('Name of the source; created if repo is set.', BOOTSTRAP),
  sourceRef: object({
    kind: optional(
      choice(['GitRepository', 'OCIRepository', 'Bucket'], {
        description:
          'Kind of a source that is not rendered. Default: GitRepository, or OCIRepository for an oci:// repo.',
      }),
    ),
    namespace: text({
      description: 'Namespace of the source, if it differs from that of the Kustomizations.',
      default: '',
      pattern: DNS_LABEL,
      maxLength: DNS_LABEL_LIMIT,
      expected: 'the name of a namespace',
    }),
  }),
  secret: name('Secret with the credentials for the repository, in the same namespace.'),
  interval: duration('How often to reconcile the cluster with the source.', '10m'),
  retryInterval: duration('How soon a failed stage is retried.', '2m'),
  timeout: duration('Timeout of a stage. If empty, 40m for stages with Jobs and 5m for others.', ''),
  wait: boolean({
    description:
      'Whether every stage also waits for objects that no later stage needs, and reports them. Each waiting stage occupies a worker of Flux.',
    default: false,
  }),
  healthCheckExprs: list(healthCheckExpr, {
    description: 'Health of custom resources in CEL, in addition to those that are rendered.',
    default: [],
  }),
  serviceAccountName: name('ServiceAccount that applies the objects, in the namespace of the Kustomizations.'),
  deletionPolicy: optional(
    choice(['MirrorPrune', 'Delete', 'WaitForTermination', 'Orphan'], {
      description: 'What happens to the objects when their Kustomization is deleted.',
    }),
  ),
  decryption: object({
    provider: optional(
      choice(['sops'], {
        description: 'Decrypts Secrets. Default: sops, for stages whose Secrets were encrypted here.',
      }),
    ),
    secretRef: object({
      name: name('Secret with the private keys, in the namespace of the Kustomizations.'),
    }),
    serviceAccountName: name('ServiceAccount whose cloud identity may use the keys.'),
  }),
  postBuild: object({
    substitute: textMap('Variables that are replaced in the objects, with their values.', 'Value of the variable.'),
    substituteFrom: list(
      object({
        kind: choice(['ConfigMap', 'Secret'], { description: 'Kind of the object.' }),
        name: name('Name of the object, in the namespace of the Kustomizations.'),
        optional: boolean({ description: 'Whether the object may be missing.', default: false }),
      }),
      { description: 'Objects that contain variables.', default: [] },
    ),
  }),
});

export type FluxSettings = Static<typeof fluxSettings>;

export const fluxRules: readonly Rule<{ readonly repo: string; readonly flux: FluxSettings }>[] = [
  ({ repo, flux }, { error }) => {
    if (repo !== '' && flux.source === BOOTSTRAP) {
      error((settings) => settings.flux.source, 'is managed by flux bootstrap: use a different source name with repo');
    }
  },
  ({ repo }, { error }) => {
    if (/^[^/]+@[^/]+:/.test(repo)) {
      error((settings) => settings.repo, 'is not a URL that Flux accepts: write ssh://git@HOST/PATH');
    }
  },
  ({ repo, flux }, { error }) => {
    const needless = 'requires repo: an existing source has its own';
    if (repo === '' && flux.secret !== '') error((settings) => settings.flux.secret, needless);
  },
  ({ repo, flux: { sourceRef } }, { error }) => {
    if (repo !== '' && sourceRef.kind !== undefined && sourceRef.kind !== kindOf(repo)) {
      error((settings) => settings.flux.sourceRef.kind, `conflicts with repo, whose source is a ${kindOf(repo)}`);
    }
  },
];

/** The kind of the source that is rendered for a repository. */
export const kindOf = (repo: string): 'GitRepository' | 'OCIRepository' =>
  isOci(repo) ? 'OCIRepository' : 'GitRepository';
