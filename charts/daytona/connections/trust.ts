// CA certificates that only this installation trusts.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { Release } from '../../../lib/k8s/release';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import type { Values } from '../values';

export interface Trust {
  /** For Node.js, which adds them to the public ones. */
  readonly node: Readonly<Record<string, EnvValue>>;
  /** For Go, likewise. */
  readonly go: Readonly<Record<string, EnvValue>>;
  readonly volumes: readonly IVolume[];
  readonly mounts: readonly IVolumeMount[];
}

export const TRUST_VOLUME = 'trusted-certificates';
const FOLDER = '/etc/daytona/certificates';
const FILE = 'ca.crt';

export function trust(release: Release, { trustedCertificates: { existingSecret: name, key } }: Values): Trust {
  if (!name) return { node: {}, go: {}, volumes: [], mounts: [] };
  release.external('Secret', name, [key]);
  return {
    node: { NODE_EXTRA_CA_CERTS: `${FOLDER}/${FILE}` },
    go: { SSL_CERT_DIR: FOLDER },
    volumes: [{ name: TRUST_VOLUME, secret: { secretName: name, items: [{ key, path: FILE }] } }],
    mounts: [{ name: TRUST_VOLUME, mountPath: FOLDER, readOnly: true }],
  };
}
