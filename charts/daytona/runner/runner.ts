// The runner: the construct of the runner-manager chart, with the names and labels of the platform.

import { Construct } from 'constructs';
import type { Labels } from '../../../lib/k8s/labels';
import { containerImage } from '../../../lib/k8s/workload/image-text';
import { httpProbe } from '../../../lib/k8s/workload/probes';
import { dockerInstaller, packages } from '../../runner-manager/nodes/docker-installer';
import { egressGuard } from '../../runner-manager/nodes/egress-guard';
import { registryProxy } from '../../runner-manager/nodes/registry-proxy';
import { lineOf } from '../../runner-manager/runner/image-line';
import { RUNNER_LABELS, Runner, runnerCommand } from '../../runner-manager/runner/runner';
import { COMPONENTS, objectName } from '../connections/addresses';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';
import { runnerEnv } from './env';
import { ownToken } from './own-token';
import { registration } from './registration';
import { hasVolumes } from './volumes';

export function runner(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.runner);
  const { values, nodes, credentials } = platform;
  const own = values.services.runner;
  const { env, registryProxy: registry, dockerInstaller: installer, egressGuard: guard } = own;
  const line = lineOf(ownImage(own.image));
  const program = runnerCommand(line, own.command);
  const token = own.registration.enabled ? ownToken(platform, program ?? []) : undefined;
  const labels = runnerLabels(platform);
  if (own.namespace && own.createNamespace) nodes.createNamespace(labels);
  new Runner(scope, 'runner', {
    release: nodes,
    labels,
    name: objectName(nodes, COMPONENTS.runner),
    annotations: own.annotations,
    settings: own,
    pool: values.nodePool,
    nodeAgents: values.nodeAgents,
    container: { ...own, image: ownImage(own.image) },
    line,
    ...(token ? { command: token.command } : program ? { command: program } : {}),
    apiPort: env.API_PORT,
    ...(env.SSH_GATEWAY_ENABLE === 'false' ? {} : { sshPort: env.SSH_GATEWAY_PORT }),
    containerRuntime: env.CONTAINER_RUNTIME,
    tokenHostPath: own.tokenHostPath,
    sandboxVolumes: hasVolumes(values),
    env: { ...token?.env, ...runnerEnv(platform) },
    extras: { ...own, extraEnv: credentials.extraEnv(COMPONENTS.runner) },
    livenessProbe: httpProbe(own.livenessProbe, 'api'),
    readinessProbe: httpProbe(own.readinessProbe, 'api'),
    initContainers: [
      ...(guard.enabled
        ? [egressGuard(nodes, { ...guard, container: { ...guard, image: containerImage(guard.image) } })]
        : []),
      ...(installer.enabled && installer.airgapped.enabled ? [packages(nodes, installer)] : []),
      ...(token ? [token.initContainer] : []),
    ],
    ...(token ? { volumes: [token.volume], mounts: [token.mount] } : {}),
    sidecars: [
      ...(registry.enabled
        ? [registryProxy(nodes, { ...registry, container: { ...registry, image: containerImage(registry.image) } })]
        : []),
      ...(installer.enabled ? [dockerInstaller(nodes, { values: installer, hostAliases: own.hostAliases })] : []),
    ],
    hostAliases: own.hostAliases.filter(({ hostnames = [] }) => hostnames.length > 0),
    serviceAccount: own.serviceAccount,
    maxUnavailable: own.maxUnavailable,
  });
  if (own.registration.enabled) registration(parent, platform);
}

/** The selector is upstream's; the manager finds its runners by the other label. */
function runnerLabels({ nodes }: Platform): Labels {
  const standard = nodes.labels(COMPONENTS.runner).selector;
  return nodes.labels(COMPONENTS.runner, { ...standard, ...RUNNER_LABELS.extra }, RUNNER_LABELS.selector);
}
