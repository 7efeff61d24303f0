// The DaemonSet of the runner and of everything else that prepares its node.

import type { Construct } from 'constructs';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { Labels } from '../../../lib/k8s/labels';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Release } from '../../../lib/k8s/release';
import type { NodeAgents } from '../../../lib/k8s/workload/placement';
import { type PodSettings, podTemplate } from '../../../lib/k8s/workload/pod';
import { onPool, type Pool } from '../nodes/node-pool';

export interface RunnerDaemonSetProps {
  readonly release: Release;
  readonly labels: Labels;
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly settings: PodSettings;
  readonly pool: Pool;
  readonly nodeAgents: NodeAgents;
  readonly serviceAccountName: string;
  /** Default: none. */
  readonly automountServiceAccountToken?: boolean;
  readonly hostAliases: readonly IHostAlias[];
  readonly initContainers: readonly IContainer[];
  readonly containers: readonly IContainer[];
  readonly volumes: readonly IVolume[];
  readonly maxUnavailable: number | string;
}

/** One pod on every sandbox node, in the node's network and process namespaces. */
export function runnerDaemonSet(scope: Construct, props: RunnerDaemonSetProps): void {
  const { release, labels, name, settings, pool, nodeAgents, hostAliases, initContainers, volumes } = props;
  const { automountServiceAccountToken: automount } = props;
  new ApiObject(scope, 'daemon-set', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: release.metadata(name, labels, props.annotations),
    spec: {
      selector: { matchLabels: { ...labels.selector } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: props.maxUnavailable } },
      template: podTemplate(release, {
        labels,
        settings: onPool(release, settings, pool, nodeAgents),
        nodeAgents,
        spec: {
          serviceAccountName: props.serviceAccountName,
          ...(automount === undefined ? {} : { automountServiceAccountToken: automount }),
          hostNetwork: true,
          hostPID: true,
          dnsPolicy: 'ClusterFirstWithHostNet',
          terminationGracePeriodSeconds: 30,
          ...(hostAliases.length > 0 ? { hostAliases: [...hostAliases] } : {}),
          ...(initContainers.length > 0 ? { initContainers: [...initContainers] } : {}),
          containers: [...props.containers],
          volumes: [...volumes],
        },
      }),
    },
  } satisfies IDaemonSet);
}
