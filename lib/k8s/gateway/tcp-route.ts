// TCPRoutes, for SSH.

import type { Construct } from 'constructs';
import type { TcpRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import type { Labels } from '../labels';
import type { Release } from '../release';
import { gatewayName } from './gateway';
import type { Listeners } from './listeners';
import { gatewayObject } from './object';
import { parentsOf } from './parents';
import { type Routing, type TcpRouteValues, usesOwnGateway } from './values';

export interface TcpRouteOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: TcpRouteValues;
  readonly service: { readonly name: string; readonly port: number };
  /** Name of the listener on the Gateway of the release, whose port is that of the Service. */
  readonly listener: string;
  readonly routing: Routing;
  readonly listeners: Listeners;
}

/** The route, if the values enable it. */
export function tcpRoute(
  scope: Construct,
  release: Release,
  { name, labels, values, service, listener, routing, listeners }: TcpRouteOptions,
): void {
  if (!values.enabled) return;
  const parentRefs = usesOwnGateway(routing, values)
    ? [{ name: gatewayName(release, routing), sectionName: listeners.open(listener, service.port) }]
    : parentsOf(release, values, routing);
  gatewayObject(scope, 'tcp-route', 'TCPRoute', release.metadata(name, labels.and(values.labels), values.annotations), {
    parentRefs,
    rules: [{ backendRefs: [{ name: service.name, port: service.port }] }],
  } satisfies TcpRouteSpec);
}
