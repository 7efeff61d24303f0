// Permissions of the controller: watch the PeerPods of all namespaces, and read its settings.

import type { Construct } from 'constructs';
import { grantInCluster, grantInNamespace } from '../../../lib/k8s/access/rbac';
import type { Manager } from '../manager';
import { clusterName } from '../naming';
import type { Platform } from '../platform';
import { poolOf } from '../settings';

const GROUP = 'confidentialcontainers.org';

export function grantController(scope: Construct, { values, settings }: Platform, manager: Manager): void {
  const { release, labels, prefix, account: serviceAccount } = manager;
  grantInCluster(scope, 'controller-manager', release, {
    name: clusterName(release, `${prefix}manager-role`),
    binding: clusterName(release, `${prefix}manager-rolebinding`),
    labels,
    serviceAccount,
    rules: [
      { apiGroups: [GROUP], resources: ['peerpods'], verbs: ['delete', 'get', 'list', 'patch', 'update', 'watch'] },
      { apiGroups: [GROUP], resources: ['peerpods/finalizers'], verbs: ['update'] },
      { apiGroups: [GROUP], resources: ['peerpods/status'], verbs: ['get', 'patch', 'update'] },
      // Newer images identify the VMs of this cluster by the UID of this namespace.
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] },
    ],
  });
  grantInNamespace(scope, 'controller-settings', release, {
    name: `${prefix}settings-reader`,
    labels,
    serviceAccount,
    rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [settings], verbs: ['get'] }],
  });
  if (values.provider !== 'byom') return;
  const pool = poolOf(values);
  const home = release.inNamespace(pool.namespace || release.namespace);
  grantInNamespace(scope, 'controller-pool', home, {
    name: `${prefix}pool-editor`,
    labels,
    serviceAccount,
    subjectNamespace: release.namespace,
    rules: [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: [pool.name], verbs: ['get', 'patch', 'update'] },
    ],
  });
}
