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

const LATER: Readonly<Record<string, number>> = {
  Ingress: OTHERS + 1,
  APIService: OTHERS + 2,
  MutatingWebhookConfiguration: OTHERS + 3,
  ValidatingWebhookConfiguration: OTHERS + 3,
};

const ranks = new Map<string, number>();

function rank(kind: string): number {
  const known = ranks.get(kind);
  if (known !== undefined) return known;
  const at = KINDS.indexOf(kind);
  const found = at < 0 ? ((Object.hasOwn(LATER, kind) ? LATER[kind] : undefined) ?? OTHERS) : at;
  ranks.set(kind, found);
  return found;
}

/** Whether a kind comes before another one in that order. */
export const precedes = (kind: string, other: string): boolean => rank(kind) < rank(other);

/** The objects in apply order; objects of the same kind keep their order. */
export function inApplyOrder(objects: readonly Manifest[]): Manifest[] {
  return [...objects].sort((a, b) => rank(a.kind) - rank(b.kind));
}
