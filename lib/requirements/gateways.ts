// Gateways that a release does not create, and the listeners that its routes need on them.

import type { GatewaySpec, HttpRouteSpec } from '../../imports/gateway.networking.k8s.io';
import { describe, type Manifest } from '../k8s/object/manifest';
import type { Inventory } from '../render/checks/inventory';
import { type Found, gathered } from './gathered';

export interface GatewayNeed {
  readonly name: string;
  readonly namespace?: string;
  /** Name of the listener; absent for any. */
  readonly listener?: string;
  /** Port of the listener; absent for any. */
  readonly port?: number;
  /** HTTP and HTTPS listeners take HTTPRoutes, TCP listeners take TCPRoutes. */
  readonly route: 'HTTPRoute' | 'TCPRoute';
  /** Hosts that the listener must accept, with a certificate if it terminates TLS; absent for TCP. */
  readonly hosts?: readonly string[];
  /** Namespace whose routes the listener must admit. */
  readonly admits?: string;
  readonly by: readonly string[];
}

const routesIn = (inventory: Inventory): Manifest[] => inventory.ofKind('HTTPRoute', 'TCPRoute');

export function gatewayNeeds(inventory: Inventory): GatewayNeed[] {
  return gathered(
    routesIn(inventory).flatMap((object): Found<Omit<GatewayNeed, 'by'>>[] => {
      const { parentRefs = [], hostnames = [] } = object.spec as HttpRouteSpec;
      const { namespace: own } = object.metadata;
      return parentRefs.flatMap(({ kind = 'Gateway', name, namespace = own, sectionName, port }) => {
        if (kind !== 'Gateway' || inventory.find(kind, namespace, name)) return [];
        const need = {
          name,
          ...(namespace === undefined ? {} : { namespace }),
          ...(sectionName === undefined ? {} : { listener: sectionName }),
          ...(port === undefined ? {} : { port }),
          route: object.kind as GatewayNeed['route'],
          ...(hostnames.length > 0 ? { hosts: hostnames } : {}),
          ...(own === undefined || own === namespace ? {} : { admits: own }),
        };
        return [{ need, by: describe(object) }];
      });
    }),
  );
}

/** The GatewayClasses of Gateways that the release creates. */
export function gatewayClasses(
  inventory: Inventory,
): Found<{ readonly kind: 'GatewayClass'; readonly name: string }>[] {
  return gatewaysIn(inventory).map((object) => {
    const { gatewayClassName: name } = object.spec as GatewaySpec;
    return { need: { kind: 'GatewayClass', name }, by: describe(object) };
  });
}

/** The hosts of routes, and whether a listener of the release serves a certificate for them. */
export function routedHosts(inventory: Inventory): Found<{ readonly host: string; readonly tls: boolean }>[] {
  const secured = new Set(
    gatewaysIn(inventory).flatMap((object) =>
      (object.spec as GatewaySpec).listeners.flatMap(({ hostname, tls }) => (hostname && tls ? [hostname] : [])),
    ),
  );
  return routesIn(inventory).flatMap((object) => {
    const { hostnames = [] } = object.spec as HttpRouteSpec;
    return hostnames.map((host) => ({ need: { host, tls: secured.has(host) }, by: describe(object) }));
  });
}

const gatewaysIn = (inventory: Inventory): Manifest[] => inventory.ofKind('Gateway');
