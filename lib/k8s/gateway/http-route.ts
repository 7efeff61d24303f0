// HTTPRoutes: the twin of an Ingress in the Gateway API.

import type { Construct } from 'constructs';
import type {
  HttpRouteSpec,
  HttpRouteSpecParentRefs,
  HttpRouteSpecRules,
} from '../../../imports/gateway.networking.k8s.io';
import type { Labels } from '../labels';
import type { IngressValues } from '../network/ingress';
import type { Release } from '../release';
import { gatewayName } from './gateway';
import { type HostRules, hostRules } from './ingress-rules';
import type { Listeners } from './listeners';
import { gatewayObject } from './object';
import { parentsOf } from './parents';
import { type HttpRouteValues, type Routing, usesOwnGateway } from './values';

/** The values of an Ingress that its routes need. */
export type RoutedIngress = Pick<
  IngressValues,
  'path' | 'pathType' | 'extraHosts' | 'extraPaths' | 'extraRules' | 'tls' | 'extraTls'
>;

export interface HttpRouteOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: HttpRouteValues;
  /** Its hosts, paths and certificates are those of the route. */
  readonly ingress: RoutedIngress;
  /** The main hosts. */
  readonly hosts: readonly string[];
  readonly service: { readonly name: string; readonly port: number };
  /** The Secret with the certificate of the main hosts. */
  readonly secretName: string;
  /** The main hosts that the certificate covers. Default: all of them. */
  readonly tlsHosts?: readonly string[];
  readonly routing: Routing;
  readonly listeners: Listeners;
}

/** One HTTPRoute for the main hosts, and others for hosts with other paths. */
export function httpRoutes(scope: Construct, release: Release, options: HttpRouteOptions): void {
  const { name, labels, values, ingress, hosts, service } = options;
  const main = [...new Set([...hosts, ...values.hostnames])];
  const groups = hostRules({ values: ingress, hosts: main, service });
  declareBackends(release, values.rules);
  const metadata = (suffix: string) =>
    release.metadata(`${name}${suffix}`, labels.and(values.labels), values.annotations);
  for (const [index, group] of groups.entries()) {
    const suffix = index === 0 ? '' : `-${index + 1}`;
    const more = index === 0 ? values.rules : [];
    gatewayObject(scope, `route${suffix}`, 'HTTPRoute', metadata(suffix), {
      parentRefs: parents(release, group, index === 0, options),
      ...(group.hosts.length > 0 ? { hostnames: [...group.hosts] } : {}),
      rules: [...group.rules.map((rule) => withSettings(rule, values)), ...more],
    } satisfies HttpRouteSpec);
  }
  redirect(scope, release, options, groups, metadata('-redirect'));
}

function withSettings(rule: HttpRouteSpecRules, { filters, timeouts }: HttpRouteValues): HttpRouteSpecRules {
  const given = Object.fromEntries(Object.entries(timeouts).filter(([, duration]) => duration !== ''));
  return {
    ...rule,
    ...(filters.length > 0 ? { filters: [...filters] } : {}),
    ...(Object.keys(given).length > 0 ? { timeouts: given } : {}),
  };
}

function declareBackends(release: Release, rules: readonly HttpRouteSpecRules[]): void {
  for (const { kind = 'Service', group, name, namespace } of rules.flatMap(({ backendRefs = [] }) => backendRefs)) {
    if (kind === 'Service' && !group) release.external('Service', name, [], namespace);
  }
}

function parents(
  release: Release,
  { hosts }: HostRules,
  isMain: boolean,
  options: HttpRouteOptions,
): HttpRouteSpecParentRefs[] {
  const { values, routing, listeners } = options;
  if (!usesOwnGateway(routing, values)) return parentsOf(release, values, routing);
  const name = gatewayName(release, routing);
  // Without hosts, it is for all listeners.
  if (hosts.length === 0) return [{ name }];
  const sections = hosts.map((host) => {
    const secretName = certificateOf(host, isMain, options);
    return secretName === undefined ? listeners.http() : listeners.https({ host, secretName });
  });
  return [...new Set(sections)].map((sectionName) => ({ name, sectionName }));
}

/** The Secret with the certificate of a host; absent for plain HTTP. */
function certificateOf(
  host: string,
  isMain: boolean,
  { ingress, secretName, values, hosts, tlsHosts = hosts }: HttpRouteOptions,
): string | undefined {
  if (!ingress.tls) return undefined;
  if (isMain) return tlsHosts.includes(host) || values.hostnames.includes(host) ? secretName : undefined;
  return ingress.extraTls.find(({ hosts = [] }) => hosts.includes(host))?.secretName;
}

/** Sends clients of the release's Gateway from HTTP to HTTPS, as Ingress controllers do. */
function redirect(
  scope: Construct,
  release: Release,
  options: HttpRouteOptions,
  groups: readonly HostRules[],
  metadata: ReturnType<Release['metadata']>,
): void {
  const { values, routing, listeners } = options;
  if (!usesOwnGateway(routing, values)) return;
  const secured = groups.flatMap(({ hosts }, index) =>
    hosts.filter((host) => certificateOf(host, index === 0, options) !== undefined),
  );
  if (secured.length === 0) return;
  gatewayObject(scope, 'route-redirect', 'HTTPRoute', metadata, {
    parentRefs: [{ name: gatewayName(release, routing), sectionName: listeners.http() }],
    hostnames: secured,
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  } satisfies HttpRouteSpec);
}
