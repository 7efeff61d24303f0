// The DaemonSet of the sandbox nodes, with the runner itself only if the values ask for it.

import { Construct } from 'constructs';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import type { Labels } from '../../../lib/k8s/labels';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { containerImage } from '../../../lib/k8s/workload/image-text';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { registryProxy } from '../../runner-manager/nodes/registry-proxy';
import { lineOf } from '../../runner-manager/runner/image-line';
import { RUNNER_LABELS, Runner, runnerCommand } from '../../runner-manager/runner/runner';
import { runnerDaemonSet } from '../../runner-manager/runner/runner-daemon-set';
import { tokenVariable } from '../../runner-manager/runner/runner-env';
import { COMPONENTS, nodesOf, objectName, type Region } from '../region';
import { runnerImage } from './image';
import { type RunnerObjects, runnerSettings } from './settings';

export function regionRunners(parent: Construct, region: Region): RunnerObjects {
  const scope = new Construct(parent, COMPONENTS.runner);
  const nodes = nodesOf(region);
  const own = region.values.services.runner;
  const name = objectName(nodes, COMPONENTS.runner);
  const labels = runnerLabels(region);
  const account = serviceAccount(scope, 'service-account', nodes, own.serviceAccount, { name, labels });
  const objects = runnerSettings(scope, region, account);
  const sidecars = own.registryProxy.enabled
    ? [
        registryProxy(nodes, {
          ...own.registryProxy,
          container: { ...own.registryProxy, image: containerImage(own.registryProxy.image) },
        }),
      ]
    : [];
  const shared = {
    release: nodes,
    labels,
    name,
    annotations: own.annotations,
    settings: own,
    pool: region.values.nodePool,
    nodeAgents: region.values.nodeAgents,
    hostAliases: own.hostAliases.filter(({ hostnames = [] }) => hostnames.length > 0),
    maxUnavailable: own.maxUnavailable,
    automountServiceAccountToken: own.serviceAccount.automountServiceAccountToken || undefined,
  };
  if (own.mainContainer.enabled) {
    const image = runnerImage(region);
    const line = lineOf(image);
    const { API_PORT, SSH_GATEWAY_ENABLE, SSH_GATEWAY_PORT, CONTAINER_RUNTIME } = own.env;
    new Runner(scope, 'runner', {
      ...shared,
      container: { ...own, image },
      line,
      command: runnerCommand(line),
      apiPort: own.ports.api ?? API_PORT,
      ...(SSH_GATEWAY_ENABLE === 'false' ? {} : { sshPort: own.ports.ssh ?? SSH_GATEWAY_PORT }),
      containerRuntime: CONTAINER_RUNTIME,
      tokenHostPath: '/mnt',
      sandboxVolumes: false,
      env: { ...objects.env, [tokenVariable(line)]: objects.env.API_TOKEN } as Record<string, EnvValue>,
      extras: own,
      livenessProbe: httpProbe(own.livenessProbe, 'api'),
      readinessProbe: httpProbe(own.readinessProbe, 'api'),
      sidecars,
      volumes: [DATA(own.hostPaths.varLibDaytona)],
      mounts: [{ name: 'var-lib-daytona', mountPath: '/var/lib/daytona' }],
      serviceAccount: { ...own.serviceAccount, create: false, name: account },
    });
  } else if (sidecars.length > 0) {
    runnerDaemonSet(scope, {
      ...shared,
      serviceAccountName: account,
      initContainers: [],
      containers: sidecars,
      volumes: [],
    });
  }
  return objects;
}

const DATA = (path: string) => ({ name: 'var-lib-daytona', hostPath: { path, type: 'DirectoryOrCreate' as const } });

/** The selector is upstream's. */
function runnerLabels(region: Region): Labels {
  const nodes = nodesOf(region);
  return nodes.labels(COMPONENTS.runner, { ...nodes.labels(COMPONENTS.runner).selector, ...RUNNER_LABELS.extra });
}
