// Autoscaling and disruption budgets.

import type { IHorizontalPodAutoscalerSpec } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerSpec';
import type { IHPAScalingRules } from 'kubernetes-models/autoscaling/v2/HPAScalingRules';
import type { IMetricSpec } from 'kubernetes-models/autoscaling/v2/MetricSpec';
import type { IMetricTarget } from 'kubernetes-models/autoscaling/v2/MetricTarget';
import type { IPodDisruptionBudgetSpec } from 'kubernetes-models/policy/v1/PodDisruptionBudgetSpec';
import { QUANTITY } from '../../names/quantity';
import type { Path } from '../../values/path';
import { each, oneOf, type Refusal, type Rules, range, refusal } from './refusal';

const AMOUNT = new RegExp(QUANTITY);
const HIGHEST = 2 ** 31 - 1;

/** Types of metrics, each with the key that describes it. */
const SOURCES = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
} as const;

const isType = (type: string): type is keyof typeof SOURCES => Object.hasOwn(SOURCES, type);

function* metric(spec: IMetricSpec): Generator<Refusal> {
  if (!isType(spec.type)) return yield* oneOf(spec.type, ['type'], Object.keys(SOURCES));
  const own = SOURCES[spec.type];
  for (const key of Object.values(SOURCES)) {
    if (key === own && !spec[key]) yield refusal(`is required with type ${spec.type}`, key);
    if (key !== own && spec[key]) yield refusal(`must be absent with type ${spec.type}`, key);
  }
}

/** Types of targets, each with the key that it needs. */
const TARGETS = { Utilization: 'averageUtilization', AverageValue: 'averageValue', Value: 'value' } as const;

function* target(given: IMetricTarget): Generator<Refusal> {
  const { type, averageUtilization } = given;
  if (!Object.hasOwn(TARGETS, type)) return yield* oneOf(type, ['type'], Object.keys(TARGETS));
  const own = TARGETS[type as keyof typeof TARGETS];
  if (given[own] === undefined) yield refusal(`is required with type ${type}`, own);
  for (const key of Object.values(TARGETS)) {
    if (key !== own && given[key] !== undefined) yield refusal(`must be absent with type ${type}`, key);
  }
  yield* range(averageUtilization, ['averageUtilization'], 1, HIGHEST);
  for (const key of ['averageValue', 'value'] as const) {
    const amount = given[key];
    if (amount === undefined) continue;
    if (!AMOUNT.test(String(amount))) yield refusal('is not a quantity', key);
    else if (/^[+]?0*\.?0*\D*$/.test(String(amount))) yield refusal('must be more than 0', key);
  }
}

const HOUR = 3600;
const HALF_AN_HOUR = 1800;

function* pace({ selectPolicy, stabilizationWindowSeconds, policies }: IHPAScalingRules): Generator<Refusal> {
  yield* oneOf(selectPolicy, ['selectPolicy'], ['Max', 'Min', 'Disabled']);
  yield* range(stabilizationWindowSeconds, ['stabilizationWindowSeconds'], 0, HOUR);
  if (policies?.length === 0) yield refusal('must not be empty', 'policies');
  yield* each(policies, ['policies'], function* ({ type, value, periodSeconds }) {
    yield* oneOf(type, ['type'], ['Pods', 'Percent']);
    yield* range(value, ['value'], 1, HIGHEST);
    yield* range(periodSeconds, ['periodSeconds'], 1, HALF_AN_HOUR);
  });
}

function* autoscaler({ minReplicas, maxReplicas, metrics }: IHorizontalPodAutoscalerSpec): Generator<Refusal> {
  yield* range(maxReplicas, ['maxReplicas'], 1, HIGHEST);
  const mayBeZero = (metrics ?? []).some(({ type }) => type === 'Object' || type === 'External');
  yield* range(minReplicas, ['minReplicas'], mayBeZero ? 0 : 1, HIGHEST);
  if (minReplicas !== undefined && maxReplicas < minReplicas) yield refusal('exceeds maxReplicas', 'minReplicas');
}

/** A number that is not negative, or a percentage up to 100. */
export function* amountOrShare(value: number | string | undefined, ...place: Path): Generator<Refusal> {
  if (value === undefined || value === null) return;
  if (typeof value === 'number') yield* range(value, place, 0, HIGHEST);
  else if (!/^(\d{1,2}|100)%$/.test(value)) yield refusal('must be a number, or a percentage up to 100%', ...place);
}

function* budget({ minAvailable, maxUnavailable }: IPodDisruptionBudgetSpec): Generator<Refusal> {
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    yield refusal('conflicts with minAvailable: set only one of them', 'maxUnavailable');
  }
  yield* amountOrShare(minAvailable, 'minAvailable');
  yield* amountOrShare(maxUnavailable, 'maxUnavailable');
  const isNone = maxUnavailable === 0 || maxUnavailable === '0%';
  if (isNone) yield refusal('must be more than 0: it would block every drain', 'maxUnavailable');
  if (minAvailable === '100%') yield refusal('must be less than 100%: it would block every drain', 'minAvailable');
}

export const scalingRules: Rules = {
  'autoscaling/v2/HPAScalingRules': pace,
  'autoscaling/v2/HorizontalPodAutoscalerSpec': autoscaler,
  'autoscaling/v2/MetricSpec': metric,
  'autoscaling/v2/MetricTarget': target,
  'policy/v1/PodDisruptionBudgetSpec': budget,
};
