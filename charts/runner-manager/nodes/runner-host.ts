// Host paths and volumes of the runner.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { ImageLine } from '../runner/image-line';

interface HostFile {
  readonly name: string;
  /** On the node. */
  readonly path: string;
  readonly type: 'Directory' | 'DirectoryOrCreate';
  readonly mountPath: string;
  readonly readOnly?: true;
  /** What the runner mounts below it also appears on the node, where Docker looks for it. */
  readonly shared?: true;
}

/** Files in the container whose paths are settings of the runner. */
export const HOST_FILES = {
  log: '/home/daytona/runner/runner.log',
  binaries: '/var/lib/daytona/binaries',
  token: '/host-token/token.txt',
} as const;

/**
 * Docker mounts the sandbox programs from the node, at the path that the runner uses: the public runner always unpacks
 * them here, so the folder has the same path on the node and in the container.
 */
const PUBLIC_BINARIES = '/usr/local/bin/.tmp/binaries';

/** Where the runner mounts the volumes of sandboxes. */
const SANDBOX_VOLUMES = '/mnt';

/** Name of the volume with them. */
export const SANDBOX_VOLUME = 'sandbox-volumes';

export interface HostOptions {
  readonly line: ImageLine;
  /** Folder of the node that stores the runner's token; the public runner has none. */
  readonly tokenHostPath: string;
  /** Whether sandboxes can mount volumes. */
  readonly sandboxVolumes: boolean;
  /** Where the runner mounts these volumes, on the node and in the container. Default: /mnt. */
  readonly volumesPath?: string;
  /** Whether something else puts the programs of sandboxes on the node. Default: false. */
  readonly binariesInstalled?: boolean;
}

export function hostFiles(options: HostOptions): { readonly volumes: IVolume[]; readonly mounts: IVolumeMount[] } {
  const files = filesOf(options);
  return {
    volumes: files.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
    mounts: files.map(({ name, mountPath, readOnly, shared }) => ({
      name,
      mountPath,
      ...(readOnly ? { readOnly } : {}),
      ...(shared ? { mountPropagation: 'Bidirectional' as const } : {}),
    })),
  };
}

/** Only what this image needs: a path that does not exist on a node would prevent the pod from starting. */
function filesOf({
  line,
  tokenHostPath,
  sandboxVolumes,
  volumesPath = SANDBOX_VOLUMES,
  binariesInstalled = false,
}: HostOptions): HostFile[] {
  const binaries = line === 'public' ? PUBLIC_BINARIES : HOST_FILES.binaries;
  const common: HostFile[] = [
    { name: 'docker-socket', path: '/var/run', type: 'Directory', mountPath: '/var/run' },
    { name: 'host-root', path: '/', type: 'Directory', mountPath: '/host', readOnly: true },
    {
      name: 'host-var-lib-docker',
      path: '/var/lib/docker',
      type: 'DirectoryOrCreate',
      mountPath: '/var/lib/docker',
      readOnly: true,
    },
    { name: 'logs', path: '/var/log/daytona-runner', type: 'DirectoryOrCreate', mountPath: '/home/daytona/runner' },
    { name: 'ssh-keys', path: '/etc/daytona/ssh', type: 'DirectoryOrCreate', mountPath: '/root/.ssh' },
  ];
  const programs: HostFile = {
    name: 'daemon-binaries',
    path: binaries,
    type: 'DirectoryOrCreate',
    mountPath: binaries,
  };
  const token: HostFile = {
    name: 'host-token',
    path: tokenHostPath,
    type: 'DirectoryOrCreate',
    mountPath: '/host-token',
  };
  const volumes: HostFile = {
    name: SANDBOX_VOLUME,
    path: volumesPath,
    type: 'DirectoryOrCreate',
    mountPath: volumesPath,
    shared: true,
  };
  return [
    ...common,
    ...(binariesInstalled ? [] : [programs]),
    ...(line === 'public' ? [] : [token]),
    ...(sandboxVolumes ? [volumes] : []),
  ];
}

/** Volumes that the runner can mount. */
export const HOST_VOLUMES: readonly string[] = [
  ...new Set(
    (['public', 'kubernetes'] as const).flatMap((line) =>
      filesOf({ line, tokenHostPath: '', sandboxVolumes: true }).map(({ name }) => name),
    ),
  ),
];
