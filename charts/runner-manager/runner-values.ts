// Values of the runner, which runs the sandboxes of its node.

import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import { placementValues, podSecurityContext, securityContext } from '../../lib/k8s/common';
import { extraValues } from '../../lib/k8s/extras';
import { imageValues } from '../../lib/k8s/image';
import { httpProbeValues } from '../../lib/k8s/probes';
import { resourceValues } from '../../lib/k8s/resources';
import { port } from '../../lib/k8s/service';
import { serviceAccountValues } from '../../lib/k8s/service-account';
import { blocks, boolean, choice, integer, integerOrPercent, object, text } from '../../lib/values/schema';
import { credential, existingSecretName, secretKey } from './credential-values';
import { TARGET_HOST } from './registry-proxy';
import { RUNNER_SECURITY } from './runner';

const seconds = (description: string, value: number) => integer({ description, minimum: 1, default: value });

const registryProxyValues = object(
  {
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    image: imageValues({ registry: 'docker.io', repository: 'alpine/socat', tag: '1.7.4.4-r0' }),
    listenPort: port({ description: 'Port on the node.', default: 5000 }),
    targetHost: text({ description: 'Host of the registry; required when enabled.', default: '', ...TARGET_HOST }),
    targetPort: port({ description: 'Port of the registry.', default: 443 }),
    resources: resourceValues(),
    securityContext: securityContext(),
  },
  { description: 'Sidecar that leads a port of the node to an image registry elsewhere.' },
);

export const runnerValues = object(
  {
    enabled: boolean({ description: 'Whether to render the DaemonSet.', default: false }),
    image: imageValues({
      registry: 'docker.io',
      repository: 'daytonaio/daytona-runner',
      tag: 'v0.158.4-k8s-amd64',
    }),
    port: port({ description: "Port of the runner's API, on the node itself.", default: 3000 }),
    sshGateway: object(
      {
        enabled: boolean({ description: 'Whether the runner opens it.', default: true }),
        port: port({ description: 'Its port, on the node itself.', default: 2220 }),
      },
      { description: 'SSH access to the sandboxes.' },
    ),
    apiToken: credential("The runner's token of the Daytona API. Required unless runner.existingSecret is set."),
    existingSecret: existingSecretName("Secret in provider.namespace that holds the runner's credentials instead."),
    secretKeys: object(
      {
        apiToken: secretKey('runner.apiToken', 'API_TOKEN'),
        systemApiToken: secretKey('daytona.systemApiToken', 'SYSTEM_API_TOKEN'),
        awsAccessKeyId: secretKey('runner.aws.accessKeyId, which the Secret may lack', 'AWS_ACCESS_KEY_ID'),
        awsSecretAccessKey: secretKey('runner.aws.secretAccessKey, which the Secret may lack', 'AWS_SECRET_ACCESS_KEY'),
      },
      { description: "Keys of the runner's Secret." },
    ),
    aws: object(
      {
        region: text({ description: 'Region of the store.', default: '' }),
        endpointUrl: text({
          description: 'URL of the store.',
          default: '',
          pattern: '^https?://[^\\s/@]+(/\\S*)?$',
          expected: 'an http or https URL without user name',
        }),
        defaultBucket: text({ description: 'Bucket that the runner uses.', default: '' }),
        accessKeyId: credential('Access key.'),
        secretAccessKey: credential('Secret key.'),
      },
      { description: 'Object store of the runner: S3, or one that speaks its language.' },
    ),
    sshPublicKey: text({
      description: 'Public key of the SSH gateway, as base64 text.',
      default: '',
      pattern: '^[A-Za-z0-9+/]+=*$',
      expected: 'what `base64 -w0 key.pub` prints',
    }),
    containerRuntime: choice(['', 'docker', 'containerd'], {
      description: 'Runtime of the sandboxes; empty is docker.',
      default: '',
    }),
    logLevel: choice(['debug', 'info', 'warn', 'error'], { description: 'How much the runner logs.', default: 'info' }),
    resourceLimitsDisabled: boolean({ description: 'Whether sandboxes run without limits.', default: false }),
    cacheRetentionDays: integer({ description: 'Days that unused images are kept.', minimum: 0, default: 7 }),
    daemonStartTimeout: seconds("Seconds that a sandbox's daemon has to start.", 30),
    sandboxStartTimeout: seconds('Seconds that a sandbox has to start.', 60),
    tokenHostPath: text({
      description: "Folder of the node that keeps the runner's token, readable by root of the node.",
      default: '/mnt',
      pattern: '^/[^:]+$',
      expected: 'an absolute path',
    }),
    hostAliases: blocks<IHostAlias>('HostAlias', {
      description: 'Names that the runner resolves by itself.',
      default: [],
    }),
    maxUnavailable: integerOrPercent({ description: 'Runners replaced at once.', minimum: 1, default: 1 }),
    registryProxy: registryProxyValues,
    serviceAccount: serviceAccountValues(),
    resources: resourceValues({
      requests: { cpu: '1000m', memory: '2Gi' },
      limits: { cpu: '2000m', memory: '4Gi' },
    }),
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
    ...extraValues(),
    ...placementValues,
    podSecurityContext: podSecurityContext(),
    securityContext: securityContext(RUNNER_SECURITY),
  },
  { description: 'The runner DaemonSet. Its namespace must allow Pod Security privileged.' },
);
