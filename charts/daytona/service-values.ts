// Keys that the services of the platform have in common.

import { autoscalingValues, replicaCount } from '../../lib/k8s/autoscaling';
import { annotationMap, placementValues, podSecurityContext, securityContext } from '../../lib/k8s/common';
import { disruptionBudgetValues } from '../../lib/k8s/disruption-budget';
import { extraValues } from '../../lib/k8s/extras';
import { networkPolicyValues } from '../../lib/k8s/network-policy';
import { type Resources, resourceValues } from '../../lib/k8s/resources';
import { serviceAccountValues } from '../../lib/k8s/service-account';

/** What every service has. */
export const serviceKeys = (resources: Resources) => ({
  resources: resourceValues(resources),
  serviceAccount: serviceAccountValues(),
  annotations: annotationMap('Annotations of the workload.'),
  ...extraValues(),
  ...placementValues,
  podSecurityContext: podSecurityContext(),
  securityContext: securityContext(),
});

/** What a service of several pods has on top. */
export const replicaKeys = () => ({
  replicaCount: replicaCount(1),
  podDisruptionBudget: disruptionBudgetValues(),
});

export const scalingKeys = () => ({ ...replicaKeys(), autoscaling: autoscalingValues() });

/** Which ports stay open, on request. */
export const policyKey = (description: string) => networkPolicyValues(description, false);
