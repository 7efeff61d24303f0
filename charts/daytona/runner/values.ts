// Values of the runner.

import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import { securityContext } from '../../../lib/k8s/common';
import { httpProbeValues } from '../../../lib/k8s/probes';
import { resourceValues } from '../../../lib/k8s/resources';
import { port } from '../../../lib/k8s/service';
import { DNS_LABEL, LABEL_KEY } from '../../../lib/names/naming';
import { credential } from '../../../lib/values/credential';
import { blocks, boolean, integerOrPercent, map, object, text } from '../../../lib/values/schema';
import { TARGET_HOST } from '../../runner-manager/registry-proxy';
import { RUNNER_SECURITY } from '../../runner-manager/runner';
import { envValues, switchVariable, urlVariable, variable } from '../env-values';
import { imageText } from '../image-text';
import { ownImageValues } from '../own-image';
import { serviceKeys } from '../service-values';
import { installerValues } from './installer-values';

const env = envValues({
  API_PORT: port({ description: "Port of the runner's API, on the node itself.", default: 3000 }),
  ENVIRONMENT: variable('Name of the environment.', 'production'),
  CONTAINER_RUNTIME: variable('Runtime of the sandboxes; empty is docker.'),
  LOG_FILE_PATH: variable(
    "Log file; /var/log/daytona-runner of the node is its folder's place.",
    '/home/daytona/runner/runner.log',
  ),
  LOG_LEVEL: variable('How much the runner logs.', 'info'),
  SSH_GATEWAY_ENABLE: switchVariable('Whether the runner opens SSH access to its sandboxes.', 'true'),
  SSH_GATEWAY_PORT: port({ description: 'Port of that access, on the node itself.', default: 2220 }),
  RESOURCE_LIMITS_DISABLED: switchVariable('Whether sandboxes run without limits.', 'false'),
  CACHE_RETENTION_DAYS: variable('Days that unused images are kept.', '7'),
  DAEMON_START_TIMEOUT_SEC: variable("Seconds that a sandbox's daemon has to start.", '30'),
  SANDBOX_START_TIMEOUT_SEC: variable('Seconds that a sandbox has to start.', '60'),
  DAYTONA_API_URL: urlVariable('URL of the API; empty is its Service.'),
  SERVER_URL: urlVariable('The same for older builds; empty is DAYTONA_API_URL.'),
  API_TOKEN: credential({ description: "The runner's token of the API.", generate: 'password' }),
  SYSTEM_API_TOKEN: credential({ description: 'Token of manager and runners.', generate: 'password' }),
  AWS_REGION: variable("Region of the object store; empty is the API's."),
  AWS_ENDPOINT_URL: urlVariable("URL of the object store; empty is the API's."),
  AWS_ACCESS_KEY_ID: credential({ description: "Access key of the object store; empty is the API's." }),
  AWS_SECRET_ACCESS_KEY: credential({ description: "Secret key of the object store; empty is the API's." }),
  AWS_DEFAULT_BUCKET: variable("Bucket for volumes; empty is the API's."),
  SSH_PUBLIC_KEY: variable(
    'Public key of the SSH gateway, as base64 text; empty is services.sshGateway.sshKeys.pubClientSSHKey.',
  ),
  DAEMON_BINARIES_DIR: variable('Folder of the programs that sandboxes get.', '/var/lib/daytona/binaries'),
  CONFIG_FILE_PATH: variable("File that keeps the runner's token.", '/host-token/token.txt'),
});

const registryProxyValues = object(
  {
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    image: imageText('Image with socat.', 'alpine/socat:1.7.4.4-r0'),
    listenPort: port({ description: 'Port on the node.', default: 5000 }),
    targetHost: text({ description: 'Host of the registry.', default: 'registry.external.com', ...TARGET_HOST }),
    targetPort: port({ description: 'Port of the registry.', default: 443 }),
    resources: resourceValues({ requests: { cpu: '10m', memory: '32Mi' } }),
    securityContext: securityContext(),
  },
  { description: 'Sidecar that leads a port of the node to an image registry elsewhere.' },
);

const {
  nodeSelector: _any,
  securityContext: _chart,
  ...keys
} = serviceKeys({
  limits: { cpu: '2000m', memory: '4Gi' },
  requests: { cpu: '1000m', memory: '2Gi' },
});

export const runnerValues = object(
  {
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    namespace: text({
      description:
        'Namespace of its own for runner and placeholder pods, which must allow Pod Security privileged; empty is the one of the release.',
      default: '',
      pattern: DNS_LABEL,
      maxLength: 63,
      expected: 'the name of a namespace',
    }),
    createNamespace: boolean({ description: 'Whether to create that namespace.', default: true }),
    image: ownImageValues('daytona-runner', 'v0.158.4-k8s-amd64'),
    env,
    hostAliases: blocks<IHostAlias>('HostAlias', {
      description: 'Names that runner and node resolve by themselves.',
      default: [],
    }),
    tokenHostPath: text({
      description: "Folder of the node that keeps the runner's token.",
      default: '/mnt',
      pattern: '^/[^:]+$',
      expected: 'an absolute path',
    }),
    maxUnavailable: integerOrPercent({ description: 'Runners replaced at once.', default: 1 }),
    registryProxy: registryProxyValues,
    dockerInstaller: installerValues,
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
    nodeSelector: map(text({ description: 'Value of the label.' }), {
      description: 'Labels of its nodes, on top of the one of nodePool. The published images are for amd64.',
      default: { 'kubernetes.io/arch': 'amd64' },
      keys: LABEL_KEY,
      expectedKeys: 'a label key',
    }),
    securityContext: securityContext(RUNNER_SECURITY),
    ...keys,
  },
  { description: 'The runner, which runs the sandboxes of its node.' },
);
