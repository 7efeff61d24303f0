// Containers that install Docker and Sysbox on the node, with scripts that run in the node's namespaces.

import type { IContainer } from 'kubernetes-models/v1/Container';
import { readScript } from '../../../lib/k8s/script';
import { container, env } from '../../../lib/k8s/workload/container';
import { containerImage } from '../images/image-text';
import type { Platform } from '../platform';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

/** Folder on the node for the packages of an air-gapped installation. */
const PACKAGES = '/tmp/offline-packages';

/** Joined into one script. */
export const SCRIPTS = ['node.sh', 'docker-storage.sh', 'install-docker.sh'] as const;

/** Enters the node's namespaces: everything that follows runs there. */
const ON_NODE = ['nsenter', '--target', '1', '--mount', '--uts', '--ipc', '--', '/bin/sh', '-c'];

export function dockerInstaller({ nodes, values }: Platform): IContainer {
  const { dockerInstaller: own, hostAliases } = values.services.runner;
  const lines = hostAliases.flatMap(({ ip, hostnames = [] }) => hostnames.map((name) => `${ip} ${name}`));
  return {
    ...container(nodes, 'docker-installer', { ...own, image: containerImage(own.image) }),
    command: ON_NODE,
    args: [SCRIPTS.map((name) => readScript(CHART, name)).join('\n')],
    env: env({
      XFS_STORAGE_SIZE: own.xfsStorageSize,
      AIRGAPPED_MODE: own.airgapped.enabled,
      PACKAGES,
      DOCKER_URL: own.docker.url,
      DOCKER_SHA256: own.docker.sha256,
      SYSBOX_URL: own.sysbox.url,
      SYSBOX_SHA256: own.sysbox.sha256,
      DNS: own.dns.join(' '),
      HOST_ALIASES: lines.join('\n'),
    }),
  };
}

/** Copies the packages from its image to the node. */
export function packages({ nodes, values }: Platform): IContainer {
  const { airgapped, resources, securityContext } = values.services.runner.dockerInstaller;
  return {
    ...container(nodes, 'extract-packages', {
      image: containerImage(airgapped.packagesImage),
      resources,
      securityContext,
    }),
    command: ['/bin/sh', '-c', readScript(CHART, 'extract-packages.sh')],
    env: env({ ARCHIVE: '/packages/packages.tar.gz', NODE: '/host', PACKAGES }),
    volumeMounts: [{ name: 'host-root', mountPath: '/host', mountPropagation: 'HostToContainer' }],
  };
}
