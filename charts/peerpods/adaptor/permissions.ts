// Permissions of the adaptor: read the pods that it creates VMs for, record the VMs, and count them on its node.

import type { Construct } from 'constructs';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import { grantInCluster, grantInNamespace } from '../../../lib/k8s/access/rbac';
import type { Labels } from '../../../lib/k8s/labels';
import type { Release } from '../../../lib/k8s/release';
import { ownClusterName } from '../naming';
import type { Platform } from '../platform';
import { poolOf } from '../settings';

/** RBAC cannot limit access to the pod's own node. */
const IN_CLUSTER: Readonly<Record<string, IPolicyRule[]>> = {
  // Pods and their pull secrets, in any namespace.
  'pod-viewer': [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['secrets', 'serviceaccounts'], verbs: ['get'] },
  ],
  'peerpod-editor': [
    { apiGroups: ['confidentialcontainers.org'], resources: ['peerpods'], verbs: ['create', 'patch', 'update'] },
  ],
  'node-viewer': [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
  'node-annotation-patcher': [{ apiGroups: [''], resources: ['nodes'], verbs: ['patch'] }],
  'node-status-patcher': [{ apiGroups: [''], resources: ['nodes/status'], verbs: ['patch'] }],
};

export function grantAdaptor(scope: Construct, platform: Platform, labels: Labels, account: string): void {
  const { release } = platform;
  const subject = { labels, serviceAccount: account, subjectNamespace: release.namespace };
  for (const [name, rules] of Object.entries(IN_CLUSTER)) {
    grantInCluster(scope, name, release, { ...subject, name: ownClusterName(release, name), rules });
  }
  for (const { home, name, rules } of ofProvider(platform)) {
    grantInNamespace(scope, name, home, { ...subject, name: ownClusterName(release, name), rules });
  }
}

interface InNamespace {
  /** The release in the namespace of the permissions. */
  readonly home: Release;
  readonly name: string;
  readonly rules: IPolicyRule[];
}

/** Additional permissions of a single provider. */
function ofProvider({ release, values }: Platform): readonly InNamespace[] {
  const { provider, providerConfigs } = values;
  if (provider === 'byom') {
    const { name, namespace } = poolOf(values);
    return [
      {
        home: release.inNamespace(namespace || release.namespace),
        name: 'cm-editor',
        rules: [
          { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
          {
            apiGroups: [''],
            resources: ['configmaps'],
            resourceNames: [name],
            verbs: ['delete', 'patch', 'update', 'get', 'watch'],
          },
        ],
      },
    ];
  }
  // Without the cluster ID, the adaptor looks it up.
  if (provider === 'ibmcloud' && !providerConfigs.ibmcloud.IBMCLOUD_CLUSTER_ID) {
    const rules = [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'], verbs: ['get'] }];
    return [{ home: release.inNamespace('kube-system'), name: 'cluster-info-viewer', rules }];
  }
  return [];
}
