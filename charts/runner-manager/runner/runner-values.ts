// Values of the runner, which runs the sandboxes of its node.

import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { podSettings, securityContext } from '../../../lib/k8s/common';
import { monitorValues } from '../../../lib/k8s/monitoring/values';
import { port } from '../../../lib/k8s/network/service';
import { extraValues } from '../../../lib/k8s/workload/extras';
import { imageValues } from '../../../lib/k8s/workload/image';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { blocks, boolean, choice, integer, integerOrPercent, object, text } from '../../../lib/values/schema/schema';
import { credential, existingSecretName, secretKey } from '../credential-values';
import { containerRuntime } from '../nodes/container-runtime';
import { TARGET_HOST } from '../nodes/registry-proxy-values';
import { RUNNER_SECURITY, runnerProbes } from './container-defaults';

const seconds = (description: string, value: number) => integer({ description, minimum: 1, default: value });

const registryProxyValues = object(
  {
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    image: imageValues({ registry: 'docker.io', repository: 'alpine/socat' }),
    listenPort: port({ description: 'Port on the node.', default: 5000 }),
    targetHost: text({ description: 'Host of the registry; required if enabled.', default: '', ...TARGET_HOST }),
    targetPort: port({ description: 'Port of the registry.', default: 443 }),
    resources: resourceValues(),
    securityContext: securityContext(),
  },
  { description: 'Sidecar that forwards a node port to an image registry.' },
);

export const runnerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to render the DaemonSet.', default: false }),
    image: imageValues({ registry: 'docker.io', repository: 'daytonaio/daytona-runner' }),
    port: port({ description: 'Port of the runner API on the node (host network).', default: 3000 }),
    sshGateway: object(
      {
        enabled: boolean({ description: 'Whether the runner accepts SSH connections.', default: true }),
        port: port({ description: 'SSH port on the node (host network).', default: 2220 }),
      },
      { description: 'SSH access to sandboxes.' },
    ),
    apiToken: credential(
      'Token with which the runner calls the Daytona API. Required unless runner.existingSecret is set.',
    ),
    existingSecret: existingSecretName(
      "Existing Secret in provider.namespace with the runner's credentials, instead of the values here.",
    ),
    secretKeys: object(
      {
        apiToken: secretKey('runner.apiToken', 'API_TOKEN'),
        systemApiToken: secretKey('daytona.systemApiToken', 'SYSTEM_API_TOKEN'),
        awsAccessKeyId: secretKey('runner.aws.accessKeyId (optional)', 'AWS_ACCESS_KEY_ID'),
        awsSecretAccessKey: secretKey('runner.aws.secretAccessKey (optional)', 'AWS_SECRET_ACCESS_KEY'),
      },
      { description: "Keys in the runner's Secret." },
    ),
    aws: object(
      {
        region: text({ description: 'Region of the object store.', default: '' }),
        endpointUrl: text({
          description: 'URL of the object store.',
          default: '',
          pattern: '^https?://[^\\s/@]+(/\\S*)?$',
          expected: 'an http or https URL without a user name',
        }),
        defaultBucket: text({ description: 'Default bucket.', default: '' }),
        accessKeyId: credential('Access key.'),
        secretAccessKey: credential('Secret key.'),
      },
      { description: 'Object store of the runner: S3 or compatible.' },
    ),
    sshPublicKey: text({
      description: 'Public key of the SSH gateway, base64-encoded.',
      default: '',
      pattern: '^[A-Za-z0-9+/]+=*$',
      expected: 'the output of `base64 -w0 key.pub`',
    }),
    containerRuntime: containerRuntime(),
    logLevel: choice(['debug', 'info', 'warn', 'error'], { description: 'Log level of the runner.', default: 'info' }),
    resourceLimitsDisabled: boolean({
      description: 'Whether to run sandboxes without resource limits.',
      default: false,
    }),
    cacheRetentionDays: integer({
      description: 'Days for which the runner caches information about backups.',
      minimum: 1,
      default: 7,
    }),
    daemonStartTimeout: seconds("Timeout for the start of a sandbox's daemon, in seconds.", 30),
    sandboxStartTimeout: seconds('Timeout for the start of a sandbox, in seconds.', 60),
    tokenHostPath: text({
      description: "Directory on the node for the runner's token; readable by root on the node.",
      default: '/mnt',
      pattern: '^/[^:]+$',
      expected: 'an absolute path',
    }),
    hostAliases: blocks<IHostAlias>('HostAlias', {
      description: "Entries for the runner's /etc/hosts.",
      default: [],
    }),
    maxUnavailable: integerOrPercent({
      description: 'Maximum number or percentage of runners updated at once.',
      minimum: 1,
      default: 1,
    }),
    registryProxy: registryProxyValues,
    metrics: object(
      {
        podMonitor: monitorValues(
          'PodMonitor',
          'PodMonitor of the Prometheus Operator. Only public images of the runner are known to serve metrics; Prometheus reads them with runner.apiToken.',
        ),
      },
      { description: 'Metrics for Prometheus.' },
    ),
    serviceAccount: serviceAccountValues(),
    resources: resourceValues({
      requests: { cpu: '1000m', memory: '2Gi' },
      limits: { cpu: '2000m', memory: '4Gi' },
    }),
    ...runnerProbes(),
    ...extraValues(),
    ...podSettings({ securityContext: RUNNER_SECURITY }),
  }),
  { description: 'The runner DaemonSet. Its namespace must allow the Pod Security level privileged.' },
);
