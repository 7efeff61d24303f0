// What webhook and controller have in common: each is a manager with leader election and protected metrics.

import type { Construct } from 'constructs';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import { grantInCluster, grantInNamespace } from '../../lib/k8s/access/rbac';
import type { Labels } from '../../lib/k8s/labels';
import { ApiObject } from '../../lib/k8s/object/api-object';
import type { Release } from '../../lib/k8s/release';
import { clusterName } from './naming';
import type { Platform } from './platform';

/** A manager, its objects and their namespace. */
export interface Manager {
  /** In the namespace of the manager. */
  readonly release: Release;
  readonly labels: Labels;
  /** Prefix of the objects' names. */
  readonly prefix: string;
  /** The ServiceAccount that it runs under. */
  readonly account: string;
}

/** Namespace of the webhook. */
export const webhookNamespace = ({ release, values }: Platform): string =>
  values.webhook.namespaceOverride || release.namespace;

/**
 * The pods of both managers have the same label in their selectors, because the selectors of a Deployment cannot change.
 * In one namespace, the component label distinguishes them.
 */
export function managerLabels(platform: Platform, component: string): Labels {
  const { release } = platform;
  const together = webhookNamespace(platform) === release.namespace;
  return release.labels(component, {
    'control-plane': 'controller-manager',
    ...(together ? { 'app.kubernetes.io/component': component } : {}),
  });
}

/** Leader election: a Lease, and events. */
export function grantLeadership(scope: Construct, id: string, { release, labels, prefix, account }: Manager): void {
  grantInNamespace(scope, id, release, {
    name: `${prefix}leader-election-role`,
    binding: `${prefix}leader-election-rolebinding`,
    labels,
    serviceAccount: account,
    rules: [
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    ],
  });
}

/**
 * Lets the manager authenticate and authorize the clients that read its metrics; and creates a ClusterRole for these
 * clients, which users bind.
 */
export function grantMetrics(scope: Construct, id: string, name: string, manager: Manager): void {
  const { release, labels, prefix, account } = manager;
  grantInCluster(scope, id, release, {
    name: clusterName(release, `${prefix}${name}-role`),
    binding: clusterName(release, `${prefix}${name}-rolebinding`),
    labels,
    serviceAccount: account,
    rules: [
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ],
  });
  new ApiObject(scope, `${id}-reader`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: release.clusterMetadata(clusterName(release, `${prefix}metrics-reader`), labels),
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  } satisfies IClusterRole);
}
