// The nodes that sandboxes run on: one label and one taint, the same everywhere.

import type { INodeSelectorRequirement } from 'kubernetes-models/v1/NodeSelectorRequirement';
import type { INodeSelectorTerm } from 'kubernetes-models/v1/NodeSelectorTerm';
import type { Release } from '../../../lib/k8s/release';
import { type NodeAgents, type PodPlacement, placePod } from '../../../lib/k8s/workload/placement';
import type { PodSettings } from '../../../lib/k8s/workload/pod';
import { LABEL_KEY, LABEL_VALUE } from '../../../lib/names/naming';
import { choice, object, type Static, type TObject, text } from '../../../lib/values/schema/schema';

const key = (description: string, value: string) =>
  text({ description, default: value, pattern: LABEL_KEY, expected: 'a label key such as pool or example.com/pool' });

const value = (description: string, word: string) =>
  text({
    description,
    default: word,
    pattern: LABEL_VALUE,
    maxLength: 63,
    expected: 'at most 63 letters, digits, "-", "_" or "."',
  });

/** The label and taint of the sandbox nodes, as the manager itself expects them. */
export const poolValues = {
  label: object(
    { key: key('Key of the label.', 'daytona-sandbox-c'), value: value('Value of the label.', 'true') },
    { description: 'Label of the sandbox nodes.' },
  ),
  taint: object(
    {
      key: key('Key of the taint.', 'sandbox'),
      value: value('Value of the taint.', 'true'),
      effect: choice(['NoSchedule', 'NoExecute', 'PreferNoSchedule'], {
        description: 'Effect on pods that do not tolerate the taint.',
        default: 'NoSchedule',
      }),
    },
    { description: 'Taint that keeps other pods away from the sandbox nodes.' },
  ),
};

/** The label and the taint of sandbox nodes. */
export type Pool = Static<TObject<typeof poolValues>>;

/** The settings of pods for sandbox nodes: the pool's label and taint, and the user's settings. */
export function onPool(
  release: Release,
  settings: PodSettings,
  { label, taint }: Pool,
  agents: NodeAgents,
): PodSettings {
  const { nodeSelector, tolerations = [], affinity } = placePod(release.common, settings, agents);
  return {
    ...settings,
    nodeSelector: { ...nodeSelector, [label.key]: label.value },
    tolerations: [{ key: taint.key, operator: 'Equal', value: taint.value, effect: taint.effect }, ...tolerations],
    ...(affinity ? { affinity } : {}),
  };
}

/** The placement of pods that must never run on sandbox nodes, in addition to the user's placement. */
export function offPool(release: Release, settings: PodSettings, { label }: Pool): PodPlacement {
  const { affinity = {}, ...placement } = placePod(release.common, settings);
  const { nodeAffinity } = affinity;
  const given = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const elsewhere: INodeSelectorRequirement = { key: label.key, operator: 'NotIn', values: [label.value] };
  // A node must match only one of the terms, so each term needs it.
  const terms = (given.length > 0 ? given : [{}]).map((term: INodeSelectorTerm) => ({
    ...term,
    matchExpressions: [...(term.matchExpressions ?? []), elsewhere],
  }));
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } };
  return { ...placement, affinity: { ...affinity, nodeAffinity: { ...nodeAffinity, ...required } } };
}
