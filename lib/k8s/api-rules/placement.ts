// Tolerations, affinity, spreading.

import type { INodeSelector } from 'kubernetes-models/v1/NodeSelector';
import type { INodeSelectorRequirement } from 'kubernetes-models/v1/NodeSelectorRequirement';
import type { INodeSelectorTerm } from 'kubernetes-models/v1/NodeSelectorTerm';
import type { IPodAffinityTerm } from 'kubernetes-models/v1/PodAffinityTerm';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import { isDnsLabel, isLabelKey, isLabelValue, labelKey } from './formats';
import { requirement } from './labels';
import { each, oneOf, type Refusal, type Rules, range, refusal } from './refusal';

const HIGHEST = 2 ** 31 - 1;

function* toleration({ key, operator, value, effect, tolerationSeconds }: IToleration): Generator<Refusal> {
  if (key && !isLabelKey(key)) yield refusal('is not a valid label key', 'key');
  yield* oneOf(operator, ['operator'], ['Equal', 'Exists']);
  if (effect) yield* oneOf(effect, ['effect'], ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
  if (!key && operator !== 'Exists') yield refusal('must be Exists without a key', 'operator');
  if (operator === 'Exists' && value) yield refusal('must be absent with operator Exists', 'value');
  else if (!isLabelValue(value ?? '')) yield refusal('is not a valid label value', 'value');
  if (typeof tolerationSeconds === 'number' && effect !== 'NoExecute') {
    yield refusal('requires effect NoExecute', 'tolerationSeconds');
  }
}

function* nodeRequirement(one: INodeSelectorRequirement): Generator<Refusal> {
  yield* oneOf(one.operator, ['operator'], ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']);
  yield* requirement(one);
}

function* nodeTerm({ matchFields }: INodeSelectorTerm): Generator<Refusal> {
  yield* each(matchFields, ['matchFields'], function* ({ key, operator, values = [] }) {
    yield* oneOf(key, ['key'], ['metadata.name']);
    yield* oneOf(operator, ['operator'], ['In', 'NotIn']);
    if (values.length !== 1) yield refusal('must have one item', 'values');
  });
}

function* nodeSelector({ nodeSelectorTerms }: INodeSelector): Generator<Refusal> {
  if (nodeSelectorTerms.length === 0) yield refusal('must not be empty', 'nodeSelectorTerms');
}

function* podTerm(term: IPodAffinityTerm): Generator<Refusal> {
  const { labelSelector, namespaces, matchLabelKeys, mismatchLabelKeys } = term;
  yield* labelKey(term.topologyKey, 'topologyKey');
  for (const [index, name] of (namespaces ?? []).entries()) {
    if (!isDnsLabel(name)) yield refusal('is not the name of a namespace', 'namespaces', index);
  }
  const selected = (labelSelector?.matchExpressions ?? []).map(({ key }) => key);
  for (const [field, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys })) {
    for (const [index, key] of (keys ?? []).entries()) {
      yield* labelKey(key, field, index);
      if (keys?.indexOf(key) !== index) yield refusal(`is already used: ${key}`, field, index);
      else if (selected.includes(key)) yield refusal('is also in labelSelector', field, index);
      else if (field === 'mismatchLabelKeys' && matchLabelKeys?.includes(key)) {
        yield refusal('is also in matchLabelKeys', field, index);
      }
    }
    if (keys?.length && !labelSelector) yield refusal('requires labelSelector', field);
  }
}

interface Weighted {
  readonly weight: number;
}

function* weighted({ weight }: Weighted): Generator<Refusal> {
  yield* range(weight, ['weight'], 1, 100);
}

function* spread({
  maxSkew,
  minDomains,
  topologyKey,
  whenUnsatisfiable,
}: ITopologySpreadConstraint): Generator<Refusal> {
  yield* range(maxSkew, ['maxSkew'], 1, HIGHEST);
  yield* range(minDomains, ['minDomains'], 1, HIGHEST);
  yield* labelKey(topologyKey, 'topologyKey');
  yield* oneOf(whenUnsatisfiable, ['whenUnsatisfiable'], ['DoNotSchedule', 'ScheduleAnyway']);
  if (minDomains && whenUnsatisfiable !== 'DoNotSchedule') {
    yield refusal('requires whenUnsatisfiable DoNotSchedule', 'minDomains');
  }
}

export const placementRules: Rules = {
  'v1/NodeSelector': nodeSelector,
  'v1/NodeSelectorRequirement': nodeRequirement,
  'v1/NodeSelectorTerm': nodeTerm,
  'v1/PodAffinityTerm': podTerm,
  'v1/PreferredSchedulingTerm': weighted,
  'v1/Toleration': toleration,
  'v1/TopologySpreadConstraint': spread,
  'v1/WeightedPodAffinityTerm': weighted,
};
