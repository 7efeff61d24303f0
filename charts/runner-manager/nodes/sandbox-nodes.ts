// What belongs to the sandbox nodes: the runner on each, the warm pool, and Karpenter's pool.

import type { Construct } from 'constructs';
import { podMonitor } from '../../../lib/k8s/monitoring/monitors';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { managerLine } from '../manager/manager-line';
import { type Home, poolName } from '../names';
import { lineOf } from '../runner/image-line';
import { RUNNER_LABELS, Runner, runnerCommand } from '../runner/runner';
import { tokenVariable } from '../runner/runner-env';
import { runnerCredentials, runnerSettings } from '../runner/runner-settings';
import { karpenterPool } from './karpenter';
import { PLACEHOLDER_APP, Placeholders } from './placeholders';
import { registryProxy } from './registry-proxy';

export function sandboxNodes(scope: Construct, home: Home): void {
  const { release, values, sandboxes } = home;
  const { nodePool: pool, placeholders, runner: enabledRunner } = values;
  // The other line of the manager creates the runner pods itself.
  if (enabledRunner.enabled && managerLine(values.image.tag) === 'k8s') runner(scope, home);
  if (placeholders.count !== undefined) {
    new Placeholders(scope, 'placeholders', {
      release: sandboxes,
      // The instance label keeps the Deployment from adopting the manager's own pods.
      labels: sandboxes.labels('placeholder', {
        app: PLACEHOLDER_APP,
        'app.kubernetes.io/instance': release.name,
      }),
      name: PLACEHOLDER_APP,
      settings: placeholders,
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
  const credentials = runnerCredentials(scope, home, labels, tokenVariable(line));
  const token = credentials[tokenVariable(line)]?.secretKeyRef;
  podMonitor(scope, 'runner-monitor', sandboxes, {
    ...{ name, labels, port: 'api', values: own.metrics.podMonitor },
    ...(token?.name ? { token: { name: token.name, key: token.key } } : {}),
  });
  new Runner(scope, 'runner', {
    release: sandboxes,
    labels,
    name,
    settings: own,
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
    env: { ...runnerSettings(values), ...credentials },
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
