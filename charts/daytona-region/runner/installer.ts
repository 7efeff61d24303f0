// Containers that prepare a sandbox node: Docker, and the programs of sandboxes.

import type { IContainer } from 'kubernetes-models/v1/Container';
import { readScript } from '../../../lib/k8s/script';
import { container, env } from '../../../lib/k8s/workload/container';
import { dockerInstaller, installerParts } from '../../runner-manager/nodes/docker-installer';
import { nodesOf, type Region } from '../region';
import { runnerImage } from './image';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

/** How long the DNS of the cluster may take to know a name, in seconds. */
const PATIENCE_SECONDS = 60;

/** The installer, joined into one script. */
export const installerScript = (): readonly string[] =>
  installerParts({
    'docker-settings.sh': ['sandbox-isolation.sh', 'docker-options.sh']
      .map((name) => readScript(CHART, name))
      .join('\n'),
    'watch-services.sh': readScript(CHART, 'watch-node.sh'),
  });

export function regionInstaller(region: Region): IContainer {
  const { dockerInstaller: own, buildkit, sandboxIsolation, hostAliases } = region.values.services.runner;
  const { dynamicHostAliases: names } = own;
  const installer = dockerInstaller(nodesOf(region), {
    values: own,
    hostAliases,
    parts: installerScript(),
    env: {
      LIVE_RESTORE: own.liveRestore,
      INSECURE_REGISTRIES: own.insecureRegistries.join(' '),
      SANDBOX_ISOLATION: sandboxIsolation.enabled,
      BUILDKIT_NAMESERVERS: buildkit.dns.nameservers.join(' '),
      BUILDKIT_SEARCH: buildkit.dns.searchDomains.join(' '),
      BUILDKIT_OPTIONS: buildkit.dns.options.join(' '),
      ...(names.length > 0 ? { DYNAMIC_ALIASES: names.join(' '), PATIENCE_SECONDS } : {}),
    },
  });
  if (names.length === 0) return installer;
  // In the container, because the node itself does not use the DNS of the cluster.
  const resolve = ['/bin/sh', '-c', readScript(CHART, 'resolve-aliases.sh'), 'resolve-aliases'];
  return { ...installer, command: [...resolve, ...(installer.command ?? [])] };
}

/** The pod has the volume `host-root`. */
export function daemonInstaller(region: Region): IContainer {
  const own = region.values.services.runner.daemonInstaller;
  return {
    ...container(nodesOf(region), 'daytona-binary-installer', { ...own, image: runnerImage(region) }),
    command: ['/bin/sh', '-c', readScript(CHART, 'install-binaries.sh')],
    env: env({
      BINARIES: own.binaries.join(' '),
      TARGET: own.hostSrcDir,
      NODE: '/host',
      EXTRACT_SECONDS: own.extractTimeoutSec,
      REFRESH_SECONDS: own.refreshIntervalSec,
    }),
    volumeMounts: [{ name: 'host-root', mountPath: '/host', mountPropagation: 'HostToContainer' }],
  };
}
