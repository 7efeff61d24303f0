// Keys of the Helm chart for runners, which are a release of the chart runner-manager here: what to write there instead.

import { because } from '../../../lib/values/foreign/helm-keys';
import { boolean, object } from '../../../lib/values/schema/schema';

const inChart = (values: string) =>
  `runners are a release of the chart runner-manager: remove this key, and write it there as ${values}`;

const unsupported = (instead: string) =>
  `not supported, also not by the chart runner-manager: remove this key; ${instead}`;

/** Keys with the same name there, below `parent`. */
const below = (parent: string, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, inChart(parent + key)]));

const NODES = unsupported('install Docker and its settings with the image or the startup script of the sandbox nodes');
const PLACEMENT = ['nodeSelector', 'tolerations', 'affinity', 'podAnnotations'];

const droppedOfManager = {
  ...below('', ['image', 'resources', 'rbac', 'service', 'serviceAccount']),
  ...below('', ['extraEnv', 'extraVolumeMounts', 'extraVolumes']),
  ...below('manager.', PLACEMENT),
  annotations: inChart('commonAnnotations'),
  apiTokenSecret: inChart('existingSecret, secretKeys.apiToken and secretKeys.systemApiToken'),
  apiKeySecret: inChart('existingSecret and secretKeys.apiKey'),
  env: inChart(
    'port, minRunners, provider, logLevel, podWaitTimeout, kubeconfigPath, daytona, placeholders.image and runner',
  ),
  replicaCount: 'there is always one manager: remove this key',
};

const droppedOfRunner = {
  ...below('runner.', ['image', 'resources', 'registryProxy', 'serviceAccount', 'hostAliases', 'maxUnavailable']),
  ...below('runner.', ['extraEnv', 'extraVolumeMounts', 'extraVolumes', ...PLACEMENT]),
  annotations: inChart('commonAnnotations'),
  aws: inChart('runner.aws, or runner.serviceAccount.annotations for a cloud role'),
  env: inChart(
    'runner.apiToken, runner.aws, runner.sshPublicKey, runner.sshGateway, daytona.apiUrl and other keys of runner',
  ),
  ports: inChart('runner.port and runner.sshGateway.port'),
  mainContainer: 'the chart runner-manager renders a DaemonSet or lets the manager start runners: remove this key',
  ...because(NODES, ['dockerInstaller', 'docker', 'buildkit', 'daemonInstaller', 'hostPaths']),
  ...because(unsupported('limit what sandboxes can reach in the network of their nodes'), [
    ...['networkPolicy', 'sandboxIsolation'],
  ]),
  sandboxResources: unsupported('sandboxes get the CPUs that they declare'),
  volumes: inChart('runner.aws; only the DaemonSet of that chart mounts volumes, from S3'),
};

/** Only the switches, so that a values file that turns runners off works as it is. */
export const runnerSwitches = {
  runnermanager: object(
    {
      enabled: boolean({
        description: 'Has no effect but a warning: the manager is a release of the chart runner-manager.',
        default: false,
      }),
    },
    { description: 'The runner manager, as in the Helm chart.', dropped: droppedOfManager },
  ),
  runner: object(
    {
      enabled: boolean({
        description: 'Has no effect but a warning: runners are a release of the chart runner-manager.',
        default: false,
      }),
    },
    { description: 'The runners, as in the Helm chart.', dropped: droppedOfRunner },
  ),
};
