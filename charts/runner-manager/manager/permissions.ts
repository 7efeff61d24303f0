// Permissions of the manager: pods in its namespace, nodes in the whole cluster.

import type { Construct } from 'constructs';
import { grantInCluster, grantInNamespace } from '../../../lib/k8s/access/rbac';
import type { Labels } from '../../../lib/k8s/labels';
import type { Release } from '../../../lib/k8s/release';

/** The release of the manager, and the namespace of its pods. */
export interface ManagerScope {
  readonly release: Release;
  readonly labels: Labels;
  /** Namespace of the placeholder pods, and of the runner pods that the manager looks for. */
  readonly providerNamespace: string;
}

export interface ManagerPermissions {
  /** Name of the Role and its binding in the provider's namespace. */
  readonly role: string;
  /** Name of the ClusterRole and its binding. It must be unique across releases and namespaces. */
  readonly clusterRole: string;
  /** A Role cannot grant nodes, and without `get` every runner is reported as failed. */
  readonly nodeVerbs: readonly string[];
  /** Whether it may store ConfigMaps; the k8s line does. */
  readonly configMaps: boolean;
  /** Whether it may store Secrets; managers that create runner pods do. */
  readonly secrets?: boolean;
}

export function grantManager(
  scope: Construct,
  { release, labels, providerNamespace }: ManagerScope,
  { role, clusterRole, nodeVerbs, configMaps, secrets = false }: ManagerPermissions,
  account: string,
): void {
  const subject = { labels, serviceAccount: account, subjectNamespace: release.namespace };
  const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'create', 'delete', 'watch'] };
  const kept = [...(configMaps ? ['configmaps'] : []), ...(secrets ? ['secrets'] : [])];
  const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete', 'watch'];
  grantInNamespace(scope, 'namespace', release.inNamespace(providerNamespace), {
    ...subject,
    name: role,
    rules: kept.length > 0 ? [pods, { apiGroups: [''], resources: kept, verbs }] : [pods],
  });
  grantInCluster(scope, 'cluster', release, {
    ...subject,
    name: clusterRole,
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: [...nodeVerbs] }],
  });
}
