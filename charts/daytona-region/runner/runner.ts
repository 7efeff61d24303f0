// The DaemonSet of the sandbox nodes, with the runner itself only if the values ask for it.

import { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import type { Labels } from '../../../lib/k8s/labels';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { containerImage } from '../../../lib/k8s/workload/image-text';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { packages } from '../../runner-manager/nodes/docker-installer';
import { registryProxy } from '../../runner-manager/nodes/registry-proxy';
import { lineOf } from '../../runner-manager/runner/image-line';
import { RUNNER_LABELS, Runner, runnerCommand } from '../../runner-manager/runner/runner';
import { runnerDaemonSet } from '../../runner-manager/runner/runner-daemon-set';
import { tokenVariable } from '../../runner-manager/runner/runner-env';
import { COMPONENTS, nodesOf, objectName, type Region } from '../region';
import { runnerImage } from './image';
import { daemonInstaller, regionInstaller } from './installer';
import { cpuLimiter, cpuState, networkGuard } from './limits';
import { type RunnerObjects, runnerSettings } from './settings';
import { volumePreflight, volumeShim } from './volumes';

export function regionRunners(parent: Construct, region: Region): RunnerObjects {
  const scope = new Construct(parent, COMPONENTS.runner);
  const nodes = nodesOf(region);
  const own = region.values.services.runner;
  const name = objectName(nodes, COMPONENTS.runner);
  const labels = runnerLabels(region);
  const account = serviceAccount(scope, 'service-account', nodes, own.serviceAccount, { name, labels });
  const objects = runnerSettings(scope, region, account);
  const { automountServiceAccountToken: automount } = own.serviceAccount;
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
    initContainers: initContainers(region),
    ...(automount ? { automountServiceAccountToken: automount } : {}),
  };
  const sidecars = sidecarsOf(region);
  if (own.mainContainer.enabled) {
    volumePreflight(scope, region);
    new Runner(scope, 'runner', { ...shared, ...mainContainer(scope, region, objects), sidecars });
  } else if (sidecars.length > 0 || shared.initContainers.length > 0) {
    runnerDaemonSet(scope, {
      ...shared,
      serviceAccountName: account,
      ...withContainer(shared.initContainers, sidecars),
      volumes: sidecarVolumes(region, sidecars),
    });
  }
  return objects;
}

function initContainers(region: Region): IContainer[] {
  const { networkPolicy, dockerInstaller: installer } = region.values.services.runner;
  return [
    ...(networkPolicy.enabled ? [networkGuard(region)] : []),
    ...(installer.enabled && installer.airgapped.enabled ? [packages(nodesOf(region), installer)] : []),
  ];
}

function sidecarsOf(region: Region): IContainer[] {
  const own = region.values.services.runner;
  const { registryProxy: registry } = own;
  const proxy = { ...registry, container: { ...registry, image: containerImage(registry.image) } };
  return [
    ...(registry.enabled ? [registryProxy(nodesOf(region), proxy)] : []),
    ...(own.dockerInstaller.enabled ? [regionInstaller(region)] : []),
    ...(own.sandboxResources.enabled ? [cpuLimiter(region)] : []),
    ...(own.daemonInstaller.enabled ? [daemonInstaller(region)] : []),
  ];
}

/** A pod needs at least one container that is not an init container. */
function withContainer(first: readonly IContainer[], containers: readonly IContainer[]) {
  if (containers.length > 0) return { initContainers: first, containers };
  return { initContainers: [], containers: first.map(({ restartPolicy: _always, ...guard }) => guard) };
}

function mainContainer(scope: Construct, region: Region, objects: RunnerObjects) {
  const own = region.values.services.runner;
  const image = runnerImage(region);
  const line = lineOf(image);
  const command = runnerCommand(line);
  const { API_PORT, SSH_GATEWAY_ENABLE, SSH_GATEWAY_PORT, CONTAINER_RUNTIME } = own.env;
  const shim = volumeShim(scope, region, runnerLabels(region));
  return {
    container: { ...own, image },
    line,
    ...(command ? { command } : {}),
    apiPort: own.ports.api ?? API_PORT,
    ...(SSH_GATEWAY_ENABLE === 'false' ? {} : { sshPort: own.ports.ssh ?? SSH_GATEWAY_PORT }),
    containerRuntime: CONTAINER_RUNTIME,
    tokenHostPath: '/mnt',
    sandboxVolumes: own.volumes.backend !== '',
    volumesPath: own.volumes.hostMountPath,
    // A runner that starts again could not replace programs that sandboxes run.
    binariesInstalled: own.daemonInstaller.enabled,
    env: { ...objects.env, [tokenVariable(line)]: objects.env.API_TOKEN } as Record<string, EnvValue>,
    extras: own,
    livenessProbe: httpProbe(own.livenessProbe, 'api'),
    readinessProbe: httpProbe(own.readinessProbe, 'api'),
    volumes: [
      hostFolder(DATA.name, own.hostPaths.varLibDaytona),
      ...(own.sandboxResources.enabled ? [cpuState(region)] : []),
      ...shim.volumes,
    ],
    mounts: [DATA, ...shim.mounts],
    serviceAccount: { ...own.serviceAccount, create: false, name: objects.account },
  };
}

const DATA = { name: 'var-lib-daytona', mountPath: '/var/lib/daytona' };

const hostFolder = (name: string, path: string): IVolume => ({ name, hostPath: { path, type: 'DirectoryOrCreate' } });

/** The volumes of the sidecars, which otherwise come with the runner. */
function sidecarVolumes(region: Region, sidecars: readonly IContainer[]): IVolume[] {
  const containers = [...initContainers(region), ...sidecars];
  const mounted = new Set(containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  const all: IVolume[] = [
    { name: 'host-root', hostPath: { path: '/', type: 'Directory' } },
    { name: 'docker-socket', hostPath: { path: '/var/run', type: 'Directory' } },
    cpuState(region),
  ];
  return all.filter(({ name }) => mounted.has(name));
}

/** The selector is upstream's. */
function runnerLabels(region: Region): Labels {
  const nodes = nodesOf(region);
  return nodes.labels(COMPONENTS.runner, { ...nodes.labels(COMPONENTS.runner).selector, ...RUNNER_LABELS.extra });
}
