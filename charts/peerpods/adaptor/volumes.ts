// The volumes of the adaptor: from its node and its Secrets.

import type { IHostPathVolumeSource } from 'kubernetes-models/v1/HostPathVolumeSource';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Platform } from '../platform';
import type { Mounted } from '../providers/catalog';
import { CERTIFICATE_FOLDER } from '../settings';

export const volumesOf = ({ provider, secrets, token }: Platform): readonly Mounted[] => [
  ...(secrets.sshKeys ? [sshVolume(secrets.sshKeys)] : []),
  ...(secrets.certificates ? [fromSecret('certs', secrets.certificates, CERTIFICATE_FOLDER)] : []),
  ...(token ? [token] : []),
  ...(provider.hostPaths ?? []),
  ...OF_EVERY_NODE,
];

const fromSecret = (name: string, secretName: string, mountPath: string, more: { readonly optional?: true } = {}) => ({
  volume: { name, secret: { secretName, defaultMode: 0o600, ...more } },
  mount: { mountPath, readOnly: true },
});

/** The keys in the path where SSH expects them. Some connections need none. */
export const sshVolume = (secretName: string): Mounted =>
  fromSecret('ssh', secretName, '/root/.ssh/', { optional: true });

const fromNode = (
  name: string,
  path: string,
  type?: IHostPathVolumeSource['type'],
  more: Omit<IVolumeMount, 'name' | 'mountPath'> = {},
): Mounted => ({
  volume: { name, hostPath: { path, ...(type ? { type } : {}) } },
  mount: { mountPath: path, ...more },
});

const OF_EVERY_NODE: readonly Mounted[] = [
  fromNode('pods-dir', '/run/peerpod'),
  fromNode('netns', '/run/netns', undefined, { mountPropagation: 'HostToContainer' }),
  fromNode('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
  fromNode('lib-modules', '/lib/modules', undefined, { readOnly: true }),
  fromNode('kata-direct-volumes-dir', '/run/kata-containers/shared/direct-volumes', 'DirectoryOrCreate'),
];
