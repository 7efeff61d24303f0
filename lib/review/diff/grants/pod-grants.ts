// Privileges of pods, and protections that limit them.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';

/** Descriptions of the pods' privileges on their node. */
export function podGrants(pod: IPodSpec): string[] {
  const { hostNetwork, hostPID, hostIPC, volumes = [] } = pod;
  const host = Object.entries({ hostNetwork, hostPID, hostIPC }).filter(([, given]) => given === true);
  return [
    ...host.map(([field]) => `pods run with ${field}`),
    ...volumes.flatMap(({ hostPath }) => (hostPath ? [`pods can access ${hostPath.path} on the node`] : [])),
    ...containersOf(pod).flatMap(containerGrants),
  ];
}

function containerGrants({ name, securityContext, ports = [], volumeMounts = [] }: IContainer): string[] {
  const { privileged, capabilities, procMount, seccompProfile, runAsUser } = securityContext ?? {};
  return [
    ...(privileged === true ? [`container ${name} is privileged`] : []),
    ...(capabilities?.add ?? []).map((capability) => `container ${name} has capability ${capability}`),
    ...(procMount === 'Unmasked' ? [`container ${name} can see all of /proc`] : []),
    ...(seccompProfile?.type === 'Unconfined' ? [`container ${name} runs without seccomp`] : []),
    ...(runAsUser === 0 ? [`container ${name} runs as root`] : []),
    ...ports.flatMap(({ hostPort }) => (hostPort ? [`container ${name} listens on port ${hostPort} on the node`] : [])),
    ...volumeMounts.flatMap(({ mountPropagation, mountPath }) =>
      mountPropagation === 'Bidirectional'
        ? [`container ${name} propagates its mounts below ${mountPath} to the node`]
        : [],
    ),
  ];
}

/** Descriptions of the pods' protections; losing one widens their permissions. */
export function podGuards(pod: IPodSpec): string[] {
  const { securityContext, automountServiceAccountToken } = pod;
  return [
    ...(automountServiceAccountToken === false ? ['pods get no service account token'] : []),
    ...containersOf(pod).flatMap((container) => containerGuards(container, securityContext)),
  ];
}

function containerGuards({ name, securityContext = {} }: IContainer, pod: IPodSpec['securityContext']): string[] {
  const { readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities } = securityContext;
  const runAsNonRoot = securityContext.runAsNonRoot ?? pod?.runAsNonRoot;
  return [
    ...(runAsNonRoot === true ? [`container ${name} must not run as root`] : []),
    ...(readOnlyRootFilesystem === true ? [`container ${name} cannot write to its root file system`] : []),
    ...(allowPrivilegeEscalation === false ? [`container ${name} cannot gain privileges`] : []),
    ...(capabilities?.drop ?? []).map((capability) => `container ${name} drops capability ${capability}`),
  ];
}

/** Names of the containers, so that a protection counts as lost only if its container remains. */
export const containersOf = ({ containers, initContainers = [] }: IPodSpec): IContainer[] => [
  ...(containers ?? []),
  ...initContainers,
];
