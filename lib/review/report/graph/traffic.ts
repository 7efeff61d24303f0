// Traffic inside a release: from Services to pods, and from pods to the addresses that they are configured with.

import type { IService } from 'kubernetes-models/v1/Service';
import { type Manifest, objectKey } from '../../../k8s/object/manifest';
import { at, type Inventory, type PodOwner } from '../../../render/checks/inventory';
import { type Address, addressesOf } from './addresses';
import { type GraphBuilder, outbound } from './model';
import { type PodPort, Policies } from './policies';

type Ports = NonNullable<NonNullable<IService['spec']>['ports']>;

export function addTraffic(graph: GraphBuilder, inventory: Inventory): void {
  const services = inventory.ofKind('Service');
  const policies = new Policies(inventory);
  const hosts = servedHosts(inventory);
  for (const service of services) {
    for (const pod of podsOf(service, inventory)) {
      graph.edge({ from: objectKey(service), to: objectKey(pod.object), kind: 'traffic' });
    }
  }
  for (const pod of inventory.pods) {
    const from = objectKey(pod.object);
    for (const address of addressesOf(pod, inventory)) {
      const service = services.find((candidate) => isNamed(candidate, address.host, pod.namespace));
      if (service) {
        if (address.isLikely || address.host.includes('.')) toService(service, pod, address);
      } else if (isPublic(address)) {
        const ways = hosts.get(address.host);
        if (!ways)
          graph.edge({ from, to: graph.node(outbound('Host', address.host)), kind: 'traffic', ...label(address.port) });
        for (const { ingress, pods } of ways ?? []) {
          if (!pods.includes(from)) graph.edge({ from, to: ingress, kind: 'traffic', label: `via ${address.host}` });
        }
      }
    }
  }

  function toService(service: Manifest, pod: PodOwner, { port }: Address): void {
    const targets = podsOf(service, inventory);
    if (targets.some(({ object }) => object === pod.object)) return;
    const ports = (at(service, 'spec.ports') ?? []) as Ports;
    const used = port === undefined && ports.length === 1 ? ports[0]?.port : port;
    const blocked = targets.map((target) => policies.blocks(pod, target, podPort(ports, used, target)));
    const reason = blocked.length > 0 && blocked.every((why) => why !== undefined) ? blocked[0] : undefined;
    graph.edge({
      from: objectKey(pod.object),
      to: objectKey(service),
      kind: 'traffic',
      ...label(used),
      ...(reason === undefined ? {} : { blocked: reason }),
    });
  }
}

const label = (port: number | undefined) => (port === undefined ? {} : { label: `port ${port}` });

export function podsOf(service: Manifest, inventory: Inventory): PodOwner[] {
  const selector = at(service, 'spec.selector') as Readonly<Record<string, string>> | undefined;
  return selector ? inventory.podsWith(selector, service.metadata.namespace) : [];
}

/** The port of a pod behind the port of a Service. */
function podPort(ports: Ports, used: number | undefined, { spec }: PodOwner): PodPort {
  const target = ports.find(({ port }) => port === used)?.targetPort ?? used;
  const own = spec.containers.flatMap((container) => container.ports ?? []);
  const found = own.find(({ name, containerPort }) => (typeof target === 'string' ? name : containerPort) === target);
  const number = found?.containerPort ?? (typeof target === 'number' ? target : undefined);
  const name = found?.name ?? (typeof target === 'string' ? target : undefined);
  return { ...(number === undefined ? {} : { number }), ...(name === undefined ? {} : { name }) };
}

/** `api`, `api.labs`, `api.labs.svc`, or that with any cluster domain; a pod of a headless Service has its name in front. */
function isNamed({ metadata: { name, namespace } }: Manifest, host: string, from: string | undefined): boolean {
  if (host === name) return from === namespace;
  const full = `${name}.${namespace ?? 'default'}`;
  return host === full || `.${host}.`.includes(`.${full}.svc.`);
}

/** A host name on the internet or in the company's DNS. */
const isPublic = ({ host, isUrl }: Address): boolean =>
  isUrl && host.includes('.') && !/^[\d.]+$|(^|\.)(localhost|svc|local|internal)(\.|$)/.test(host);

/** A way from a host to pods of the release. */
interface Way {
  readonly ingress: string;
  readonly pods: readonly string[];
}

/** The hosts that the release serves itself. */
function servedHosts(inventory: Inventory): Map<string, Way[]> {
  const found = new Map<string, Way[]>();
  for (const object of inventory.ofKind('Ingress')) {
    for (const { host, http } of (at(object, 'spec.rules') ?? []) as readonly IngressRule[]) {
      const services = (http?.paths ?? []).flatMap(({ backend }) => backend.service?.name ?? []);
      const pods = services.flatMap((name) => {
        const service = inventory.find('Service', object.metadata.namespace, name);
        return service ? podsOf(service, inventory).map((pod) => objectKey(pod.object)) : [];
      });
      if (host !== undefined) found.set(host, [...(found.get(host) ?? []), { ingress: objectKey(object), pods }]);
    }
  }
  return found;
}

interface IngressRule {
  readonly host?: string;
  readonly http?: { readonly paths: readonly { readonly backend: { readonly service?: { readonly name: string } } }[] };
}
