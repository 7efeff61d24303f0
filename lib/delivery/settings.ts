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
    description: 'Folder for the objects that tell Argo CD or Flux where the manifests are; outside of the output.',
    default: '',
    pattern: '^[^{}]+$',
    expected: 'the path of a folder',
  }),
  repo: text({
    description: 'URL of the Git repository; Flux needs none where the source is there already.',
    default: '',
    // A password in it would be committed, so it is not told in an error either.
    secret: true,
    ...url(
      '^https://([^\\s/:@]+@)?[^\\s@]+$|^ssh://[^\\s:]+$|^ssh://[^\\s/]+:\\d+/\\S*$',
      'https://… or ssh://…, without a password',
    ),
  }),
  revision: text({
    description: 'Branch, full name of a Git reference (refs/tags/v1), or commit; empty is HEAD, for Flux main.',
    default: '',
    pattern: '^[^\\s{}]+$',
    expected: 'a branch, a reference or a commit',
  }),
  path: text({
    description: 'Where the output folder is in the repository; empty is its name as the command takes it.',
    default: '',
    pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$))[^\\s{}]+$',
    expected: 'a path below the root of the repository, such as dist',
  }),
  namespace: text({
    description: 'Namespace of these objects; empty is argocd or flux-system.',
    default: '',
    pattern: DNS_LABEL,
    maxLength: DNS_LABEL_LIMIT,
    expected: 'the name of a namespace',
  }),
  argocd: object({
    project: name('AppProject.', 'default'),
    server: text({
      description: "URL of the cluster's API server, as Argo CD knows it.",
      default: 'https://kubernetes.default.svc',
      ...url('^https?://\\S+$', 'a URL'),
    }),
    automated: boolean({ description: 'Whether to sync, prune and heal without being asked to.', default: true }),
    createNamespace: boolean({ description: "Whether to create the release's namespace.", default: false }),
    cascade: boolean({
      description: 'Whether the objects go when their Application is deleted, volumes included.',
      default: false,
    }),
  }),
  flux: object({
    source: name('GitRepository in the same namespace; it is written where repo is given.', BOOTSTRAP),
    secret: text({
      description: 'Secret with the credentials of the repository, beside it.',
      default: '',
      pattern: DNS_SUBDOMAIN,
      expected: 'the name of a Secret',
    }),
    interval: duration('How often the cluster is brought back to what Git says.', '10m'),
    timeout: duration('How long a stage may take; migrations of a database can be long.', '40m'),
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
        error((settings) => settings.flux.source, 'is kept by flux bootstrap: name a source of your own for repo');
      }
    },
    ({ repo, revision, flux }, { error }) => {
      const needless = 'goes with repo: the source is there already, and has its own';
      if (repo === '' && revision !== '') error((settings) => settings.revision, needless);
      if (repo === '' && flux.secret !== '') error((settings) => settings.flux.secret, needless);
    },
  ],
};

const common: Rule<DeliverySettings> = ({ folder }, { error }) => {
  if (folder === '') error((settings) => settings.folder, 'is required: where are these objects to be written?');
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
