// Where a pod runs: its component's own placement, or the chart's.

import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import { boolean, object, type Static } from '../../values/schema/schema';

export interface PodPlacement {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly IToleration[];
  readonly affinity?: IAffinity;
}

/** `nodeAgents` of a chart whose DaemonSets belong to certain nodes. */
export const nodeAgentValues = () =>
  object(
    () => ({
      inherit: boolean({
        description:
          "Whether they also use the chart's nodeSelector, tolerations and affinity, and whether their pods get its commonLabels, podLabels, commonAnnotations and podAnnotations. Their own nodeSelector is added to the chart's; their own tolerations and affinity replace it.",
        default: false,
      }),
    }),
    { description: 'DaemonSets that serve their nodes. By default, only their own values determine where they run.' },
  );

export type NodeAgents = Static<ReturnType<typeof nodeAgentValues>>;

const isEmpty = (value: object | undefined): boolean => value === undefined || Object.keys(value).length === 0;

const NO_PLACEMENT: PodPlacement = {};

/**
 * A component's own nodeSelector, tolerations and affinity each replace the chart's. A node agent gets the chart's
 * only if `agents.inherit` is set.
 */
export function placePod(chart: PodPlacement, own: PodPlacement, agents?: NodeAgents): PodPlacement {
  const base = agents && !agents.inherit ? NO_PLACEMENT : chart;
  const pick = <Key extends keyof PodPlacement>(key: Key) => (isEmpty(own[key]) ? base[key] : own[key]);
  return {
    nodeSelector: agents ? { ...base.nodeSelector, ...own.nodeSelector } : pick('nodeSelector'),
    tolerations: pick('tolerations'),
    affinity: pick('affinity'),
  };
}
