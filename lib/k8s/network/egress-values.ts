// Values of a release's egress policy.

import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { blocks, boolean, object, type Static } from '../../values/schema/schema';

/** CoreDNS, where most distributions and OpenShift run it, and NodeLocal DNSCache. */
const DNS_SERVERS: INetworkPolicyPeer[] = [
  {
    namespaceSelector: {
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['kube-system', 'openshift-dns'] },
      ],
    },
  },
  { ipBlock: { cidr: '169.254.20.10/32' } },
];

/** `egressPolicy`, which every chart has. */
export const egressPolicyValues = () =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to create the policy.', default: false }),
      dns: blocks<INetworkPolicyPeer>('NetworkPolicyPeer', {
        description: 'DNS servers, on ports 53 and 5353.',
        default: DNS_SERVERS,
      }),
      namespace: boolean({
        description: 'Whether pods may connect to all pods in the namespaces of the release.',
        default: true,
      }),
      internet: boolean({
        description:
          'Whether pods may connect to public addresses. Private networks and the metadata services of clouds are excluded.',
        default: true,
      }),
      apiServer: blocks<INetworkPolicyPeer>('NetworkPolicyPeer', {
        description:
          'Addresses of the API server, such as {ipBlock: {cidr: 10.0.0.1/32}}, for the pods that call it, on ports 443 and 6443.',
        default: [],
      }),
      extraRules: blocks<INetworkPolicyEgressRule>('NetworkPolicyEgressRule', {
        description: 'Additional rules for all pods, such as for a database with a private address.',
        default: [],
      }),
    }),
    {
      description:
        'Limits what the pods of the release may connect to. It has no effect on pods that use the network of their node.',
    },
  );

export type EgressPolicyValues = Static<ReturnType<typeof egressPolicyValues>>;
