// What the cluster must provide by name: classes, Gateways, external addresses, host names.

import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IService } from 'kubernetes-models/v1/Service';
import type { GatewaySpec, HttpRouteSpec } from '../../imports/gateway.networking.k8s.io';
import { describe, type Manifest } from '../k8s/object/manifest';
import { at, type Inventory } from '../render/checks/inventory';
import { type Found, gathered } from './gathered';

export interface ClassNeed {
  readonly kind: 'StorageClass' | 'IngressClass' | 'GatewayClass' | 'PriorityClass' | 'RuntimeClass';
  /** Absent for the cluster's default class. */
  readonly name?: string;
  /** How volumes of a StorageClass are mounted. */
  readonly accessModes?: readonly string[];
  readonly by: readonly string[];
}

/** A name that DNS must resolve to the release. */
export interface HostNeed {
  readonly host: string;
  /** Whether a certificate is served for it. */
  readonly tls: boolean;
  readonly by: readonly string[];
}

export interface LoadBalancerNeed {
  readonly ports: readonly number[];
  readonly class?: string;
  readonly by: readonly string[];
}

/** A Gateway that the release does not create, with the listener that its routes need on it. */
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

type FoundClass = Found<Omit<ClassNeed, 'by'>>;

export function classNeeds(inventory: Inventory): ClassNeed[] {
  const found: FoundClass[] = [
    ...claims(inventory),
    ...ingresses(inventory),
    ...gatewayClasses(inventory),
    ...ofPods(inventory),
  ];
  return gathered(
    found.filter(({ need: { kind, name } }) => name === undefined || !inventory.find(kind, undefined, name)),
  );
}

function* claims({ objects }: Inventory): Generator<FoundClass> {
  for (const object of objects) {
    const templates = object.kind === 'PersistentVolumeClaim' ? [object] : at(object, 'spec.volumeClaimTemplates');
    for (const { spec } of (templates ?? []) as readonly IPersistentVolumeClaim[]) {
      const { storageClassName: name, accessModes = [] } = spec ?? {};
      // An empty name requests an existing volume.
      if (name === '') continue;
      yield {
        need: { kind: 'StorageClass', ...(name === undefined ? {} : { name }), accessModes },
        by: describe(object),
      };
    }
  }
}

function* ingresses(inventory: Inventory): Generator<FoundClass> {
  for (const object of inventory.ofKind('Ingress')) {
    const { ingressClassName } = object.spec as NonNullable<IIngress['spec']>;
    const name = ingressClassName ?? object.metadata.annotations?.['kubernetes.io/ingress.class'];
    yield { need: { kind: 'IngressClass', ...(name === undefined ? {} : { name }) }, by: describe(object) };
  }
}

function* ofPods({ pods }: Inventory): Generator<FoundClass> {
  for (const { object, spec } of pods) {
    const { priorityClassName: priority, runtimeClassName: runtime } = spec;
    const by = describe(object);
    if (priority && !priority.startsWith('system-')) yield { need: { kind: 'PriorityClass', name: priority }, by };
    if (runtime) yield { need: { kind: 'RuntimeClass', name: runtime }, by };
  }
}

export function hostNeeds(inventory: Inventory): HostNeed[] {
  return gathered([
    ...inventory.ofKind('Ingress').flatMap((object) => {
      const { rules = [], tls = [] } = object.spec as NonNullable<IIngress['spec']>;
      const served = new Set(tls.flatMap(({ hosts = [] }) => hosts));
      const hosts = new Set([...rules.flatMap(({ host }) => host ?? []), ...served]);
      return [...hosts].map((host) => ({ need: { host, tls: served.has(host) }, by: describe(object) }));
    }),
    ...routedHosts(inventory),
  ]);
}

export function loadBalancerNeeds(inventory: Inventory): LoadBalancerNeed[] {
  return inventory
    .ofKind('Service')
    .filter((object) => at(object, 'spec.type') === 'LoadBalancer')
    .map((object: Manifest) => {
      const { ports = [], loadBalancerClass } = object.spec as NonNullable<IService['spec']>;
      return {
        ports: ports.map(({ port }) => port),
        ...(loadBalancerClass ? { class: loadBalancerClass } : {}),
        by: [describe(object)],
      };
    });
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
function gatewayClasses(inventory: Inventory): Found<{ readonly kind: 'GatewayClass'; readonly name: string }>[] {
  return gatewaysIn(inventory).map((object) => {
    const { gatewayClassName: name } = object.spec as GatewaySpec;
    return { need: { kind: 'GatewayClass', name }, by: describe(object) };
  });
}

/** The hosts of routes, and whether a listener of the release serves a certificate for them. */
function routedHosts(inventory: Inventory): Found<{ readonly host: string; readonly tls: boolean }>[] {
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
