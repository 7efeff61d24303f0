// Names of this chart's objects; the names of cluster-scoped ones are unique across releases.

import type { Release } from '../../lib/k8s/release';
import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../lib/names/naming';

export const NAMESPACE_NAME = {
  pattern: DNS_LABEL,
  maxLength: DNS_LABEL_LIMIT,
  expected: 'the name of a namespace',
} as const;

/** Leaves room for the longest name of a Service behind it. */
const PREFIX_LIMIT = DNS_LABEL_LIMIT - 'controller-manager-metrics-service'.length;

export const PREFIX = {
  pattern: '^[a-z][-a-z0-9]*$',
  maxLength: PREFIX_LIMIT,
  expected: `at most ${PREFIX_LIMIT} lowercase letters, digits and "-", starting with a letter`,
} as const;

/**
 * Name of a cluster-wide object whose own name says already what it belongs to. The release that is called as the
 * chart keeps it, so that an installed one is taken over; every other release puts its name in front.
 */
export const clusterName = (release: Release, name: string): string =>
  release.fullname === release.chart.name ? name : `${release.fullname}-${name}`;

/** Name of a cluster-wide object with a name that anybody could use. */
export const ownClusterName = (release: Release, name: string): string => `${release.fullname}-${name}`;
