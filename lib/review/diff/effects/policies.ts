// Network policies that cut off callers of pods.

import { isDeepStrictEqual } from 'node:util';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { Manifest } from '../../../k8s/object/manifest';
import { podOwners } from '../../../k8s/object/pod-owner';
import type { Effect } from '../change';
import { effect } from './effect';

type Policy = NonNullable<INetworkPolicy['spec']>;

const specOf = (object: Manifest | undefined): Policy | undefined => object?.spec as Policy | undefined;

/** Whether the policy selects any pod of these objects. */
export function selectsAny(policy: Manifest, objects: readonly Manifest[]): boolean {
  const { matchLabels = {}, matchExpressions } = specOf(policy)?.podSelector ?? {};
  // Without labels, it selects every pod of the namespace, including those of other releases.
  if (matchExpressions?.length || Object.keys(matchLabels).length === 0) return true;
  return podOwners(objects).some(
    ({ namespace, labels }) =>
      namespace === policy.metadata.namespace &&
      Object.entries(matchLabels).every(([key, value]) => labels[key] === value),
  );
}

/** `running`: the objects before. A policy of new pods cuts off nobody. */
export function* ofPolicy(
  before: Manifest | undefined,
  after: Manifest | undefined,
  running: readonly Manifest[],
): Generator<Effect> {
  const now = specOf(after);
  if (!after || !now || !selectsAny(after, running)) return;
  const old = specOf(before);
  if (!old) {
    for (const direction of directionsOf(now)) yield effect('outage', `${CUT_OFF[direction]} unless a rule allows it`);
    return;
  }
  for (const direction of directionsOf(now)) {
    if (!directionsOf(old).includes(direction)) {
      yield effect('outage', `${CUT_OFF[direction]} unless a rule allows it`, 'spec.policyTypes');
      continue;
    }
    const [were, are]: (readonly unknown[])[] = [old[direction] ?? [], now[direction] ?? []];
    const lost = (were ?? []).filter((rule) => !are?.some((other) => isDeepStrictEqual(rule, other)));
    if (lost.length > 0 && !are?.some(isOpen)) {
      yield effect(
        'outage',
        `${lost.length} ${lost.length === 1 ? 'rule' : 'rules'} that allowed ${direction} changed or went`,
        `spec.${direction}`,
      );
    }
  }
}

const CUT_OFF = { ingress: 'callers of its pods are cut off', egress: 'its pods reach nothing' } as const;

const directionsOf = ({ policyTypes = ['Ingress'] }: Policy): ('ingress' | 'egress')[] =>
  policyTypes.map((type) => (type === 'Egress' ? 'egress' : 'ingress'));

/** An empty rule allows everything. */
const isOpen = (rule: unknown): boolean => isDeepStrictEqual(rule, {});
