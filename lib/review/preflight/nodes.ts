// Whether a cluster has nodes for the pods.

import type { INodeSelectorTerm } from 'kubernetes-models/v1/NodeSelectorTerm';
import type { ITaint } from 'kubernetes-models/v1/Taint';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import type { Manifest } from '../../k8s/object/manifest';
import type { NodeNeed } from '../../requirements/nodes';
import { isMap } from '../../values/scalar';

interface NodeObject extends Manifest {
  readonly spec?: { readonly taints?: readonly ITaint[]; readonly unschedulable?: boolean };
  readonly status?: { readonly allocatable?: Readonly<Record<string, string>> };
}

/** Why no node accepts the pods; `undefined` if one does. */
export function whyNoNode(nodes: readonly Manifest[], { labels = {}, oneOf = [], tolerations = [] }: NodeNeed) {
  const labeled = (nodes as readonly NodeObject[]).filter(({ metadata: { labels: own = {} } }) =>
    Object.entries(labels).every(([key, value]) => own[key] === value),
  );
  if (labeled.length === 0 && Object.keys(labels).length > 0) return `no node has the labels ${listed(labels)}`;
  const matching = labeled.filter((node) => oneOf.length === 0 || oneOf.some((term) => matches(node, term)));
  if (matching.length === 0) return 'no node matches the required node affinity';
  const open = matching.filter(({ spec }) =>
    (spec?.taints ?? []).every((taint) => taint.effect === 'PreferNoSchedule' || isTolerated(taint, tolerations)),
  );
  if (open.length > 0) return undefined;
  const taints = new Set(
    matching.flatMap(({ spec }) => (spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`)),
  );
  return `every matching node has a taint that the pods do not tolerate: ${[...taints].join(', ')}`;
}

const listed = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

function matches({ metadata: { labels = {}, name } }: NodeObject, term: object): boolean {
  const { matchExpressions = [], matchFields = [] } = term as INodeSelectorTerm;
  if (matchFields.some(({ values = [], operator }) => (operator === 'In') !== values.includes(name))) return false;
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return operator === 'Gt' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
    }
  });
}

const isTolerated = (taint: ITaint, tolerations: readonly IToleration[]): boolean =>
  tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (!effect || effect === taint.effect) &&
      (key ? key === taint.key : operator === 'Exists') &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );

/** Whether a node has a resource of a device plugin. */
export const isOffered = (nodes: readonly Manifest[], resource: string): boolean =>
  (nodes as readonly NodeObject[]).some(({ status }) => {
    const amount = isMap(status?.allocatable) ? status.allocatable[resource] : undefined;
    return amount !== undefined && !/^0+[A-Za-z]*$/.test(String(amount));
  });
