// Defaults of the runner's container, in every chart that has one.

import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { httpProbeValues } from '../../../lib/k8s/workload/probes';

/** Full access to the node. It sets every field that a chart's own context could contradict. */
export const RUNNER_SECURITY: ISecurityContext = {
  privileged: true,
  allowPrivilegeEscalation: true,
  capabilities: {},
  readOnlyRootFilesystem: false,
  runAsNonRoot: false,
  runAsUser: 0,
  runAsGroup: 0,
};

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
