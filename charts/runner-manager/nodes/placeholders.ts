// Placeholder pods: each reserves one sandbox node, and a pending one makes the autoscaler add a node.

import { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IPodAffinityTerm } from 'kubernetes-models/v1/PodAffinityTerm';
import type { Labels } from '../../../lib/k8s/labels';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Release } from '../../../lib/k8s/release';
import { type ContainerSettings, container } from '../../../lib/k8s/workload/container';
import type { NodeAgents } from '../../../lib/k8s/workload/placement';
import { type PodSettings, podTemplate } from '../../../lib/k8s/workload/pod';
import { onPool, type Pool } from './node-pool';

/** What the manager lists as runners. */
export const PLACEHOLDER_APP = 'node-placeholder';

/** Props of `Placeholders`. All are complete: defaults are already merged. */
export interface PlaceholdersProps {
  /** In the namespace that the manager watches. */
  readonly release: Release;
  /** Their selector must contain more than `app: node-placeholder`: the manager's own pods have that label, too. */
  readonly labels: Labels;
  /** Name of the Deployment. */
  readonly name: string;
  /** Placement, labels and security context of the pods. */
  readonly settings: PodSettings;
  /** Label and taint of the nodes that the pods require. */
  readonly pool: Pool;
  /** Placeholders reserve the place of a runner, so they have the same placement. */
  readonly nodeAgents: NodeAgents;
  /** Number of pods, and so of nodes. */
  readonly count: number;
  /** Image, resources and security context of the container. */
  readonly container: ContainerSettings;
  /** Whether Karpenter must not disrupt the pods. */
  readonly karpenter: boolean;
}

/** A warm pool: as many nodes as replicas, declared instead of requested. */
export class Placeholders extends Construct {
  constructor(scope: Construct, id: string, props: PlaceholdersProps) {
    super(scope, id);
    const { release, labels, name } = props;
    const settings = onPool(release, props.settings, props.pool, props.nodeAgents);
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: release.metadata(name, labels),
      spec: {
        replicas: props.count,
        selector: { matchLabels: { ...labels.selector } },
        // A surge pod would need its own node.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        template: podTemplate(release, {
          labels,
          settings: { ...settings, affinity: onePerNode(settings.affinity ?? {}) },
          annotations: {
            'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
            ...(props.karpenter ? { 'karpenter.sh/do-not-disrupt': 'true' } : {}),
          },
          spec: { containers: [container(release, 'pause', props.container)] },
        }),
      },
    } satisfies IDeployment);
  }
}

/** At most one placeholder per node, no matter who created it and in which namespace. */
const NO_OTHER_PLACEHOLDER: IPodAffinityTerm = {
  labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: [PLACEHOLDER_APP] }] },
  namespaceSelector: {},
  topologyKey: 'kubernetes.io/hostname',
};

function onePerNode(affinity: IAffinity): IAffinity {
  const { podAntiAffinity } = affinity;
  const required = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    ...affinity,
    podAntiAffinity: {
      ...podAntiAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: [NO_OTHER_PLACEHOLDER, ...required],
    },
  };
}
