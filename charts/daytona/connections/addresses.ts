// All hosts, URLs and ports of the platform, each derived from one source.

import { isRouted } from '../../../lib/k8s/gateway/values';
import type { Release } from '../../../lib/k8s/release';
import { withoutSlash } from '../../../lib/names/slashes';
import type { Values } from '../values';
import { partsOf } from './url';

/** A Service of the release, and its address. */
export interface InCluster {
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
  /** From the namespace of the release. */
  readonly url: string;
  /** From any namespace. */
  readonly globalUrl: string;
}

/** For browsers and other clients outside the cluster. */
export interface PublicAddresses {
  readonly api: { readonly host: string; readonly url: string; readonly dashboard: string };
  readonly proxy: {
    readonly host: string;
    readonly scheme: string;
    /** The host, with its port unless it is the default. */
    readonly domain: string;
    /** The URL of a sandbox's port; the API fills in the braces. */
    readonly previews: string;
    readonly cookies: string;
  };
  readonly ssh: { readonly host: string; readonly port: number };
  readonly dex: { readonly host: string; readonly issuer: string };
}

const scheme = ({ tls }: { readonly tls: boolean }): string => (tls ? 'https' : 'http');

export function publicAddresses(values: Values): PublicAddresses {
  const { baseDomain, services, dex } = values;
  const { api, proxy, sshGateway } = services;
  const apiHost = api.ingress.hostname || baseDomain;
  const apiUrl = withoutSlash(api.env.DASHBOARD_BASE_API_URL) || `${scheme(api.ingress)}://${apiHost}`;
  const proxyHost = proxy.ingress.hostname || proxy.env.PROXY_DOMAIN.split(':')[0] || `proxy.${baseDomain}`;
  const domain = proxy.env.PROXY_DOMAIN || proxyHost;
  const proxyScheme = proxy.env.PROXY_PROTOCOL || scheme(proxy.ingress);
  const dexHost = dex.ingress.hostname || `dex.${baseDomain}`;
  return {
    api: {
      host: apiHost,
      url: apiUrl,
      dashboard: api.env.DASHBOARD_URL || `${scheme(api.ingress)}://${apiHost}/dashboard`,
    },
    proxy: {
      host: proxyHost,
      scheme: proxyScheme,
      domain,
      previews: `${proxyScheme}://{{PORT}}-{{sandboxId}}.${domain}`,
      cookies: proxy.env.COOKIE_DOMAIN || (isBelow(proxyHost, baseDomain) ? baseDomain : proxyHost),
    },
    ssh: { host: sshGateway.env.SSH_GATEWAY_HOST || `ssh.${baseDomain}`, port: sshGateway.service.port },
    dex: { host: dexHost, issuer: issuer(values, dexHost) },
  };
}

export const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

const ISSUER_PATH = '/dex';

/** Without an Ingress or HTTPRoute, browsers can reach Dex only through a port-forward. */
function issuer({ dex: { config, ingress, httpRoute, service }, global }: Values, host: string): string {
  if (config.issuer) return withoutSlash(config.issuer);
  return ingress.enabled || isRouted(global, httpRoute)
    ? `${scheme(ingress)}://${host}${ISSUER_PATH}`
    : `http://localhost:${service.port}${ISSUER_PATH}`;
}

/** The path of Dex' public URL, which it also uses on its port. */
export const issuerPath = (url: string): string => withoutSlash(partsOf(url).pathname);

/** Component names in labels and object names. */
export const COMPONENTS = {
  api: 'api',
  migration: 'api-migration',
  proxy: 'proxy',
  sshGateway: 'ssh-gateway',
  runnerManager: 'runnermanager',
  runner: 'runner',
  runnerRegistration: 'runner-registration',
  dex: 'dex',
} as const;

export type Component = (typeof COMPONENTS)[keyof typeof COMPONENTS];

export const objectName = (release: Release, component: string): string => `${release.fullname}-${component}`;

/** The Service of a component. */
export function inCluster(release: Release, component: Component, port: number): InCluster {
  const service = objectName(release, component);
  return {
    service,
    port,
    url: `http://${service}:${port}`,
    globalUrl: `http://${service}.${release.namespace}.svc:${port}`,
  };
}

/** Names of the TLS Secrets of the Ingresses. */
export function tlsSecrets(values: Values): { readonly api: string; readonly proxy: string; readonly dex: string } {
  const { api, proxy, dex } = publicAddresses(values);
  const { services } = values;
  return {
    api: services.api.ingress.tlsSecretName || `${api.host}-tls`,
    proxy: services.proxy.ingress.tlsSecretName || `${proxy.host}-tls`,
    dex: values.dex.ingress.tlsSecretName || `${dex.host}-tls`,
  };
}

/** What the containers listen on. */
export const listenPorts = ({ services: { api, proxy, sshGateway, runnermanager }, dex }: Values) => ({
  api: api.env.PORT,
  proxy: Number(proxy.env.PROXY_PORT || 4000),
  ssh: Number(sshGateway.env.SSH_GATEWAY_PORT || 2222),
  runnerManager: runnermanager.env.API_PORT,
  dex: dex.service.port,
});
