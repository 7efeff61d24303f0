// Network policies: who may connect to the pods of a component.

import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { blocks, boolean, object } from '../values/schema';
import type { Labels } from './labels';
import type { Release } from './release';

/** `enabled` and `from` of a component's policy. */
export const networkPolicyValues = (description: string, from: INetworkPolicyPeer[] = []) =>
  object(
    {
      enabled: boolean({ description: 'Whether to create it.', default: true }),
      from: blocks<INetworkPolicyPeer>('NetworkPolicyPeer', {
        description: 'Who may connect; empty lets everybody in the cluster.',
        default: from,
      }),
    },
    { description },
  );

export interface IngressRule {
  readonly name: string;
  readonly labels: Labels;
  /** Empty lets everybody. */
  readonly from: readonly INetworkPolicyPeer[];
  readonly ports: readonly number[];
}

/** Opens `ports` of the pods of `labels` to `from`; every other port stays closed. */
export function allowIngress(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, from, ports }: IngressRule,
): void {
  new ApiObject(scope, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: release.metadata(name, labels),
    spec: {
      podSelector: { matchLabels: { ...labels.selector } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          ...(from.length > 0 ? { from: [...from] } : {}),
          ports: ports.map((port) => ({ protocol: 'TCP', port })),
        },
      ],
    },
  } satisfies INetworkPolicy);
}
