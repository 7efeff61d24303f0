// Which ports of a pod accept connections, and from whom.

import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import type { Construct } from 'constructs';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { blocks, boolean, object, type Static } from '../../values/schema/schema';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

/** `enabled` and `from` of a component's policy. */
export const networkPolicyValues = (description: string, enabled = true, from: INetworkPolicyPeer[] = []) =>
  object(
    {
      enabled: boolean({ description: 'Whether to create it.', default: enabled }),
      from: blocks<INetworkPolicyPeer>('NetworkPolicyPeer', {
        description: 'Clients that may connect; empty means everyone in the cluster.',
        default: from,
      }),
    },
    { description },
  );

export type NetworkPolicyValues = Static<ReturnType<typeof networkPolicyValues>>;

const selectsAll = ({ matchLabels = {}, matchExpressions = [] }: ILabelSelector): boolean =>
  Object.keys(matchLabels).length + matchExpressions.length === 0;

/** Whether a peer selects every pod of the cluster. */
export const isEveryone = ({ ipBlock, namespaceSelector, podSelector = {} }: INetworkPolicyPeer): boolean =>
  ipBlock
    ? ipBlock.cidr.endsWith('/0')
    : !!namespaceSelector && selectsAll(namespaceSelector) && selectsAll(podSelector);

export interface NetworkPolicyOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: NetworkPolicyValues;
  /** Ports that stay open, by number or by the name of a container's port. */
  readonly ports: readonly (number | string)[];
  /** Another port with its own clients, such as that of metrics. Default: none. */
  readonly more?: { readonly port: string; readonly from: readonly INetworkPolicyPeer[] };
}

/** Closes all ports of the pods with `labels` except `ports`, if the values enable it. */
export function networkPolicy(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, values: { enabled, from }, ports, more }: NetworkPolicyOptions,
): void {
  if (!enabled) return;
  new ApiObject(scope, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: release.metadata(name, labels),
    spec: {
      podSelector: { matchLabels: { ...labels.selector } },
      policyTypes: ['Ingress'],
      ingress: [rule(from, ports), ...(more ? [rule(more.from, [more.port])] : [])],
    },
  } satisfies INetworkPolicy);
}

const rule = (from: readonly INetworkPolicyPeer[], ports: readonly (number | string)[]) => ({
  ...(from.length > 0 ? { from: [...from] } : {}),
  ports: ports.map((port) => ({ protocol: 'TCP' as const, port })),
});
