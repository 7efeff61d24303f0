// Settings for Argo CD and Flux to fetch the manifests: `delivery:` in a releases file, and --delivery.

import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../names/naming';
import type { Target } from '../../render/targets';
import type { Layer } from '../../values/layer';
import { InputError, type Problem } from '../../values/problem';
import { resolve } from '../../values/resolve';
import { object, type Static, text } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import { argocdRules, argocdSettings } from './argocd-settings';
import { fluxRules, fluxSettings } from './flux-settings';

const REPOSITORY = [
  '^https?://([^\\s/:@]+@)?[^\\s@]+$',
  '^ssh://[^\\s:]+$',
  '^ssh://[^\\s/]+:\\d+/\\S*$',
  '^[a-zA-Z0-9._-]+@[a-zA-Z0-9.-]+:[^\\s:]+$',
  '^oci://[a-z0-9.-]+(:\\d+)?/[a-z0-9._/-]+$',
].join('|');

export const deliveryParts = {
  folder: text({
    description:
      'Folder for the Argo CD or Flux objects that refer to the manifests; must be outside the output folder.',
    default: '',
    pattern: '^[^{}]+$',
    expected: 'the path of a directory',
  }),
  repo: text({
    description:
      'URL of the Git repository, or of an artifact in a registry (oci://...). Flux needs none if the source exists.',
    default: '',
    // A password in the URL would be committed. Errors do not quote it either.
    secret: true,
    verbatim: true,
    pattern: REPOSITORY,
    expected: 'an http(s)://, ssh://, git@HOST:PATH or oci:// URL without a password',
  }),
  revision: text({
    description: 'Branch, full Git reference (refs/tags/v1) or commit; defaults to HEAD for Argo CD, main for Flux.',
    default: '',
    pattern: '^[^\\s{}]+$',
    expected: 'a branch, reference or commit',
  }),
  path: text({
    description: 'Path of the output folder in the repository; defaults to the path given on the command line.',
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
  argocd: argocdSettings,
  flux: fluxSettings,
};

const schema = object(deliveryParts);
export type DeliverySettings = Static<typeof schema>;

const forTarget: Readonly<Record<Target, readonly Rule<DeliverySettings>[]>> = {
  kubectl: [],
  argocd: [
    ...argocdRules,
    ({ repo }, { error }) => {
      if (repo === '') error((settings) => settings.repo, 'is required: Argo CD fetches the manifests from it');
    },
  ],
  flux: [
    ...fluxRules,
    ({ repo, revision }, { error }) => {
      if (repo === '' && revision !== '') {
        error((settings) => settings.revision, 'requires repo: an existing source has its own');
      }
    },
  ],
};

const common: Rule<DeliverySettings> = ({ folder }, { error }) => {
  if (folder === '') error((settings) => settings.folder, 'is required: the directory to write these objects to');
};

/** The complete settings from all layers. Throws `InputError` with every problem. */
export function deliverySettings(target: Target, layers: readonly Layer[]): DeliverySettings {
  try {
    return resolve(schema, [common, ...forTarget[target]], layers).values;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map(inBlock));
  }
}

/** A flag already names the key. */
function inBlock(problem: Problem): Problem {
  const isOfFlag = problem.origin !== undefined && problem.origin.line === undefined;
  return isOfFlag ? problem : { ...problem, path: ['delivery', ...problem.path] };
}
