// Callers that no longer get through: Services, Ingresses and the routes of the Gateway API.

import { isDeepStrictEqual } from 'node:util';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IService } from 'kubernetes-models/v1/Service';
import type { Manifest } from '../../../k8s/object/manifest';
import { isMap } from '../../../values/scalar';
import type { Effect } from '../change';
import { effect } from './effect';

const gone = (before: readonly string[], after: readonly string[]): string[] =>
  before.filter((item) => !after.includes(item));

export function* ofService(before: Manifest, after: Manifest): Generator<Effect> {
  const [old, now] = [before.spec, after.spec] as [IService['spec'], IService['spec']];
  for (const port of gone(portsOf(old), portsOf(now))) {
    yield effect('outage', `port ${port} is no longer served`, 'spec.ports');
  }
  if (!isDeepStrictEqual(old?.selector, now?.selector)) {
    yield effect('outage', 'traffic goes to other pods', 'spec.selector');
  }
  const [was, is] = [RANKS.indexOf(old?.type ?? 'ClusterIP'), RANKS.indexOf(now?.type ?? 'ClusterIP')];
  if (is < was) yield effect('outage', 'it is no longer reachable from outside as before', 'spec.type');
  const [wide, narrow] = [old?.loadBalancerSourceRanges ?? [], now?.loadBalancerSourceRanges ?? []];
  const isNarrower = narrow.length > 0 && (wide.length === 0 || gone(wide, narrow).length > 0);
  if (isNarrower) yield effect('outage', 'some clients are cut off', 'spec.loadBalancerSourceRanges');
  for (const address of gone(old?.externalIPs ?? [], now?.externalIPs ?? [])) {
    yield effect('outage', `it no longer answers at ${address}`, 'spec.externalIPs');
  }
}

const RANKS = ['ClusterIP', 'NodePort', 'LoadBalancer'];

const portsOf = (spec: IService['spec']): string[] =>
  (spec?.ports ?? []).map(({ port, protocol = 'TCP' }) => (protocol === 'TCP' ? `${port}` : `${port}/${protocol}`));

export function* ofIngress(before: Manifest, after: Manifest): Generator<Effect> {
  const [old, now] = [before, after] as unknown as [IIngress, IIngress];
  if (classOf(before) !== classOf(after)) {
    yield effect('outage', 'another controller serves it, or none', 'spec.ingressClassName');
  }
  const [were, are] = [pathsOf(old), pathsOf(now)];
  const hosts = gone([...were.keys()], [...are.keys()]);
  for (const host of hosts) yield effect('outage', `${host} is no longer served`, 'spec.rules');
  for (const [host, paths] of were) {
    for (const path of hosts.includes(host) ? [] : gone(paths, are.get(host) ?? [])) {
      yield effect('outage', `${host}${path} is no longer served`, 'spec.rules');
    }
  }
  if (old.spec?.defaultBackend && !now.spec?.defaultBackend) {
    yield effect('outage', 'requests that match no rule are no longer served', 'spec.defaultBackend');
  }
}

const classOf = ({ spec, metadata: { annotations } }: Manifest): unknown =>
  (isMap(spec) ? spec.ingressClassName : undefined) ?? annotations?.['kubernetes.io/ingress.class'];

function pathsOf({ spec }: IIngress): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { host = '*', http } of spec?.rules ?? []) {
    found.set(host, [...(found.get(host) ?? []), ...(http?.paths ?? []).map(({ path = '/' }) => path)]);
  }
  return found;
}

interface Route {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: unknown;
  readonly rules?: readonly unknown[];
}

export function* ofRoute({ spec: old }: Manifest, { spec: now }: Manifest): Generator<Effect> {
  const [was, is] = [old, now] as [Route | undefined, Route | undefined];
  for (const host of gone([...(was?.hostnames ?? [])], [...(is?.hostnames ?? [])])) {
    yield effect('outage', `${host} is no longer served`, 'spec.hostnames');
  }
  if (!isDeepStrictEqual(was?.parentRefs, is?.parentRefs)) {
    yield effect('outage', 'another Gateway serves it, or none', 'spec.parentRefs');
  }
  const left = (was?.rules ?? []).filter((rule) => !(is?.rules ?? []).some((other) => sameMatches(rule, other)));
  if (left.length > 0) yield effect('outage', 'some requests are no longer matched', 'spec.rules');
}

const sameMatches = (a: unknown, b: unknown): boolean =>
  isMap(a) && isMap(b) && isDeepStrictEqual(a.matches, b.matches);

interface Gateway {
  readonly gatewayClassName?: string;
  readonly listeners?: readonly { readonly name: string; readonly port: number; readonly hostname?: string }[];
}

export function* ofGateway({ spec: old }: Manifest, { spec: now }: Manifest): Generator<Effect> {
  const [was, is] = [old, now] as [Gateway | undefined, Gateway | undefined];
  if (was?.gatewayClassName !== is?.gatewayClassName) {
    yield effect('outage', 'another controller serves it, or none', 'spec.gatewayClassName');
  }
  const listeners = (spec: Gateway | undefined) =>
    (spec?.listeners ?? []).map(({ port, hostname = '*' }) => `${hostname}:${port}`);
  for (const place of gone(listeners(was), listeners(is))) {
    yield effect('outage', `${place} is no longer served`, 'spec.listeners');
  }
}
