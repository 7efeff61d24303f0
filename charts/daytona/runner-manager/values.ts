// Values of the runner manager.

import { namespaceName } from '../../../lib/k8s/common';
import { probeValues } from '../../../lib/k8s/probes';
import { port, serviceValues } from '../../../lib/k8s/service';
import { credential } from '../../../lib/values/credential';
import { boolean, choice, list, object, text } from '../../../lib/values/schema';
import { envValues, urlVariable, variable } from '../env-values';
import { ownImageValues } from '../own-image';
import { policyKey, serviceKeys } from '../service-values';

const env = envValues({
  API_PORT: port({ description: 'Port that the manager listens on.', default: 3010 }),
  API_TOKEN: credential({ description: 'Token with which the API calls the manager.', generate: 'password' }),
  SYSTEM_API_TOKEN: credential({
    description: 'Token of manager and runners; empty is services.runner.env.SYSTEM_API_TOKEN.',
  }),
  API_KEY: credential({ description: 'API key of Daytona for the manager. You create it there after the install.' }),
  PROVIDER_TYPE: choice(['kubernetes', 'k8s', 'aws'], {
    description: 'Who adds nodes; kubernetes and k8s are the same, aws is not implemented by the manager.',
    default: 'kubernetes',
  }),
  PROVIDER_NAMESPACE: namespaceName('Namespace of placeholder and runner pods; empty is the one of the runner.'),
  LOG_LEVEL: variable('How much the manager logs.', 'info'),
  POD_WAIT_TIMEOUT: variable('Seconds until a placeholder that found no node counts as timed out.', '600'),
  KUBECONFIG_PATH: variable('Path of a kubeconfig that extraVolumes bring; empty takes the ServiceAccount.'),
  SERVER_URL: urlVariable('URL of the API; empty is its Service.'),
  REGION_ID: variable('Region of the runners.', 'us'),
  ENVIRONMENT: variable('Name of the environment.', 'production'),
  RUNNER_API_PORT: variable("Port of the runners' API; empty is services.runner.env.API_PORT."),
  PLACEHOLDER_POD_IMAGE: variable('Image of the placeholder pods.', 'registry.k8s.io/pause:3.6'),
});

export const runnerManagerValues = object(
  {
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    image: ownImageValues('daytona-runner-manager', 'v0.158.4-k8s-amd64'),
    service: serviceValues('ClusterIP', 3010),
    env,
    rbac: object(
      {
        create: boolean({ description: 'Whether to create roles and their bindings.', default: true }),
        nodeVerbs: list(choice(['get', 'list', 'update', 'patch'], { description: 'Verb.' }), {
          description: 'What the manager may do with nodes.',
          default: ['get', 'list', 'update', 'patch'],
        }),
        name: text({
          description: 'Name of the ClusterRole; empty is one of namespace and release.',
          default: '',
          pattern: '^[A-Za-z0-9]([-A-Za-z0-9._:]*[A-Za-z0-9])?$',
          maxLength: 253,
          expected: 'letters, digits, "-", ".", "_" and ":"',
        }),
      },
      { description: 'Permissions of the manager.' },
    ),
    startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 24 }),
    livenessProbe: probeValues({ periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5 }),
    ...serviceKeys({ limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
    networkPolicy: policyKey('Lets only the API reach the manager, which adds nodes.'),
  },
  { description: 'The runner manager, which asks for sandbox nodes.' },
);
