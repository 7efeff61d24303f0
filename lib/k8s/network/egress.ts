// What the pods of a release may connect to. A network policy only adds permissions, so each one has one concern.

import type { Construct } from 'constructs';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { ApiObject } from '../object/api-object';
import { describe, type Manifest } from '../object/manifest';
import { objectsBelow } from '../object/objects-below';
import { POD_SPECS, type PodOwner, podOwners } from '../object/pod-owner';
import type { Release } from '../release';
import type { EgressPolicyValues } from './egress-values';

const INSTANCE = 'app.kubernetes.io/instance';
const COMPONENT = 'app.kubernetes.io/component';
const NAMESPACE = 'kubernetes.io/metadata.name';

/** Private and shared networks, loopback, and link-local addresses, which include the metadata services of clouds. */
const PRIVATE = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'].concat([
  // Metadata of Oracle's cloud, and what Google's clusters use for pods and Services.
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '240.0.0.0/4',
  // Azure's platform services.
  '168.63.129.16/32',
]);
const PRIVATE_V6 = ['::1/128', 'fc00::/7', 'fe80::/10', '64:ff9b:1::/48'];

const INTERNET: INetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE } },
  { ipBlock: { cidr: '::/0', except: PRIVATE_V6 } },
];

/** Addresses of nodes are not known, and may be private. The metadata services are no nodes. */
const NODES: INetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } },
  { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
];

const ports = (protocols: readonly ('TCP' | 'UDP')[], numbers: readonly number[]): INetworkPolicyPort[] =>
  numbers.flatMap((port) => protocols.map((protocol) => ({ protocol, port })));

/** Creates the policies for the pods that `scope` has so far. */
export function egressPolicies(scope: Construct, release: Release, values: EgressPolicyValues): void {
  const pods = podOwners(
    objectsBelow(scope)
      .filter(({ kind }) => kind in POD_SPECS)
      .map((object) => object.toJson() as Manifest),
  );
  const limited = pods.filter(({ spec }) => !spec.hostNetwork);
  warnOf(pods, release, values);
  const namespaces = [...new Set(limited.map(({ namespace = release.namespace }) => namespace))];
  for (const namespace of namespaces) {
    const home = release.inNamespace(namespace);
    const here = limited.filter((pod) => (pod.namespace ?? release.namespace) === namespace);
    const policy = (suffix: string, components: readonly string[], egress: INetworkPolicyEgressRule[]) => {
      const name = `${release.fullname}-egress${suffix}`;
      new ApiObject(scope, `${name}-${namespace}`, {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: home.metadata(name, home.labels('egress', undefined, sharedLabels(here))),
        spec: {
          podSelector: {
            matchLabels: { [INSTANCE]: release.name },
            ...(components.length > 0
              ? { matchExpressions: [{ key: COMPONENT, operator: 'In', values: [...components] }] }
              : {}),
          },
          policyTypes: ['Egress'],
          egress,
        },
      } satisfies INetworkPolicy);
    };
    policy('', [], [...everyone(values, namespaces)]);
    const callers = componentsOf(here.filter(({ spec }) => callsApiServer(spec)));
    if (callers.length > 0 && values.apiServer.length > 0) {
      policy('-api-server', callers, [{ to: [...values.apiServer], ports: ports(['TCP'], [443, 6443]) }]);
    }
    const dialers = componentsOf(here).filter((component) => release.dials.has(component));
    const dialed = new Set(dialers.flatMap((component) => release.dials.get(component) ?? []));
    if (dialed.size > 0) policy('-nodes', dialers, [{ to: NODES, ports: ports(['TCP'], [...dialed]) }]);
  }
}

/** The rules for all pods. */
function* everyone(
  { dns, namespace, internet, extraRules }: EgressPolicyValues,
  namespaces: readonly string[],
): Generator<INetworkPolicyEgressRule> {
  if (dns.length > 0) yield { to: [...dns], ports: ports(['UDP', 'TCP'], [53, 5353]) };
  if (namespace && namespaces.length === 1) yield { to: [{ podSelector: {} }] };
  else if (namespace) {
    const key = NAMESPACE;
    yield { to: [{ namespaceSelector: { matchExpressions: [{ key, operator: 'In', values: [...namespaces] }] } }] };
  }
  if (internet) yield { to: INTERNET };
  yield* extraRules;
}

/** Labels that all of the pods have, so that a selector for everything of the release matches the policy too. */
function sharedLabels(pods: readonly PodOwner[]): Record<string, string> {
  const [first, ...others] = pods;
  return Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([key, value]) => others.every(({ labels }) => labels[key] === value)),
  );
}

const componentsOf = (pods: readonly PodOwner[]): string[] =>
  [...new Set(pods.flatMap(({ labels }) => labels[COMPONENT] ?? []))].sort();

const callsApiServer = ({ automountServiceAccountToken, volumes = [] }: IPodSpec): boolean =>
  automountServiceAccountToken === true ||
  volumes.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken: token }) => token && !token.audience),
  );

function warnOf(pods: readonly PodOwner[], release: Release, { apiServer }: EgressPolicyValues): void {
  const namesOf = (some: readonly PodOwner[]) => some.map(({ object }) => describe(object)).join(', ');
  const unlimited = pods.filter(({ spec }) => spec.hostNetwork);
  if (unlimited.length > 0) {
    release.warn(`egressPolicy has no effect on pods that use the network of their node: ${namesOf(unlimited)}`);
  }
  const callers = pods.filter(({ spec }) => !spec.hostNetwork && callsApiServer(spec));
  if (callers.length > 0 && apiServer.length === 0) {
    release.warn(
      `egressPolicy.apiServer is empty, but these pods call the API server: ${namesOf(callers)}. List its addresses: kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes`,
    );
  }
}
