// The rules of an Ingress as rules of HTTPRoutes: the same hosts and paths lead to the same backends.

import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { HttpRouteSpecRules } from '../../../imports/gateway.networking.k8s.io';
import type { IngressValues } from '../network/ingress';

/** Paths of the same hosts. An HTTPRoute has one list of hosts for all of its rules. */
export interface HostRules {
  /** Empty for all hosts of the listeners. */
  readonly hosts: readonly string[];
  readonly rules: readonly HttpRouteSpecRules[];
}

interface Front {
  readonly values: Pick<IngressValues, 'path' | 'pathType' | 'extraHosts' | 'extraPaths' | 'extraRules'>;
  /** Hosts that get the main path and `extraPaths`. */
  readonly hosts: readonly string[];
  readonly service: { readonly name: string; readonly port: number };
}

/** The main hosts first; further hosts with the same rules are grouped. */
export function hostRules({ values, hosts, service }: Front): HostRules[] {
  const backend = { service: { name: service.name, port: { number: service.port } } };
  const { path, pathType, extraHosts, extraPaths, extraRules } = values;
  const others = [
    ...extraHosts.map((extra) => ({
      host: extra.name,
      paths: [{ path: extra.path, pathType: extra.pathType, backend }],
    })),
    ...extraRules.map(({ host, http }) => ({ host, paths: http?.paths ?? [] })),
  ];
  const groups = new Map<string, { hosts: string[]; rules: readonly HttpRouteSpecRules[] }>();
  for (const { host, paths } of others) {
    const rules = rulesOf(paths);
    // Without a host, it is for all hosts, and cannot be grouped.
    const key = JSON.stringify(host === undefined ? { rules, groups: groups.size } : { rules });
    const group = groups.get(key) ?? { hosts: [], rules };
    if (host !== undefined) group.hosts.push(host);
    groups.set(key, group);
  }
  return [{ hosts, rules: rulesOf([...extraPaths, { path, pathType, backend }]) }, ...groups.values()];
}

/** Neighboring paths of one backend are matches of one rule. */
function rulesOf(paths: readonly IHTTPIngressPath[]): HttpRouteSpecRules[] {
  const rules: { matches: NonNullable<HttpRouteSpecRules['matches']>; backend: string }[] = [];
  for (const { path = '/', pathType, backend } of paths) {
    const match = { path: { type: pathType === 'Exact' ? 'Exact' : 'PathPrefix', value: path } };
    const target = JSON.stringify({ name: backend.service?.name, port: backend.service?.port?.number });
    const last = rules.at(-1);
    if (last?.backend === target) last.matches.push(match);
    else rules.push({ matches: [match], backend: target });
  }
  return rules.map(({ matches, backend }) => ({ matches, backendRefs: [JSON.parse(backend)] }));
}
