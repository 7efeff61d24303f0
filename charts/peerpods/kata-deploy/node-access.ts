// The installer's access to its node: the whole node up to version 4.0, a few folders since 4.1.

import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { NODE_RULES, OBJECT_RULES } from './permissions';
import { CONTAINERD_FOLDERS, type Distribution } from './values';

export interface NodeAccess {
  readonly hostPID: boolean;
  readonly securityContext: ISecurityContext;
  readonly volumes: IVolume[];
  readonly mounts: IVolumeMount[];
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly rules: IPolicyRule[];
}

interface Place {
  readonly name: string;
  /** On the node; absent for an empty folder of the pod. */
  readonly path?: string;
  readonly type?: 'DirectoryOrCreate' | 'File' | 'Socket';
  readonly mountPath: string;
  readonly readOnly?: true;
}

export const nodeAccess = (tag: string, distribution: Distribution): NodeAccess =>
  isNarrow(tag) ? narrow(distribution) : wide(distribution);

const isNarrow = (tag: string): boolean => /^(4\.[1-9]\d*|[5-9])\./.test(tag);

const configuration = (distribution: Distribution): Place[] => [
  { name: 'crio-conf', path: '/etc/crio/', mountPath: '/etc/crio/' },
  { name: 'containerd-conf', path: CONTAINERD_FOLDERS[distribution], mountPath: '/etc/containerd/' },
];

const wide = (distribution: Distribution): NodeAccess => ({
  hostPID: true,
  securityContext: { privileged: true },
  env: {},
  rules: [...NODE_RULES, ...OBJECT_RULES],
  ...placed([...configuration(distribution), { name: 'host', path: '/', mountPath: '/host/' }]),
});

const narrow = (distribution: Distribution): NodeAccess => ({
  hostPID: false,
  securityContext: { privileged: false, readOnlyRootFilesystem: true },
  env: { K8S_DISTRIBUTION: distribution },
  rules: NODE_RULES,
  ...placed([
    { name: 'tmp', mountPath: '/tmp' },
    ...configuration(distribution),
    { name: 'kata-install', path: '/opt/kata', type: 'DirectoryOrCreate', mountPath: '/opt/kata' },
    {
      name: 'systemd-system',
      path: '/etc/systemd/system',
      type: 'DirectoryOrCreate',
      mountPath: '/etc/systemd/system',
    },
    { name: 'systemd-private', path: '/run/systemd/private', type: 'Socket', mountPath: '/run/systemd/private' },
    { name: 'boot', path: '/boot', mountPath: '/boot', readOnly: true },
    { name: 'host-machine-id', path: '/etc/machine-id', type: 'File', mountPath: '/host-machine-id', readOnly: true },
    // Lock files, so that only one installer runs on a node.
    { name: 'host-run-lock', path: '/run/lock', type: 'DirectoryOrCreate', mountPath: '/host-run-lock' },
    ...PROGRAMS.map((path): Place => {
      const name = path.slice(1).replaceAll('/', '-');
      const [first = '', ...rest] = path.slice(1).split('/').reverse();
      const mountPath = rest.length > 0 ? `/host-${rest.reverse().join('-')}/${first}` : `/host-${first}`;
      return { name: `host-${name}`, path, mountPath, readOnly: true };
    }),
  ]),
});

/** The folders with the node's programs. */
const PROGRAMS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin'];

function placed(places: readonly Place[]): Pick<NodeAccess, 'volumes' | 'mounts'> {
  return {
    volumes: places.map(({ name, path, type }) =>
      path === undefined ? { name, emptyDir: {} } : { name, hostPath: { path, ...(type ? { type } : {}) } },
    ),
    mounts: places.map(({ name, mountPath, readOnly }) => ({ name, mountPath, ...(readOnly ? { readOnly } : {}) })),
  };
}
