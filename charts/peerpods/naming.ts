// Names of this chart's objects; the names of cluster-scoped ones are unique across releases.

import type { Release } from '../../lib/k8s/release';
import { DNS_LABEL, DNS_LABEL_LIMIT } from '../../lib/names/naming';

export const NAMESPACE_NAME = {
  pattern: DNS_LABEL,
  maxLength: DNS_LABEL_LIMIT,
  expected: 'the name of a namespace',
} as const;

/** Leaves room for the longest suffix of a Service name. */
const PREFIX_LIMIT = DNS_LABEL_LIMIT - 'controller-manager-metrics-service'.length;

export const PREFIX = {
  pattern: '^[a-z][-a-z0-9]*$',
  maxLength: PREFIX_LIMIT,
  expected: `at most ${PREFIX_LIMIT} lowercase letters, digits and "-", starting with a letter`,
} as const;

/**
 * Name of a cluster-scoped object whose own name is specific enough. A release with the chart's name keeps it, so that
 * an installed one can be taken over; every other release adds its name as prefix.
 */
export const clusterName = (release: Release, name: string): string =>
  release.fullname === release.chart.name ? name : `${release.fullname}-${name}`;

/** Name of a cluster-scoped object with a generic name. */
export const ownClusterName = (release: Release, name: string): string => `${release.fullname}-${name}`;
