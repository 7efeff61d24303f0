// kata-deploy: installs the remote runtime of Kata Containers on the nodes of the adaptor.

import type { Construct } from 'constructs';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import { grantInCluster } from '../../../lib/k8s/access/rbac';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { versionTag } from '../../../lib/k8s/version-tags';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { clusterName } from '../naming';
import type { Platform } from '../platform';
import { installer } from './installer';
import { nodeAccess } from './node-access';
import { runtimeClass } from './runtime-class';

/** The installer looks for its own DaemonSet by this name. */
const NAME = 'kata-deploy';

export function kataDeploy(scope: Construct, platform: Platform): void {
  const { release, values } = platform;
  const { daemonset, 'kata-deploy': kata } = values;
  const labels = release.labels('kata-deploy', { name: NAME });
  const tag = kata.image.tag || versionTag(release, 'kata-deploy', 'image', 'tag');
  const access = nodeAccess(tag, kata.k8sDistribution);
  const account = serviceAccount(scope, 'kata-account', release, kata.serviceAccount, {
    name: `${NAME}-sa`,
    labels,
  });
  grantInCluster(scope, 'kata', release, {
    name: clusterName(release, `${NAME}-role`),
    binding: clusterName(release, `${NAME}-rb`),
    labels,
    serviceAccount: account,
    rules: access.rules,
  });
  runtimeClass(scope, platform);
  new ApiObject(scope, 'kata', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: release.metadata(NAME, labels),
    spec: {
      selector: { matchLabels: { ...labels.selector } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: podTemplate(release, {
        labels,
        // A node with the runtime but without the adaptor would accept peer pods that cannot start.
        settings: {
          ...kata,
          nodeSelector: { ...daemonset.nodeSelector, ...kata.nodeSelector },
          priorityClassName: kata.priorityClassName || release.common.priorityClassName || 'system-node-critical',
          tolerations: kata.tolerations.length > 0 ? kata.tolerations : daemonset.tolerations,
        },
        nodeAgents: values.nodeAgents,
        spec: {
          serviceAccountName: account,
          automountServiceAccountToken: true,
          ...(access.hostPID ? { hostPID: true } : {}),
          // When it is removed, it first removes the runtime from the node.
          terminationGracePeriodSeconds: 600,
          containers: [installer(release, kata, NAME, access)],
          volumes: access.volumes,
        },
      }),
    },
  } satisfies IDaemonSet);
}
