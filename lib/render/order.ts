// The order in which objects can be applied: what others need comes first.

import type { Manifest } from '../k8s/manifest';

const KINDS = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'RuntimeClass',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Secret',
  'SealedSecret',
  'ClusterSecretStore',
  'SecretStore',
  'ExternalSecret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'NetworkPolicy',
  'Service',
  'Issuer',
  'ClusterIssuer',
  'Certificate',
  'Job',
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];

/** Custom resources come here, when their controllers and webhooks are on their way. */
const OTHERS = KINDS.length;

const RANKS = new Map(
  [...KINDS.entries()]
    .map(([rank, kind]): [string, number] => [kind, rank])
    .concat([
      ['Ingress', OTHERS + 1],
      ['APIService', OTHERS + 2],
      ['MutatingWebhookConfiguration', OTHERS + 3],
      ['ValidatingWebhookConfiguration', OTHERS + 3],
    ]),
);

const rank = (kind: string): number => RANKS.get(kind) ?? OTHERS;

/** True for a kind that stands before another one in that order. */
export const precedes = (kind: string, other: string): boolean => rank(kind) < rank(other);

/** The objects in the order in which they can be applied; within a kind they keep theirs. */
export function inApplyOrder(objects: readonly Manifest[]): Manifest[] {
  return [...objects].sort((a, b) => rank(a.kind) - rank(b.kind));
}
