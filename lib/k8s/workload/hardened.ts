// The restrictions that programs without special needs run under.

import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';

/** Only the system calls that the container runtime allows by default. */
export const DEFAULT_SECCOMP = {
  seccompProfile: { type: 'RuntimeDefault' },
} satisfies IPodSecurityContext & ISecurityContext;

/** No capabilities, and no way to gain privileges. */
export const UNPRIVILEGED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
} satisfies ISecurityContext;
