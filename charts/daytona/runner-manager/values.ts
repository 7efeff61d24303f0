// Values of the runner manager.

import { namespaceName } from '../../../lib/k8s/common';
import { port, serviceValues } from '../../../lib/k8s/network/service';
import { envValues, urlVariable, variable } from '../../../lib/k8s/workload/env-values';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { credential } from '../../../lib/values/schema/credential';
import { boolean, choice, object } from '../../../lib/values/schema/schema';
import { rbacValues } from '../../runner-manager/manager/rbac-values';
import { ownImageValues } from '../images/own-image';
import { policyKey } from '../service-values';

const env = envValues(() => ({
  API_PORT: port({ description: 'Port that the manager listens on.', default: 3010 }),
  API_TOKEN: credential({ description: 'Token with which the API calls the manager.', generate: 'password' }),
  SYSTEM_API_TOKEN: credential({
    description: 'Token shared by the manager and the runners; defaults to services.runner.env.SYSTEM_API_TOKEN.',
  }),
  API_KEY: credential({
    description: 'API key with which the manager calls Daytona. Create it in Daytona after the installation.',
  }),
  PROVIDER_TYPE: choice(['kubernetes', 'k8s', 'aws'], {
    description: 'Node provider: kubernetes or its alias k8s. The manager does not implement aws.',
    default: 'kubernetes',
  }),
  PROVIDER_NAMESPACE: namespaceName('Namespace of the placeholder and runner pods; defaults to that of the runner.'),
  LOG_LEVEL: variable('Log level of the manager.', 'info'),
  POD_WAIT_TIMEOUT: variable('Seconds after which an unscheduled placeholder pod counts as timed out.', '600'),
  KUBECONFIG_PATH: variable('Path of a kubeconfig mounted with extraVolumes; defaults to the ServiceAccount.'),
  SERVER_URL: urlVariable('URL of the API; defaults to its Service.'),
  REGION_ID: variable('Region of the runners.', 'us'),
  ENVIRONMENT: variable('Environment name.', 'production'),
  RUNNER_API_PORT: variable('Port of the runner API; defaults to services.runner.env.API_PORT.'),
  PLACEHOLDER_POD_IMAGE: variable('Image of the placeholder pods.', 'registry.k8s.io/pause:3.6'),
}));

export const runnerManagerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    image: ownImageValues('daytona-runner-manager'),
    service: serviceValues('ClusterIP', 3010),
    env,
    rbac: rbacValues(),
    startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 24 }),
    livenessProbe: probeValues({ periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5 }),
    ...workloadValues({ limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
    networkPolicy: policyKey('Allows traffic to the manager from the API only.'),
  }),
  { description: 'The runner manager, which requests sandbox nodes.' },
);
