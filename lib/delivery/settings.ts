// What Argo CD and Flux must know to fetch the manifests: the `delivery:` of a releases file, and --delivery.

import { DNS_LABEL, DNS_LABEL_LIMIT, DNS_SUBDOMAIN } from '../names/naming';
import type { Target } from '../render/targets';
import type { Layer } from '../values/layer';
import { InputError, type Problem } from '../values/problem';
import { resolve } from '../values/resolve';
import { boolean, object, type Static, text } from '../values/schema';
import type { Rule } from '../values/validate';

/** Flux's own Git repository, which `flux bootstrap` makes and keeps. */
const BOOTSTRAP = 'flux-system';

const duration = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$',
    expected: 'a duration such as 10m or 1h30m',
  });

const name = (description: string, value: string) =>
  text({ description, default: value, pattern: DNS_SUBDOMAIN, maxLength: 253, expected: 'the name of an object' });

const url = (pattern: string, expected: string) => ({ pattern, expected });

export const deliveryParts = {
  folder: text({
    description:
      'Directory for the Argo CD or Flux objects that refer to the manifests; must be outside the output directory.',
    default: '',
    pattern: '^[^{}]+$',
    expected: 'the path of a directory',
  }),
  repo: text({
    description: 'URL of the Git repository; not needed if a Flux source exists.',
    default: '',
    // A password in it would be committed, so it is not told in an error either.
    secret: true,
    ...url(
      '^https://([^\\s/:@]+@)?[^\\s@]+$|^ssh://[^\\s:]+$|^ssh://[^\\s/]+:\\d+/\\S*$',
      'an https:// or ssh:// URL without a password',
    ),
  }),
  revision: text({
    description: 'Branch, full Git reference (refs/tags/v1) or commit; defaults to HEAD for Argo CD, main for Flux.',
    default: '',
    pattern: '^[^\\s{}]+$',
    expected: 'a branch, reference or commit',
  }),
  path: text({
    description: 'Path of the output directory in the repository; defaults to the path given on the command line.',
    default: '',
    pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$))[^\\s{}]+$',
    expected: 'a path relative to the root of the repository, such as dist',
  }),
  namespace: text({
    description: 'Namespace of these objects; defaults to argocd or flux-system.',
    default: '',
    pattern: DNS_LABEL,
    maxLength: DNS_LABEL_LIMIT,
    expected: 'the name of a namespace',
  }),
  argocd: object({
    project: name('AppProject.', 'default'),
    server: text({
      description: "URL of the destination cluster's API server in Argo CD.",
      default: 'https://kubernetes.default.svc',
      ...url('^https?://\\S+$', 'a URL'),
    }),
    automated: boolean({ description: 'Whether to sync, prune and self-heal automatically.', default: true }),
    createNamespace: boolean({ description: 'Whether to create the release namespace.', default: false }),
    cascade: boolean({
      description: 'Whether deleting the Application also deletes its objects, including volumes.',
      default: false,
    }),
  }),
  flux: object({
    source: name('GitRepository in the same namespace; created if repo is set.', BOOTSTRAP),
    secret: text({
      description: 'Secret with the credentials for the repository, in the same namespace.',
      default: '',
      pattern: DNS_SUBDOMAIN,
      expected: 'the name of a Secret',
    }),
    interval: duration('How often to reconcile the cluster with Git.', '10m'),
    timeout: duration('Timeout of a stage. If empty, 40m for stages with Jobs and 5m for others.', ''),
  }),
};

const schema = object(deliveryParts);
export type DeliverySettings = Static<typeof schema>;

const forTarget: Readonly<Record<Target, readonly Rule<DeliverySettings>[]>> = {
  kubectl: [],
  argocd: [
    ({ repo }, { error }) => {
      if (repo === '') error((settings) => settings.repo, 'is required: Argo CD fetches the manifests from it');
    },
  ],
  flux: [
    ({ repo, flux }, { error }) => {
      if (repo !== '' && flux.source === BOOTSTRAP) {
        error(
          (settings) => settings.flux.source,
          'is managed by flux bootstrap: use a different source name with repo',
        );
      }
    },
    ({ repo, revision, flux }, { error }) => {
      const needless = 'requires repo: an existing source has its own';
      if (repo === '' && revision !== '') error((settings) => settings.revision, needless);
      if (repo === '' && flux.secret !== '') error((settings) => settings.flux.secret, needless);
    },
  ],
};

const common: Rule<DeliverySettings> = ({ folder }, { error }) => {
  if (folder === '') error((settings) => settings.folder, 'is required: the directory to write these objects to');
};

/** The settings that the layers give, complete. Throws `InputError` with every problem. */
export function deliverySettings(target: Target, layers: readonly Layer[]): DeliverySettings {
  try {
    return resolve(schema, [common, ...forTarget[target]], layers).values;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map(inBlock));
  }
}

/** A flag names the key itself. */
function inBlock(problem: Problem): Problem {
  const isOfFlag = problem.origin !== undefined && problem.origin.line === undefined;
  return isOfFlag ? problem : { ...problem, path: ['delivery', ...problem.path] };
}
