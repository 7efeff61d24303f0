// The public addresses of a component: Ingress, HTTPRoute, and where its certificate comes from.

import type { Construct } from 'constructs';
import { publish as publishService, type Publication as ServicePublication } from '../../lib/k8s/gateway/publish';
import { type Component, objectName } from './connections/addresses';
import type { Platform } from './platform';

const CERTIFICATE_DAYS = 365;

export interface Publication extends Pick<ServicePublication, 'ingress' | 'route' | 'hosts' | 'openTraffic'> {
  readonly component: Component;
  readonly tlsHosts: readonly string[];
  readonly secretName: string;
  /** Port of the component's Service. */
  readonly port: number;
}

export function publish(
  scope: Construct,
  { release, publishing }: Platform,
  { component, tlsHosts, secretName, port, ...publication }: Publication,
): void {
  const name = objectName(release, component);
  const certificate = {
    name: `${name}-tls`,
    labels: release.labels(`${component}-tls`),
    secretName,
    hosts: tlsHosts,
    validDays: CERTIFICATE_DAYS,
  };
  const labels = release.labels(component);
  publishService(scope, release, { ...publication, name, labels, service: { name, port }, certificate }, publishing);
}
