// What the parts of one session share.

import type { Labels } from '../../lib/k8s/labels';
import type { Release } from '../../lib/k8s/release';
import type { SecretHandle } from '../../lib/k8s/secret/config';
import type { Values } from './values';

/** Ports that the containers listen on; those of the Service come from the values. */
export const PORTS = { vscode: 8080, terminal: 8081, ssh: 22 } as const;

/** The user in the VM for whom the init image installs an authorized key. */
export const KEY_OWNER = 'root';

/** The port of the VM's Docker daemon. */
export const DOCKER_PORT = 2375;

export interface Session {
  readonly release: Release;
  readonly values: Values;
  readonly labels: Labels;
  readonly names: Names;
  /** The Secret with the VS Code password. */
  readonly password: SecretHandle;
}

export interface Names {
  readonly pod: string;
  readonly service: string;
  readonly secret: string;
}

/** `lab-session-<id>` and `lab-service-<id>`, unless `fullnameOverride` replaces both. */
export function sessionNames({ fullname }: Release, { session: { id }, fullnameOverride }: Values): Names {
  const pod = fullnameOverride ? fullname : `lab-session-${id}`;
  return { pod, service: fullnameOverride ? fullname : `lab-service-${id}`, secret: `${pod}-secrets` };
}
