// Names and namespaces of the objects.

import type { Release } from '../../lib/k8s/release';
import { DNS_LABEL_LIMIT, fullName, shortHash } from '../../lib/names/naming';
import type { Values } from './values';

/** What the parts of one release share. */
export interface Home {
  readonly release: Release;
  /** The release in the namespace of placeholder and runner pods. */
  readonly sandboxes: Release;
  readonly values: Values;
}

/** The documented names, whatever the release name; the overrides replace them. */
export function managerName({ chart, common: { nameOverride, fullnameOverride } }: Release): string {
  const release = nameOverride || chart.name;
  return fullName({ release, chart: chart.name, nameOverride, fullnameOverride }, chart.longestSuffix);
}

/** The prefix of cluster-scoped objects, so that two namespaces never collide. */
export const clusterName = (release: Release): string => `${release.namespace}-${managerName(release)}`;

/** Karpenter uses the name of a pool as a label value, so it must be a valid one. */
export function poolName(release: Release, { nodePool }: Values): string {
  const name = nodePool.karpenter.name || clusterName(release);
  if (name.length <= DNS_LABEL_LIMIT) return name;
  const hash = shortHash(name);
  return `${name.slice(0, DNS_LABEL_LIMIT - hash.length - 1)}-${hash}`;
}
