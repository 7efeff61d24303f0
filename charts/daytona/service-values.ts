// Keys that the services of the platform have in common.

import { serviceAccountValues } from '../../lib/k8s/access/service-account';
import { annotationMap, podSettings } from '../../lib/k8s/common';
import { networkPolicyValues } from '../../lib/k8s/network/network-policy';
import { extraValues } from '../../lib/k8s/workload/extras';
import { type Resources, resourceValues } from '../../lib/k8s/workload/resources';
import { autoscalingValues, disruptionBudgetValues, replicaCount } from '../../lib/k8s/workload/scaling';

/** Values of every service. */
export const serviceKeys = (resources: Resources) => ({
  resources: resourceValues(resources),
  serviceAccount: serviceAccountValues(),
  annotations: annotationMap('Annotations of the workload.'),
  ...extraValues(),
  ...podSettings(),
});

/** Additional values of a service with several pods. */
export const replicaKeys = () => ({
  replicaCount: replicaCount(1),
  podDisruptionBudget: disruptionBudgetValues(),
});

export const scalingKeys = () => ({ ...replicaKeys(), autoscaling: autoscalingValues() });

/** An optional network policy. */
export const policyKey = (description: string) => networkPolicyValues(description, false);
