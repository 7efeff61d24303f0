// Probes of the runner, in every chart that has one.

import { httpProbeValues } from '../../../lib/k8s/workload/probes';

export const runnerProbes = () => ({
  livenessProbe: httpProbeValues({
    path: '/',
    initialDelaySeconds: 30,
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  }),
  readinessProbe: httpProbeValues({
    path: '/',
    initialDelaySeconds: 10,
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 3,
  }),
});
