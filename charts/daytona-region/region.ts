// What the parts of one region share, derived once from the values.

import type { Release } from '../../lib/k8s/release';
import type { SecretHandle } from '../../lib/k8s/secret/config';
import type { CertificateSource } from '../../lib/k8s/tls/tls';
import { type Origin, parseOrigin, parseProxyUrl } from './origin';
import type { Values } from './values';

export interface Region {
  readonly release: Release;
  readonly values: Values;
  readonly proxyUrl: Origin;
  readonly apiUrl: string;
  /** The URL of the snapshot manager for Daytona; `undefined` if it is not known. */
  readonly snapshotUrl: string | undefined;
  readonly certificates: CertificateSource;
  /** Written by the registration; survives the release. */
  readonly credentials: SecretHandle;
}

/** Entries of the Secret that the registration writes. */
export const CREDENTIAL_KEYS = {
  proxyApiKey: 'proxyApiKey',
  snapshotUsername: 'snapshotManagerUsername',
  snapshotPassword: 'snapshotManagerPassword',
} as const;

/** Component names in labels and object names. */
export const COMPONENTS = {
  proxy: 'proxy',
  snapshotManager: 'snapshot-manager',
  registration: 'region-registration',
  credentials: 'region-config',
} as const;

export const objectName = (release: Release, suffix: string): string => `${release.fullname}-${suffix}`;

/** For the API client, which appends paths. */
export const apiUrl = ({ daytonaApiUrl }: Values): string => daytonaApiUrl.replace(/\/+$/, '');

/** The user's URL, or the URL of the snapshot manager's Ingress. */
export function snapshotUrl({ snapshotManagerUrl, services: { snapshotManager } }: Values): string | undefined {
  if (!snapshotManager.enabled) return undefined;
  if (snapshotManagerUrl !== '') return snapshotManagerUrl;
  const { enabled, hostname, tls } = snapshotManager.ingress;
  return enabled ? `${tls ? 'https' : 'http'}://${hostname}` : undefined;
}

/** Whether the proxy reads its key from the Secret of the registration. */
export function hasCredentials({ registration, services: { proxy } }: Values): boolean {
  const isGiven = proxy.existingSecret !== '' || proxy.env.PROXY_API_KEY !== '';
  return registration.enabled || !isGiven;
}

export function region(release: Release, values: Values, credentials: SecretHandle): Region {
  const reachable = snapshotUrl(values);
  return {
    release,
    values,
    proxyUrl: parseProxyUrl(values.proxyUrl),
    apiUrl: apiUrl(values),
    snapshotUrl: reachable === undefined ? undefined : parseOrigin(reachable).url,
    certificates: { certManager: values.certManager, runner: values.registration },
    credentials,
  };
}
