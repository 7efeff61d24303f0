// Names: those of objects, which are the same as in Helm, and valid names and namespaces of releases.

import { sha256 } from './hash';
import { remembering } from './remember';

/** Maximum length of a DNS label: Services, label values, pod host names. */
export const DNS_LABEL_LIMIT = 63;

/** Maximum length of a label or annotation key, without its prefix. */
export const LABEL_NAME_LIMIT = 63;

/** Maximum length of a CronJob's name: it appends a number to name its Jobs. */
export const CRON_JOB_LIMIT = 52;

export const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
export const DNS_SUBDOMAIN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
/** Keys of Secrets and ConfigMaps: not ".", and not starting with "..". */
export const DATA_KEY = '^\\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$';
export const DATA_KEY_LIMIT = 253;
const dataKey = new RegExp(DATA_KEY);
export const isDataKey = (key: string): boolean => key.length <= DATA_KEY_LIMIT && dataKey.test(key);
/** Names of environment variables. */
export const VARIABLE_NAME = '^[-._a-zA-Z][-._a-zA-Z0-9]*$';
export const LABEL_VALUE = '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$';
export const LABEL_KEY =
  '^(?=[^/]{1,253}/|[^/]*$)([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';

const labelKey = new RegExp(LABEL_KEY);
/** Objects have few different keys, each many times. */
export const isLabelKey = remembering((key) => labelKey.test(key));

/** A host name, optionally starting with `*.`. */
export const HOST = DNS_SUBDOMAIN.replace('^', '^(\\*\\.)?');

export interface NameSource {
  readonly release: string;
  readonly chart: string;
  readonly nameOverride: string;
  readonly fullnameOverride: string;
}

/**
 * Helm's full name: the override, or the release name if it contains the chart's name, or both joined; shortened so
 * that the name has at most 63 characters with the longest suffix.
 */
export function fullName(
  { release, chart, nameOverride, fullnameOverride }: NameSource,
  longestSuffix: number,
): string {
  const name = nameOverride || chart;
  const full = fullnameOverride || (release.includes(name) ? release : `${release}-${name}`);
  return trimmed(full.slice(0, DNS_LABEL_LIMIT - longestSuffix));
}

/** Without dashes and dots at the end, such as those where it was cut. */
function trimmed(name: string): string {
  let end = name.length;
  while (name[end - 1] === '-' || name[end - 1] === '.') end--;
  return name.slice(0, end);
}

/** A hash of `value` with ten lowercase letters and digits. */
export function shortHash(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, HASH_LENGTH);
}

/** The largest prime below 2^40. */
const PRIME = 2n ** 40n - 87n;

/**
 * The hash of a Job's spec, for its name, as long as a `shortHash`: its text as one number, modulo a prime. Changes within
 * four bytes never collide. SHA-256 needs `node:crypto`, which takes longer to load than a chart takes to build.
 */
export function specHash(spec: unknown): string {
  const digits = Buffer.from(JSON.stringify(spec)).toString('hex');
  return (BigInt(`0x${digits}`) % PRIME).toString(16).padStart(HASH_LENGTH, '0');
}

const HASH_LENGTH = 10;
const DIGITS = new Set('0123456789abcdef');

/** Whether a name ends in a hash, such as a Job's. */
export function endsInHash(name: string): boolean {
  if (name.at(-HASH_LENGTH - 1) !== '-') return false;
  for (const digit of name.slice(-HASH_LENGTH)) if (!DIGITS.has(digit)) return false;
  return true;
}

export const withoutHash = (name: string): string => (endsInHash(name) ? name.slice(0, -HASH_LENGTH - 1) : name);

/** `name` with a hash at its end, and shortened if both together have more than `limit` characters. */
export const withHash = (name: string, hash: string, limit: number): string =>
  `${trimmed(name.slice(0, limit - hash.length - 1))}-${hash}`;

/** `name`, or its beginning and a hash of all of it if it is too long. */
export const shorten = (name: string, limit: number): string =>
  name.length <= limit ? name : withHash(name, shortHash(name), limit);

/** Namespaces that Kubernetes creates. */
const OF_EVERY_CLUSTER = new Set(['default', 'kube-node-lease', 'kube-public', 'kube-system']);

export const isOfEveryCluster = (namespace: string): boolean => OF_EVERY_CLUSTER.has(namespace);

export interface NameRule {
  readonly pattern: string;
  readonly maxLength: number;
  readonly expected: string;
}

const label = (maxLength: number): NameRule => ({
  pattern: DNS_LABEL,
  maxLength,
  expected: `at most ${maxLength} lowercase letters, digits and "-", starting and ending with a letter or digit`,
});

/** Helm's limit, which leaves room for the suffixes of object names. */
export const RELEASE_NAME = label(53);

export const NAMESPACE = label(DNS_LABEL_LIMIT);

export function obeys({ pattern, maxLength }: NameRule, name: string): boolean {
  return name.length <= maxLength && new RegExp(pattern).test(name);
}
