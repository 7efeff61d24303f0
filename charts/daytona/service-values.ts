// Keys that the services of the platform have in common.

import { networkPolicyValues } from '../../lib/k8s/network/network-policy';
import { autoscalingValues, disruptionBudgetValues, replicaCount } from '../../lib/k8s/workload/scaling';

/** Additional values of a service with several pods. */
export const replicaKeys = () => ({
  replicaCount: replicaCount(1),
  podDisruptionBudget: disruptionBudgetValues(),
});

export const scalingKeys = () => ({ ...replicaKeys(), autoscaling: autoscalingValues() });

/** An optional network policy. */
export const policyKey = (description: string) => networkPolicyValues(description, false);
