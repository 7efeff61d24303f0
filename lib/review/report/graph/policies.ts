// What NetworkPolicies let through between the pods of a release, and who can reach pods at all.

import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { Manifest } from '../../../k8s/object/manifest';
import type { Inventory, PodOwner } from '../../../render/checks/inventory';

type Spec = NonNullable<INetworkPolicy['spec']>;
type Rule = NonNullable<Spec['ingress']>[number] | NonNullable<Spec['egress']>[number];
type Peer = NonNullable<NonNullable<Spec['ingress']>[number]['from']>[number];
type ILabelSelector = NonNullable<Peer['podSelector']>;
type Direction = 'Ingress' | 'Egress';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** A port of a pod. */
export interface PodPort {
  readonly number?: number;
  readonly name?: string;
}

export class Policies {
  private readonly policies: readonly Manifest[];

  constructor(inventory: Inventory) {
    this.policies = inventory.ofKind('NetworkPolicy');
  }

  /** Why pods cannot connect to others; `undefined` if they can. */
  blocks(from: PodOwner, to: PodOwner, port: PodPort): string | undefined {
    return this.refuses('Egress', from, to, port) ?? this.refuses('Ingress', to, from, port);
  }

  /** Who can open connections to pods, one line each. */
  callersOf(pod: PodOwner): string[] {
    const policies = this.of(pod, 'Ingress');
    if (policies.length === 0) return ['every pod of the cluster, because no NetworkPolicy selects these pods'];
    const lines = policies.flatMap((policy) => rulesOf(policy, 'Ingress').flatMap((rule) => linesOf(rule, pod)));
    return lines.length > 0 ? [...new Set(lines)] : ['nobody: no NetworkPolicy rule allows incoming connections'];
  }

  private of(pod: PodOwner, direction: Direction): Manifest[] {
    return this.policies.filter(
      (policy) =>
        policy.metadata.namespace === pod.namespace &&
        directionsOf(policy).includes(direction) &&
        matches(specOf(policy).podSelector ?? {}, pod.labels),
    );
  }

  private refuses(direction: Direction, own: PodOwner, other: PodOwner, port: PodPort): string | undefined {
    const policies = this.of(own, direction);
    if (policies.length === 0) return undefined;
    const isAllowed = policies.some((policy) =>
      rulesOf(policy, direction).some((rule) => admitsPort(rule, port) && admitsPeer(rule, own, other)),
    );
    return isAllowed ? undefined : `NetworkPolicy ${policies.map(({ metadata }) => metadata.name).join(', ')}`;
  }
}

const specOf = ({ spec }: Manifest): Partial<Spec> => (spec ?? {}) as Partial<Spec>;

function directionsOf(policy: Manifest): readonly string[] {
  const { policyTypes, egress } = specOf(policy);
  return policyTypes ?? ['Ingress', ...(egress ? ['Egress'] : [])];
}

const rulesOf = (policy: Manifest, direction: Direction): readonly Rule[] =>
  (direction === 'Ingress' ? specOf(policy).ingress : specOf(policy).egress) ?? [];

const peersOf = (rule: Rule): readonly Peer[] => ('from' in rule ? rule.from : 'to' in rule ? rule.to : []) ?? [];

function matches(
  { matchLabels = {}, matchExpressions = [] }: ILabelSelector,
  labels: Readonly<Record<string, string>>,
) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isListed = value !== undefined && values.includes(value);
      return operator === 'In' ? isListed : !isListed;
    })
  );
}

/** An address block may contain the pod, so it counts as admitted. Labels of namespaces, except their name, are unknown. */
function admitsPeer(rule: Rule, own: PodOwner, other: PodOwner): boolean {
  const peers = peersOf(rule);
  if (peers.length === 0) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return true;
    const isNamespace = namespaceSelector
      ? matches(
          { ...namespaceSelector, matchLabels: namesOnly(namespaceSelector.matchLabels) },
          { [NAMESPACE_NAME]: other.namespace ?? '' },
        )
      : own.namespace === other.namespace;
    return isNamespace && matches(podSelector ?? {}, other.labels);
  });
}

const namesOnly = (labels: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => key === NAMESPACE_NAME));

function admitsPort({ ports = [] }: Rule, { number, name }: PodPort): boolean {
  if (ports.length === 0) return true;
  return ports.some(({ port, endPort }) => {
    if (port === undefined) return true;
    if (typeof port === 'string') return port === name;
    return number !== undefined && (endPort === undefined ? port === number : port <= number && number <= endPort);
  });
}

function linesOf(rule: Rule, { namespace = '' }: PodOwner): string[] {
  const ports = (rule.ports ?? []).map(({ port, endPort }) =>
    endPort === undefined ? `${port}` : `${port}-${endPort}`,
  );
  const at = ports.length > 0 ? ` (port ${ports.join(', ')})` : '';
  const peers = peersOf(rule);
  if (peers.length === 0) return [`every pod and address${at}`];
  return peers.map(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return `addresses ${ipBlock.cidr}${ipBlock.except ? ` except ${ipBlock.except.join(', ')}` : ''}${at}`;
    const pods = describe(podSelector, 'every pod', 'pods with');
    const place = namespaceSelector
      ? describe(namespaceSelector, 'all namespaces', 'namespaces with')
      : `namespace ${namespace}`;
    return `${pods} in ${place}${at}`;
  });
}

function describe({ matchLabels = {}, matchExpressions = [] }: ILabelSelector = {}, all: string, some: string): string {
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) =>
      [key, operator, values?.join('|')].filter(Boolean).join(' '),
    ),
  ];
  return parts.length === 0 ? all : `${some} ${parts.join(', ')}`;
}
