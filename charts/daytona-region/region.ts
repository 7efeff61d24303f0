// What the parts of one region share, derived once from the values.

import { Listeners } from '../../lib/k8s/gateway/listeners';
import type { Publishing } from '../../lib/k8s/gateway/publish';
import { type HttpRouteValues, isRouted } from '../../lib/k8s/gateway/values';
import type { IngressValues } from '../../lib/k8s/network/ingress';
import type { Release } from '../../lib/k8s/release';
import type { SecretHandle } from '../../lib/k8s/secret/config';
import { withoutSlash } from '../../lib/names/slashes';
import { cookieDomain, type Origin, parseOrigin, parseProxyUrl } from './origin';
import type { Values } from './values';

export interface Region {
  readonly release: Release;
  readonly values: Values;
  readonly proxyUrl: Origin;
  readonly apiUrl: string;
  /** The URL of the snapshot manager for Daytona; `undefined` if it is not known. */
  readonly snapshotUrl: string | undefined;
  /** The URL of the SSH gateway for Daytona; `undefined` if there is none. */
  readonly sshGatewayUrl: string | undefined;
  readonly publishing: Publishing;
  /** Written by the registration; survives the release. */
  readonly credentials: SecretHandle;
}

/** Entries of the Secret that the registration writes. */
export const CREDENTIAL_KEYS = {
  id: 'id',
  proxyApiKey: 'proxyApiKey',
  snapshotUsername: 'snapshotManagerUsername',
  snapshotPassword: 'snapshotManagerPassword',
  sshGatewayApiKey: 'sshGatewayApiKey',
} as const;

/** Component names in labels and object names. */
export const COMPONENTS = {
  proxy: 'proxy',
  snapshotManager: 'snapshot-manager',
  sshGateway: 'ssh-gateway',
  runnerManager: 'runnermanager',
  runner: 'runner',
  volumePreflight: 'volume-preflight',
  runnerReaper: 'runner-reaper',
  registration: 'region-registration',
  credentials: 'region-config',
} as const;

export const objectName = (release: Release, suffix: string): string => `${release.fullname}-${suffix}`;

/** The release in the namespace of the runner pods. */
export function nodesOf({ release, values }: Pick<Region, 'release' | 'values'>): Release {
  return release.inNamespace(values.services.runnermanager.env.PROVIDER_NAMESPACE || release.namespace);
}

/** For the API client, which appends paths. */
export const apiUrl = ({ daytonaApiUrl }: Values): string => withoutSlash(daytonaApiUrl);

/** The user's URL, or the URL of the snapshot manager's Ingress or HTTPRoute. */
export function snapshotUrl({ snapshotManagerUrl, services: { snapshotManager }, global }: Values): string | undefined {
  if (!snapshotManager.enabled) return undefined;
  if (snapshotManagerUrl !== '') return snapshotManagerUrl;
  const { hostname, tls } = snapshotManager.ingress;
  return isPublished({ global }, snapshotManager) ? `${tls ? 'https' : 'http'}://${hostname}` : undefined;
}

/** The user's URL, or that of the region's gateway. */
export function sshGatewayUrl({ sshGatewayUrl: given, baseDomain, proxyUrl, services }: Values): string | undefined {
  const { enabled, env, service } = services.sshGateway;
  if (given !== '') return given;
  if (!enabled) return undefined;
  const host = env.SSH_GATEWAY_HOST || `ssh.${baseDomain || cookieDomain(parseProxyUrl(proxyUrl))}`;
  return `ssh://${host}:${service.port}`;
}

/** Whether clients outside the cluster reach a Service. */
export const isPublished = (
  { global }: Pick<Values, 'global'>,
  { ingress, httpRoute }: { readonly ingress: IngressValues; readonly httpRoute: HttpRouteValues },
): boolean => ingress.enabled || isRouted(global, httpRoute);

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
    sshGatewayUrl: sshGatewayUrl(values),
    publishing: {
      routing: values.global,
      listeners: new Listeners(),
      certificates: { certManager: values.certManager, runner: values.registration },
    },
    credentials,
  };
}
