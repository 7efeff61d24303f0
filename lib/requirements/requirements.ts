// What a rendered release needs from its cluster, from a cloud and from people.

import { describe } from '../k8s/object/manifest';
import { demandsOf, type Level, levelOf } from '../k8s/pod-security';
import type { CloudPolicy } from '../k8s/release';
import { Inventory } from '../render/checks/inventory';
import type { Rendered } from '../render/render';
import { type ApiNeed, apiNeeds } from './apis';
import {
  type ClassNeed,
  classNeeds,
  type GatewayNeed,
  gatewayNeeds,
  type HostNeed,
  hostNeeds,
  type LoadBalancerNeed,
  loadBalancerNeeds,
} from './cluster';
import { type KeptNeed, keptNeeds } from './kept';
import { deviceNeeds, hostPathNeeds, type NodeNeed, nodeNeeds, type OnNode } from './nodes';

export interface NamespaceNeed {
  readonly name: string;
  /** The strictest Pod Security Standard that admits the pods; absent without pods. */
  readonly podSecurity?: Level;
  /** The fields that rule out a stricter one. */
  readonly because?: readonly string[];
}

export interface Requirements {
  readonly release: string;
  readonly namespaces: readonly NamespaceNeed[];
  /** Objects that people or other releases manage. */
  readonly objects: readonly KeptNeed[];
  readonly apis: readonly ApiNeed[];
  readonly classes: readonly ClassNeed[];
  readonly nodes: readonly NodeNeed[];
  readonly devices: readonly OnNode[];
  readonly hostPaths: readonly OnNode[];
  readonly hosts: readonly HostNeed[];
  readonly gateways: readonly GatewayNeed[];
  readonly loadBalancers: readonly LoadBalancerNeed[];
  readonly policies: readonly CloudPolicy[];
  readonly images: readonly string[];
}

export function requirementsOf({
  name,
  objects,
  externals,
  policies = [],
}: Pick<Rendered, 'name' | 'objects' | 'externals' | 'policies'>): Requirements {
  const inventory = new Inventory(objects, externals);
  return {
    release: name,
    namespaces: namespaceNeeds(inventory),
    objects: keptNeeds(inventory, externals),
    apis: apiNeeds(inventory),
    classes: classNeeds(inventory),
    nodes: nodeNeeds(inventory),
    devices: deviceNeeds(inventory),
    hostPaths: hostPathNeeds(inventory, false),
    hosts: hostNeeds(inventory),
    gateways: gatewayNeeds(inventory),
    loadBalancers: loadBalancerNeeds(inventory),
    policies,
    images: [...new Set(inventory.containers.flatMap(({ container }) => container.image ?? []))],
  };
}

/** Whether it needs anything that a plain cluster does not have. */
export function asksForMore({ release: _release, images: _images, namespaces, ...needs }: Requirements): boolean {
  const isPrivileged = namespaces.some(({ podSecurity }) => podSecurity === 'privileged');
  return isPrivileged || Object.values(needs).some((list) => list.length > 0);
}

/** The namespaces that the release does not create itself. */
function namespaceNeeds({ objects, pods }: Inventory): NamespaceNeed[] {
  const created = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...names]
    .filter((name) => !created.has(name))
    .sort()
    .map((name): NamespaceNeed => {
      const own = pods.filter(({ namespace }) => namespace === name);
      if (own.length === 0) return { name };
      const demands = own.flatMap(({ object, spec, field }) =>
        demandsOf(spec).map((demand) => ({ ...demand, field: `${describe(object)} ${field}.${demand.field}` })),
      );
      const podSecurity = levelOf(demands);
      const because = demands.filter(({ level }) => level === podSecurity).map(({ field }) => field);
      return { name, podSecurity, ...(because.length > 0 ? { because } : {}) };
    });
}
