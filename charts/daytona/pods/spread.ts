// Spreads the pods of a service across nodes if possible.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Labels } from '../../../lib/k8s/labels';
import { fewestReplicas, type Scaling } from '../../../lib/k8s/workload/scaling';

export function spread(labels: Labels, scaling: Scaling): Pick<IPodSpec, 'topologySpreadConstraints'> {
  if (fewestReplicas(scaling) < 2) return {};
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { ...labels.selector } },
      },
    ],
  };
}
