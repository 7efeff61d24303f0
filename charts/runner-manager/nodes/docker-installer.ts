// Containers that install Docker and Sysbox on a node, with scripts that run in the node's namespaces.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import type { Release } from '../../../lib/k8s/release';
import { readScript } from '../../../lib/k8s/script';
import { container, type EnvValue, env } from '../../../lib/k8s/workload/container';
import { containerImage } from '../../../lib/k8s/workload/image-text';
import type { Static, TObject } from '../../../lib/values/schema/schema';
import type { installerKeys } from './docker-installer-values';

/** Folder on the node for the packages of an air-gapped installation. */
const PACKAGES = '/tmp/offline-packages';

/** Parts of the installer, which are joined into one script. */
export const INSTALLER_SCRIPTS = [
  'node.sh',
  'docker-storage.sh',
  'install-docker.sh',
  'docker-settings.sh',
  'watch-services.sh',
  'run-installer.sh',
] as const;

/** Enters the node's namespaces: everything that follows runs there. */
export const ON_NODE = ['nsenter', '--target', '1', '--mount', '--uts', '--ipc', '--', '/bin/sh', '-c'] as const;

type InstallerValues = Static<TObject<ReturnType<typeof installerKeys>>>;

type InstallerScript = (typeof INSTALLER_SCRIPTS)[number];

/** The parts of the installer in their order, some of them replaced. */
export const installerParts = (replaced: Partial<Record<InstallerScript, string>> = {}): string[] =>
  INSTALLER_SCRIPTS.map((name) => replaced[name] ?? readScript(__dirname, name));

export interface InstallerOptions {
  readonly values: InstallerValues;
  /** Lines for the hosts file of the node. */
  readonly hostAliases: readonly IHostAlias[];
  /** The script. Default: all parts of `INSTALLER_SCRIPTS`. */
  readonly parts?: readonly string[];
  /** Variables of additional parts. */
  readonly env?: Readonly<Record<string, EnvValue>>;
}

export function dockerInstaller(
  release: Release,
  { values, hostAliases, parts = installerParts(), env: more = {} }: InstallerOptions,
): IContainer {
  const lines = hostAliases.flatMap(({ ip, hostnames = [] }) => hostnames.map((name) => `${ip} ${name}`));
  return {
    ...container(release, 'docker-installer', { ...values, image: containerImage(values.image) }),
    command: [...ON_NODE],
    args: [parts.join('\n')],
    env: env({
      XFS_STORAGE_SIZE: values.xfsStorageSize,
      AIRGAPPED_MODE: values.airgapped.enabled,
      PACKAGES,
      DOCKER_URL: values.docker.url,
      DOCKER_SHA256: values.docker.sha256,
      SYSBOX_URL: values.sysbox.url,
      SYSBOX_SHA256: values.sysbox.sha256,
      DNS: values.dns.join(' '),
      HOST_ALIASES: lines.join('\n'),
      ...more,
    }),
  };
}

/** Copies the packages from its image to the node. The pod has the volume `host-root`. */
export function packages(release: Release, { airgapped, resources, securityContext }: InstallerValues): IContainer {
  return {
    ...container(release, 'extract-packages', {
      image: containerImage(airgapped.packagesImage),
      resources,
      securityContext,
    }),
    command: ['/bin/sh', '-c', readScript(__dirname, 'extract-packages.sh')],
    env: env({ ARCHIVE: '/packages/packages.tar.gz', NODE: '/host', PACKAGES }),
    volumeMounts: [{ name: 'host-root', mountPath: '/host', mountPropagation: 'HostToContainer' }],
  };
}
