// What the runner sees of its node.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';

interface HostFile {
  readonly name: string;
  /** On the node. */
  readonly path: string;
  readonly type: 'Directory' | 'DirectoryOrCreate' | 'Socket';
  readonly mountPath: string;
  readonly readOnly?: true;
}

/** Files in the container that the runner is told about. */
export const HOST_FILES = {
  log: '/home/daytona/runner/runner.log',
  binaries: '/var/lib/daytona/binaries',
  token: '/host-token/token.txt',
} as const;

const docker: HostFile = { name: 'docker-socket', path: '/var/run', type: 'Directory', mountPath: '/var/run' };
const containerd: HostFile = {
  name: 'containerd-socket',
  path: '/run/containerd/containerd.sock',
  type: 'Socket',
  mountPath: '/run/containerd/containerd.sock',
};

/** Only what this runtime needs: a path that a node lacks would keep the pod from starting. */
export function hostFiles({
  containerRuntime,
  tokenHostPath,
}: {
  readonly containerRuntime: string;
  readonly tokenHostPath: string;
}): { readonly volumes: IVolume[]; readonly mounts: IVolumeMount[] } {
  const files: readonly HostFile[] = [
    ['', 'docker'].includes(containerRuntime) ? docker : containerd,
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
    {
      name: 'daemon-binaries',
      path: '/var/lib/daytona/binaries',
      type: 'DirectoryOrCreate',
      mountPath: HOST_FILES.binaries,
    },
    { name: 'host-token', path: tokenHostPath, type: 'DirectoryOrCreate', mountPath: '/host-token' },
  ];
  return {
    volumes: files.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
    mounts: files.map(({ name, mountPath, readOnly }) => ({ name, mountPath, ...(readOnly ? { readOnly } : {}) })),
  };
}

const volumeNames = (containerRuntime: string): string[] =>
  hostFiles({ containerRuntime, tokenHostPath: '' }).volumes.map(({ name }) => name);

/** Volumes that the runner may mount. */
export const HOST_VOLUMES: readonly string[] = [...volumeNames('docker'), ...volumeNames('containerd')];
