// Names of objects: as Helm gives them, within Kubernetes' limits.

import { sha256 } from './hash';

/** Longest DNS label: Services, label values, ports' hosts. */
export const DNS_LABEL_LIMIT = 63;

/** Longest key of a label or annotation, after its prefix. */
export const LABEL_NAME_LIMIT = 63;

/** Longest name of a CronJob, which appends a number to name its Jobs. */
export const CRON_JOB_LIMIT = 52;

export const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
export const DNS_SUBDOMAIN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
/** Keys of Secrets and ConfigMaps: not ".", nor with ".." at the start. */
export const DATA_KEY = '^\\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$';
export const DATA_KEY_LIMIT = 253;
const dataKey = new RegExp(DATA_KEY);
export const isDataKey = (key: string): boolean => key.length <= DATA_KEY_LIMIT && dataKey.test(key);
/** Names of environment variables. */
export const VARIABLE_NAME = '^[-._a-zA-Z][-._a-zA-Z0-9]*$';
export const LABEL_VALUE = '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$';
export const LABEL_KEY =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';

/** A host name, `*.` in front allowed. */
export const HOST = DNS_SUBDOMAIN.replace('^', '^(\\*\\.)?');

export interface NameSource {
  readonly release: string;
  readonly chart: string;
  readonly nameOverride: string;
  readonly fullnameOverride: string;
}

/**
 * Helm's full name: the override, else the release if it contains the chart's name, else both joined;
 * cut so that the longest suffix still gives a name of at most 63 characters.
 */
export function fullName(
  { release, chart, nameOverride, fullnameOverride }: NameSource,
  longestSuffix: number,
): string {
  const name = nameOverride || chart;
  const full = fullnameOverride || (release.includes(name) ? release : `${release}-${name}`);
  return full.slice(0, DNS_LABEL_LIMIT - longestSuffix).replace(/[-.]+$/, '');
}

/** Ten lower-case characters that stand for `value`: the same value, the same characters. */
export function shortHash(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, 10);
}

/** The end of a name that `shortHash` makes unique, as that of a Job. */
const HASH_AT_END = /-[0-9a-f]{10}$/;

export const endsInHash = (name: string): boolean => HASH_AT_END.test(name);

export const withoutHash = (name: string): string => name.replace(HASH_AT_END, '');

/** `name`, or where it is too long its beginning and a hash of it all. */
export function shorten(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const hash = shortHash(name);
  return `${name.slice(0, limit - hash.length - 1).replace(/[-.]+$/, '')}-${hash}`;
}

/** Namespaces that Kubernetes itself creates. */
export const isOfEveryCluster = (namespace: string): boolean =>
  /^(default|kube-(system|public|node-lease))$/.test(namespace);
