// The order in which objects can be applied: dependencies first.

import type { Manifest } from '../k8s/object/manifest';

const KINDS = [
  'Namespace',
  'ResourceQuota',
  'LimitRange',
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

/** Custom resources come here, after their controllers and webhooks. */
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

/** Whether a kind comes before another one in that order. */
export const precedes = (kind: string, other: string): boolean => rank(kind) < rank(other);

/** The objects in apply order; objects of the same kind keep their order. */
export function inApplyOrder(objects: readonly Manifest[]): Manifest[] {
  return [...objects].sort((a, b) => rank(a.kind) - rank(b.kind));
}
