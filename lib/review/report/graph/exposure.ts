// Traffic from outside: hosts and routes, load balancers, ports of nodes, webhooks.

import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IService } from 'kubernetes-models/v1/Service';
import type { GatewaySpec, HttpRouteSpec } from '../../../../imports/gateway.networking.k8s.io';
import { type Manifest, objectKey } from '../../../k8s/object/manifest';
import { at, type Inventory } from '../../../render/checks/inventory';
import { apiServer, type GraphBuilder, inbound, outbound } from './model';
import { referredNode } from './objects';

export function addExposure(graph: GraphBuilder, inventory: Inventory): void {
  for (const object of inventory.ofKind('Ingress')) ofIngress(graph, inventory, object);
  for (const object of inventory.ofKind('Gateway')) ofGateway(graph, object);
  for (const object of inventory.ofKind(...ROUTES)) ofRoute(graph, inventory, object);
  for (const object of inventory.ofKind('Route')) ofOpenShiftRoute(graph, inventory, object);
  for (const object of inventory.ofKind('Service')) ofService(graph, object);
  for (const object of inventory.ofKind('MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) {
    ofWebhooks(graph, inventory, object);
  }
  for (const { object, spec } of inventory.pods) {
    for (const { hostPort } of spec.containers.flatMap(({ ports = [] }) => ports)) {
      if (hostPort) addInbound(graph, 'Port of the node', String(hostPort), object);
    }
  }
}

/** Of the Gateway API. */
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];

function addInbound(graph: GraphBuilder, kind: string, name: string, object: Manifest, label?: string): void {
  const from = graph.node(inbound(kind, name));
  graph.edge({ from, to: objectKey(object), kind: 'traffic', ...(label === undefined ? {} : { label }) });
}

function toService(graph: GraphBuilder, inventory: Inventory, from: Manifest, name: string, port?: unknown): void {
  const to = graph.node(referredNode(inventory, 'Service', from.metadata.namespace, name));
  graph.edge({ from: objectKey(from), to, kind: 'traffic', ...(port === undefined ? {} : { label: `port ${port}` }) });
}

function ofIngress(graph: GraphBuilder, inventory: Inventory, object: Manifest): void {
  const { rules = [], defaultBackend } = object.spec as NonNullable<IIngress['spec']>;
  for (const { host = 'any host', http } of rules) {
    graph.edge({ from: graph.node(inbound('Host', host)), to: objectKey(object), kind: 'traffic' });
    for (const { backend } of http?.paths ?? []) backendOf(backend);
  }
  if (defaultBackend) {
    graph.edge({ from: graph.node(inbound('Host', 'any host')), to: objectKey(object), kind: 'traffic' });
    backendOf(defaultBackend);
  }

  function backendOf({ service }: NonNullable<typeof defaultBackend>): void {
    if (service) toService(graph, inventory, object, service.name, service.port?.number ?? service.port?.name);
  }
}

function ofGateway(graph: GraphBuilder, object: Manifest): void {
  for (const { hostname, port } of (object.spec as GatewaySpec).listeners) {
    const from = graph.node(inbound('Host', hostname ?? 'any host'));
    graph.edge({ from, to: objectKey(object), kind: 'traffic', label: `port ${port}` });
  }
}

function ofRoute(graph: GraphBuilder, inventory: Inventory, object: Manifest): void {
  const { parentRefs = [], hostnames = [], rules = [] } = (object.spec ?? {}) as HttpRouteSpec;
  for (const { kind = 'Gateway', name, namespace = object.metadata.namespace } of parentRefs) {
    const parent = graph.node(referredNode(inventory, kind, namespace, name));
    graph.edge({ from: parent, to: objectKey(object), kind: 'traffic' });
    for (const host of hostnames) graph.edge({ from: graph.node(inbound('Host', host)), to: parent, kind: 'traffic' });
  }
  for (const { name, port } of rules.flatMap(({ backendRefs = [] }) => backendRefs)) {
    toService(graph, inventory, object, name, port);
  }
}

function ofOpenShiftRoute(graph: GraphBuilder, inventory: Inventory, object: Manifest): void {
  const {
    host = 'a host that the router chooses',
    wildcardPolicy,
    to,
    alternateBackends = [],
    port,
    tls,
  } = object.spec as OpenShiftRoute;
  const name = wildcardPolicy === 'Subdomain' ? host.replace(/^[^.]*/, '*') : host;
  addInbound(graph, 'Host', name, object, tls && `TLS: ${tls.termination}`);
  for (const { name } of [to, ...alternateBackends]) toService(graph, inventory, object, name, port?.targetPort);
}

interface OpenShiftRoute {
  readonly host?: string;
  /** `Subdomain`: all hosts in place of the first label. */
  readonly wildcardPolicy?: string;
  readonly to: { readonly name: string };
  readonly alternateBackends?: readonly { readonly name: string }[];
  readonly port?: { readonly targetPort: string | number };
  readonly tls?: { readonly termination: string };
}

function ofService(graph: GraphBuilder, object: Manifest): void {
  const { type, ports = [], externalIPs = [], externalName } = object.spec as NonNullable<IService['spec']>;
  for (const { port, nodePort } of ports) {
    if (type === 'LoadBalancer') addInbound(graph, 'Load balancer', `port ${port}`, object);
    if (type === 'NodePort')
      addInbound(graph, 'Port of the node', nodePort ? String(nodePort) : 'any free port', object);
  }
  for (const address of externalIPs) addInbound(graph, 'Address', address, object);
  if (externalName) {
    graph.edge({ from: objectKey(object), to: graph.node(outbound('Host', externalName)), kind: 'traffic' });
  }
}

function ofWebhooks(graph: GraphBuilder, inventory: Inventory, object: Manifest): void {
  for (const hook of (object.webhooks ?? []) as readonly object[]) {
    const target = at(hook, 'clientConfig.service') as
      | { readonly name: string; readonly namespace: string; readonly port?: number }
      | undefined;
    if (!target) continue;
    const to = graph.node(referredNode(inventory, 'Service', target.namespace, target.name));
    graph.edge({ from: graph.node(apiServer), to, kind: 'traffic', label: `port ${target.port ?? 443}` });
    graph.edge({ from: objectKey(object), to, kind: 'reference' });
  }
}
