// The schema of releases files.

import { deliveryParts } from '../delivery/settings/settings';
import { kubeVersionOf, unsupportedVersion } from '../names/kube-version';
import { NAMESPACE, RELEASE_NAME } from '../names/naming';
import { changeParts } from '../patches/schema';
import type { ChartEntry } from '../render/registry';
import { TARGETS } from '../render/targets';
import { unknownSet } from '../render/version-sets';
import { secretParts } from '../secrets/settings';
import { anyMap, anything, choice, list, object, optional, type Static, text } from '../values/schema/schema';
import type { Rule } from '../values/validate';

/** The settings of a chart in a releases file. */
export type KnownChart = Pick<ChartEntry, 'name' | 'versions'>;

/** The path of a chart of the user's own. */
const CHART_FILE = '[/\\\\]|\\.[cm]?[jt]s$';

const free = (description: string) =>
  // It can contain anything that a values file can.
  anyMap({ description, default: {}, secret: true });

function partsOf(charts: readonly KnownChart[]) {
  return {
    chart: choice(
      charts.map(({ name }) => name),
      { description: 'Chart to render; or with --allow-code, the path of a chart of your own.', also: CHART_FILE },
    ),
    appVersion: optional(
      text({ description: "Version of the system: a set of image tags; absent for the chart's first.", minLength: 1 }),
    ),
    namespace: optional(text({ description: "Namespace of the objects; defaults to the chart's.", ...NAMESPACE })),
    values: list(text({ description: 'Path of a values file, relative to this file.', minLength: 1 }), {
      description: 'Values files; later files override earlier ones.',
      default: [],
    }),
    set: free('Values that override those of the files.'),
    output: optional(text({ description: 'Output folder, relative to this file.', minLength: 1 })),
    cluster: optional(
      text({
        description: 'Name of the target cluster; releases for different clusters may contain the same objects.',
        minLength: 1,
      }),
    ),
    kubeVersion: optional(
      text({
        description: 'Version of Kubernetes of the target cluster, such as 1.36: fields that it lacks are refused.',
        minLength: 1,
      }),
    ),
    imageLock: optional(
      text({
        description:
          'Image lock that pins every image by digest: the path of a file with a line IMAGE DIGEST for each, relative to this file.',
        minLength: 1,
      }),
    ),
    secrets: optional(object(secretParts, { description: 'How to handle Secrets.' })),
    target: optional(choice(TARGETS, { description: 'Tool that applies the manifests.' })),
    delivery: optional(
      object(deliveryParts, { description: 'Settings for the Argo CD or Flux objects that refer to the manifests.' }),
    ),
    ...changeParts,
    forEach: optional(
      text({
        description: 'CSV, JSON Lines or YAML file, relative to this file; renders one release per row.',
        minLength: 1,
      }),
    ),
  };
}

const name = text({ description: 'Name of the release.', ...RELEASE_NAME });

/** One release, with its columns filled in. */
export const releaseSchema = (charts: readonly KnownChart[]) => object({ name, ...partsOf(charts) });

export type Release = Static<ReturnType<typeof releaseSchema>>;

/** The defaults for all releases of the file. */
export function defaultsSchema(charts: readonly KnownChart[]) {
  const { forEach: _forEach, chart, ...shared } = partsOf(charts);
  return object({ ...shared, chart: optional(chart) });
}

/** The file for editors, where a column can be used as a name. */
export function releasesSchema(charts: readonly KnownChart[]) {
  const { chart, namespace: _namespace, ...rest } = partsOf(charts);
  const namespace = optional(text({ description: 'Namespace of the objects, or {{ row.column }}.', minLength: 1 }));
  const release = object({
    name: text({ description: 'Name of the release, or {{ row.column }}.', minLength: 1 }),
    chart: optional(chart),
    namespace,
    ...rest,
  });
  const { forEach: _forEach, ...shared } = rest;
  return object({
    releases: list(release, { description: 'Releases to render.' }),
    defaults: optional(
      object({ chart: optional(chart), namespace, ...shared }, { description: 'Defaults for every release.' }),
    ),
  });
}

/** The top level of the file. Each release is checked separately, row by row. */
export const outside = object({
  releases: list(anything({ description: 'Release.' }), { description: 'Releases to render.' }),
  defaults: optional(free('Defaults for every release.')),
});

export const releaseRules = (charts: readonly KnownChart[]): readonly Rule<Release>[] => [
  ({ chart, appVersion }, { error }) => {
    const known = charts.find(({ name }) => name === chart);
    if (appVersion === undefined || known?.versions?.some(({ name }) => name === appVersion)) return;
    error((release) => release.appVersion, unknownSet(chart, known?.versions, appVersion));
  },
  ({ kubeVersion }, { error }) => {
    if (kubeVersion !== undefined && !kubeVersionOf(kubeVersion)) {
      error((release) => release.kubeVersion, unsupportedVersion(kubeVersion));
    }
  },
  ({ target, delivery }, { error }) => {
    if (delivery && target === 'kubectl') {
      error((release) => release.delivery, 'requires target argocd or flux');
    }
  },
  ({ values }, { error }) => {
    const at = values.indexOf('-');
    if (at >= 0) error((release) => release.values[at], 'standard input is only supported with -f');
  },
];
