// Default users of containers.

import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { Release } from '../../../lib/k8s/release';

/** For images that can run as any user. */
export const NOBODY: ISecurityContext = { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 };

/** The image rewrites its own files at startup. */
export const ROOT: ISecurityContext = { runAsNonRoot: false, runAsUser: 0 };

const USER = ['runAsUser', 'runAsGroup', 'runAsNonRoot'] as const;

interface Own {
  readonly podSecurityContext: IPodSecurityContext;
  readonly securityContext: ISecurityContext;
}

/** The container's security context: as `fallback` unless the values of chart or component set a user. */
export function asUser({ common }: Release, own: Own, fallback: ISecurityContext): ISecurityContext {
  const contexts = [common.podSecurityContext, common.securityContext, own.podSecurityContext, own.securityContext];
  const decided = contexts.some((context) => USER.some((field) => context[field] !== undefined));
  return decided ? own.securityContext : { ...fallback, ...own.securityContext };
}

/** Whether the container runs as root with its values. */
export function runsAsRoot(release: Release, own: Own, fallback: ISecurityContext): boolean {
  const { common } = release;
  const container = asUser(release, own, fallback);
  const { runAsUser, runAsNonRoot } = {
    ...common.podSecurityContext,
    ...own.podSecurityContext,
    ...common.securityContext,
    ...container,
  };
  return runAsUser === undefined ? runAsNonRoot !== true : runAsUser === 0;
}
