import { dataKey, namespaceName } from '../../../lib/k8s/common';
import { networkPolicyValues } from '../../../lib/k8s/network/network-policy';
import { port, serviceValues } from '../../../lib/k8s/network/service';
import { envValues, switchVariable, urlVariable, variable } from '../../../lib/k8s/workload/env-values';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { imageValues } from '../../../lib/k8s/workload/image';
import { imageText } from '../../../lib/k8s/workload/image-text';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { boolean, choice, object, objectName, text } from '../../../lib/values/schema/schema';
import { rbacValues } from '../../runner-manager/manager/rbac-values';

const env = envValues(() => ({
  API_PORT: port({ description: 'Port that the manager listens on.', default: 3010 }),
  MIN_RUNNERS: text({
    description: 'Minimum number of runners that the manager keeps. It needs as many sandbox nodes.',
    default: '2',
    pattern: '^\\d{1,4}$',
    expected: 'a number of runners',
  }),
  PROVIDER_TYPE: choice(['kubernetes', 'k8s', 'aws'], {
    description: 'Node provider: kubernetes or its alias k8s. The manager does not implement aws.',
    default: 'kubernetes',
  }),
  PROVIDER_NAMESPACE: namespaceName(
    'Existing namespace of the placeholder and runner pods, with the objects of services.runner; defaults to that of the release.',
  ),
  LOG_LEVEL: variable('Log level of the manager.', 'info'),
  POD_WAIT_TIMEOUT: variable('Seconds after which an unscheduled placeholder pod counts as timed out.', '600'),
  KUBECONFIG_PATH: variable('Path of a kubeconfig mounted with extraVolumes; defaults to the ServiceAccount.'),
  SERVER_URL: urlVariable('URL of the API; defaults to daytonaApiUrl.'),
  ENVIRONMENT: variable('Environment name.', 'production'),
  RUNNER_API_PORT: variable('Port of the runner API; defaults to services.runner.env.API_PORT.'),
  PLACEHOLDER_POD_IMAGE: variable('Image of the placeholder pods.', 'registry.k8s.io/pause:3.6'),
  RUNNER_POD_IMAGE: imageText('Image of the runner pods; defaults to services.runner.image.'),
  RUNNER_POD_SERVICE_ACCOUNT: objectName({
    description: 'ServiceAccount of the runner pods; defaults to that of services.runner.',
    default: '',
  }),
  RUNNER_POD_CONFIG_MAP: objectName({
    description: 'ConfigMap with the variables of the runner pods; defaults to that of services.runner.',
    default: '',
  }),
  RUNNER_POD_SECRET: objectName({
    description: 'Secret with the variables of the runner pods; defaults to that of services.runner.',
    default: '',
  }),
  DAYTONA_PRODUCTION_API: switchVariable('Whether the API is that of Daytona.', 'true'),
}));

export const managerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    image: imageValues({ registry: 'docker.io', repository: 'daytonaio/daytona-runner-manager' }),
    service: serviceValues('ClusterIP', 3010),
    apiTokenSecret: object(
      {
        name: objectName({ description: 'Name of the Secret.', default: '' }),
        key: text({
          description: 'Key in the Secret; defaults to registration.secretKeys.apiKey.',
          default: '',
          pattern: '^[-._a-zA-Z0-9]+$',
          maxLength: 253,
          expected: 'letters, digits, "-", "_" and "."',
        }),
      },
      {
        description:
          'Existing Secret with the API key of the organization: API_TOKEN and SYSTEM_API_TOKEN. Defaults to that of the registration.',
      },
    ),
    apiKeySecret: object(
      {
        name: objectName({ description: 'Name of the Secret; empty means no API_KEY.', default: '' }),
        key: dataKey({ description: 'Key in the Secret.', default: 'API_KEY' }),
      },
      { description: 'Existing Secret with an API_KEY for the manager.' },
    ),
    env,
    rbac: rbacValues(),
    startupProbe: probeValues({ periodSeconds: 5, failureThreshold: 24 }),
    livenessProbe: probeValues({ periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: probeValues({ periodSeconds: 10, timeoutSeconds: 5 }),
    networkPolicy: networkPolicyValues('Limits who can reach the manager, which can add nodes that cost money.', true, [
      { podSelector: {} },
    ]),
    ...workloadValues({ limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
  }),
  {
    description: 'The runner manager, which creates the pods of runners on sandbox nodes.',
    dropped: { replicaCount: 'there is always one manager: remove this key' },
  },
);
