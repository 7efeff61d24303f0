// The Ingress of a component, and where its certificate comes from.

import type { Construct } from 'constructs';
import { type IngressValues, ingress } from '../../lib/k8s/network/ingress';
import { ingressCertificates } from '../../lib/k8s/tls/tls';
import { type Component, objectName } from './addresses';
import type { Platform } from './platform';

const CERTIFICATE_DAYS = 365;

export interface Publication {
  readonly component: Component;
  readonly values: IngressValues;
  readonly hosts: readonly string[];
  readonly tlsHosts: readonly string[];
  readonly secretName: string;
  /** Whether clients upload files of any size and keep WebSockets open. */
  readonly openTraffic?: boolean;
  /** Port of the component's Service. */
  readonly port: number;
}

export function publish(
  scope: Construct,
  { release, certificates }: Platform,
  { component, values, hosts, tlsHosts, secretName, openTraffic = false, port }: Publication,
): void {
  if (!values.enabled) return;
  const name = objectName(release, component);
  const labels = release.labels(component);
  ingress(scope, 'ingress', release, {
    name,
    labels,
    values,
    hosts,
    service: { name, port },
    openTraffic,
    tls: { hosts: tlsHosts, secretName },
  });
  const request = {
    name: `${name}-tls`,
    labels: release.labels(`${component}-tls`),
    secretName,
    hosts: tlsHosts,
    validDays: CERTIFICATE_DAYS,
  };
  ingressCertificates(scope, 'tls', release, values, request, certificates, labels);
}
