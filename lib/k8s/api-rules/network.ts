// Services and network policies.

import type { IIPBlock } from 'kubernetes-models/networking.k8s.io/v1/IPBlock';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import type { IServiceSpec } from 'kubernetes-models/v1/ServiceSpec';
import { isAddress, isDnsLabel, isPortName, isStrictlyIn, isSubdomain, networkOf } from './formats';
import { PORTS } from './pods';
import { each, oneOf, type Refusal, type Rules, range, refusal } from './refusal';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

const NETWORK = 'is not a network such as 10.0.0.0/8';

function* peer({ podSelector, namespaceSelector, ipBlock }: INetworkPolicyPeer): Generator<Refusal> {
  if (ipBlock && (podSelector || namespaceSelector)) yield refusal('must not be combined with others', 'ipBlock');
  if (!ipBlock && !podSelector && !namespaceSelector) {
    yield refusal('must have podSelector, namespaceSelector or ipBlock');
  }
}

function* block({ cidr, except = [] }: IIPBlock): Generator<Refusal> {
  const outer = networkOf(cidr);
  if (!outer) yield refusal(NETWORK, 'cidr');
  for (const [index, text] of except.entries()) {
    const inner = networkOf(text);
    if (!inner) yield refusal(NETWORK, 'except', index);
    else if (outer && !isStrictlyIn(inner, outer)) yield refusal(`must be a part of ${cidr}`, 'except', index);
  }
}

interface PolicyRule {
  readonly ports?: readonly INetworkPolicyPort[];
}

function* policyRule({ ports }: PolicyRule): Generator<Refusal> {
  yield* each(ports, ['ports'], function* ({ port, endPort, protocol }) {
    yield* oneOf(protocol, ['protocol'], PROTOCOLS);
    if (typeof port === 'number') yield* range(port, ['port'], 1, PORTS);
    else if (port !== undefined && !isPortName(port)) yield refusal('is not the name of a port', 'port');
    yield* range(endPort, ['endPort'], 1, PORTS);
    if (endPort !== undefined && !(typeof port === 'number' && endPort >= port)) {
      yield refusal('must be at least port, which must be a number', 'endPort');
    }
  });
}

/** One day, in seconds. */
const DAY = 86_400;

function* service(spec: IServiceSpec): Generator<Refusal> {
  yield* oneOf(spec.type, ['type'], ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
  yield* each(spec.ports, ['ports'], function* ({ name, port, targetPort, protocol, nodePort }) {
    if (name && !isDnsLabel(name)) yield refusal('is not a DNS label', 'name');
    yield* range(port, ['port'], 1, PORTS);
    yield* oneOf(protocol, ['protocol'], PROTOCOLS);
    if (nodePort) yield* range(nodePort, ['nodePort'], 1, PORTS);
    if (typeof targetPort === 'number') yield* range(targetPort, ['targetPort'], 1, PORTS);
    else if (targetPort !== undefined && !isPortName(targetPort)) {
      yield refusal('is not the name of a port', 'targetPort');
    }
  });
  for (const [index, address] of (spec.externalIPs ?? []).entries()) {
    if (!isAddress(address)) yield refusal('is not an IP address', 'externalIPs', index);
  }
  for (const [index, range] of (spec.loadBalancerSourceRanges ?? []).entries()) {
    if (!networkOf(range.trim())) yield refusal(NETWORK, 'loadBalancerSourceRanges', index);
  }
  yield* oneOf(spec.sessionAffinity, ['sessionAffinity'], ['ClientIP', 'None']);
  yield* range(
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds,
    ['sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
    1,
    DAY,
  );
  if (spec.type === 'ExternalName' && !isSubdomain((spec.externalName ?? '').replace(/\.$/, ''))) {
    yield refusal('must be a host name', 'externalName');
  }
}

export const networkRules: Rules = {
  'networking.k8s.io/v1/IPBlock': block,
  'networking.k8s.io/v1/NetworkPolicyEgressRule': policyRule,
  'networking.k8s.io/v1/NetworkPolicyIngressRule': policyRule,
  'networking.k8s.io/v1/NetworkPolicyPeer': peer,
  'v1/ServiceSpec': service,
};
