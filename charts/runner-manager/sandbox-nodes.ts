// What belongs to the sandbox nodes: the runner on each, the warm pool, and the pool that Karpenter adds to.

import type { Construct } from 'constructs';
import { credentials } from '../../lib/k8s/credentials';
import type { EnvValue } from '../../lib/k8s/env';
import type { Labels } from '../../lib/k8s/labels';
import { httpProbe } from '../../lib/k8s/probes';
import { lineOf } from './image-line';
import { karpenterPool } from './karpenter';
import { type Home, poolName } from './names';
import { PLACEHOLDER_APP, Placeholders } from './placeholders';
import { registryProxy } from './registry-proxy';
import { RUNNER_LABELS, Runner, runnerCommand } from './runner';
import { cacheRetention, readsSystemToken, tokenVariable } from './runner-env';

export function sandboxNodes(scope: Construct, home: Home): void {
  const { release, values, sandboxes } = home;
  const { nodePool: pool, placeholders, runner: enabledRunner } = values;
  if (enabledRunner.enabled) runner(scope, home);
  if (placeholders.count !== undefined) {
    new Placeholders(scope, 'placeholders', {
      release: sandboxes,
      // The instance keeps the Deployment away from the pods that the manager makes.
      labels: sandboxes.labels('placeholder', {
        app: PLACEHOLDER_APP,
        'app.kubernetes.io/instance': release.name,
      }),
      name: PLACEHOLDER_APP,
      knobs: placeholders,
      pool,
      nodeAgents: values.nodeAgents,
      count: placeholders.count,
      container: placeholders,
      karpenter: pool.karpenter.enabled,
    });
  }
  if (pool.karpenter.enabled) {
    const labels = release.labels('node-pool');
    karpenterPool(scope, 'node-pool', release, {
      name: poolName(release, values),
      labels,
      pool,
      values: pool.karpenter,
    });
  }
}

function runner(scope: Construct, home: Home): void {
  const { values, sandboxes } = home;
  const { runner: own } = values;
  const line = lineOf(own.image);
  const command = runnerCommand(line);
  const name = RUNNER_LABELS.selector.app;
  const labels = sandboxes.labels('runner', RUNNER_LABELS.selector, RUNNER_LABELS.extra);
  new Runner(scope, 'runner', {
    release: sandboxes,
    labels,
    name,
    knobs: own,
    pool: values.nodePool,
    nodeAgents: values.nodeAgents,
    container: own,
    apiPort: own.port,
    ...(own.sshGateway.enabled ? { sshPort: own.sshGateway.port } : {}),
    line,
    ...(command ? { command } : {}),
    containerRuntime: own.containerRuntime,
    tokenHostPath: own.tokenHostPath,
    sandboxVolumes: own.aws.region !== '' || own.aws.endpointUrl !== '',
    env: environment(scope, home, name, labels),
    extras: own,
    livenessProbe: httpProbe(own.livenessProbe, 'api'),
    readinessProbe: httpProbe(own.readinessProbe, 'api'),
    sidecars: own.registryProxy.enabled
      ? [registryProxy(sandboxes, { ...own.registryProxy, container: own.registryProxy })]
      : [],
    hostAliases: own.hostAliases,
    serviceAccount: own.serviceAccount,
    maxUnavailable: own.maxUnavailable,
  });
}

function environment(
  scope: Construct,
  { values, sandboxes }: Home,
  name: string,
  labels: Labels,
): Record<string, EnvValue> {
  const { runner: own, daytona } = values;
  const { aws, secretKeys: keys, existingSecret: existing } = own;
  const system = { SYSTEM_API_TOKEN: { key: keys.systemApiToken, value: daytona.systemApiToken } };
  const secrets = credentials<string>(scope, 'runner-secret', sandboxes, {
    name: `${name}-secrets`,
    labels,
    existing,
    entries: {
      [tokenVariable(lineOf(own.image))]: { key: keys.apiToken, value: own.apiToken },
      ...(readsSystemToken(own.image) ? system : {}),
      AWS_ACCESS_KEY_ID: { key: keys.awsAccessKeyId, value: aws.accessKeyId, optional: true },
      AWS_SECRET_ACCESS_KEY: { key: keys.awsSecretAccessKey, value: aws.secretAccessKey, optional: true },
    },
  });
  return {
    ENVIRONMENT: daytona.environment,
    DAYTONA_API_URL: daytona.apiUrl,
    SERVER_URL: daytona.apiUrl,
    LOG_LEVEL: own.logLevel,
    RESOURCE_LIMITS_DISABLED: own.resourceLimitsDisabled,
    ...cacheRetention(own.image, own.cacheRetentionDays),
    DAEMON_START_TIMEOUT_SEC: own.daemonStartTimeout,
    SANDBOX_START_TIMEOUT_SEC: own.sandboxStartTimeout,
    AWS_REGION: aws.region || undefined,
    AWS_ENDPOINT_URL: aws.endpointUrl || undefined,
    AWS_DEFAULT_BUCKET: aws.defaultBucket || undefined,
    SSH_PUBLIC_KEY: own.sshPublicKey || undefined,
    ...secrets,
  };
}
