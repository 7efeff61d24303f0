// Makes a Service public: by an Ingress, by HTTPRoutes, or by both during a migration.

import type { Construct } from 'constructs';
import type { Labels } from '../labels';
import { declareBackends, type IngressValues, ingress } from '../network/ingress';
import type { Release } from '../release';
import type { CertificateRequest } from '../tls/self-signed';
import { type CertificateSource, ingressCertificates, issuersIn } from '../tls/tls';
import type { Listeners } from './listeners';
import { type BackendTlsValues, type HttpRouteValues, isRouted, type Routing, usesOwnGateway } from './values';

export interface Publication {
  /** Name of the Ingress and of the HTTPRoute. */
  readonly name: string;
  readonly labels: Labels;
  readonly ingress: IngressValues;
  readonly route: HttpRouteValues;
  /** The main hosts. */
  readonly hosts: readonly string[];
  readonly service: { readonly name: string; readonly port: number };
  /** Whether clients upload files of any size and keep WebSockets open. */
  readonly openTraffic?: boolean;
  /** For a server that terminates TLS itself; `host` is the name in its certificate. */
  readonly backendTls?: { readonly values: BackendTlsValues; readonly host: string };
  readonly certificate: CertificateRequest;
}

/** What the public Services of a release share. */
export interface Publishing {
  readonly routing: Routing;
  readonly listeners: Listeners;
  readonly certificates: CertificateSource;
}

/** Loaded on demand, because few releases have routes. */
const routes = {
  http: () => require('./http-route') as typeof import('./http-route'),
  backendTls: () => require('./backend-tls') as typeof import('./backend-tls'),
};

export function publish(
  scope: Construct,
  release: Release,
  publication: Publication,
  { routing, listeners, certificates }: Publishing,
): void {
  const { name, labels, ingress: values, route, hosts, service, openTraffic = false, backendTls } = publication;
  const { secretName, hosts: tlsHosts } = publication.certificate;
  const routed = isRouted(routing, route);
  const onGateway = routed && usesOwnGateway(routing, route);
  if (values.enabled) {
    ingress(scope, 'ingress', release, {
      name,
      labels,
      values,
      hosts,
      service,
      openTraffic,
      servesTls: backendTls !== undefined,
      controller: routing.ingressController,
      tls: { hosts: tlsHosts, secretName },
    });
  }
  if (routed) {
    if (!values.enabled) declareBackends(release, values);
    routes.http().httpRoutes(scope, release, {
      name,
      labels,
      values: route,
      ingress: values,
      hosts,
      service,
      secretName,
      tlsHosts,
      routing,
      listeners,
    });
    if (backendTls)
      routes.backendTls().backendTlsPolicy(scope, release, { name, labels, ...backendTls, service: service.name });
  }
  if (!values.enabled && !onGateway) return;
  if (onGateway && !values.enabled) Object.assign(listeners.annotations, issuersIn(values.annotations));
  // cert-manager creates those of the Gateway's listeners.
  const source = onGateway ? { ...certificates, gateway: true } : certificates;
  ingressCertificates(scope, 'tls', release, values, publication.certificate, source, labels);
}
