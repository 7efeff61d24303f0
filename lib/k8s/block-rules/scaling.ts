// Metrics and scaling behavior of a HorizontalPodAutoscaler.

import type { IHorizontalPodAutoscalerBehavior } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerBehavior';
import type { IHPAScalingRules } from 'kubernetes-models/autoscaling/v2/HPAScalingRules';
import type { IMetricSpec } from 'kubernetes-models/autoscaling/v2/MetricSpec';
import { each, oneOf, type Refusal, range, refusal, within } from './refusal';

/** Types of metrics, each with the key that describes it. */
const SOURCES = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
} as const;

const isType = (type: string): type is keyof typeof SOURCES => Object.hasOwn(SOURCES, type);

export function* metric(spec: IMetricSpec): Generator<Refusal> {
  if (!isType(spec.type)) return yield* oneOf(spec.type, ['type'], Object.keys(SOURCES));
  const own = SOURCES[spec.type];
  for (const key of Object.values(SOURCES)) {
    if (key === own && !spec[key]) yield refusal(`is required with type ${spec.type}`, key);
    if (key !== own && spec[key]) yield refusal(`must be absent with type ${spec.type}`, key);
  }
  const target = spec[own]?.target;
  if (!target) return;
  yield* oneOf(target.type, [own, 'target', 'type'], ['Utilization', 'Value', 'AverageValue']);
  if (target.averageUtilization === undefined && target.averageValue === undefined && target.value === undefined) {
    yield refusal('must have averageUtilization, averageValue or value', own, 'target');
  }
}

export function* scalingBehavior({ scaleUp, scaleDown }: IHorizontalPodAutoscalerBehavior): Generator<Refusal> {
  yield* within(['scaleUp'], pace(scaleUp));
  yield* within(['scaleDown'], pace(scaleDown));
}

const HOUR = 3600;
const HALF_AN_HOUR = 1800;

function* pace(rules: IHPAScalingRules | undefined): Generator<Refusal> {
  yield* oneOf(rules?.selectPolicy, ['selectPolicy'], ['Max', 'Min', 'Disabled']);
  yield* range(rules?.stabilizationWindowSeconds, ['stabilizationWindowSeconds'], 0, HOUR);
  yield* each(rules?.policies, ['policies'], function* ({ type, value, periodSeconds }) {
    yield* oneOf(type, ['type'], ['Pods', 'Percent']);
    yield* range(value, ['value'], 1, Number.MAX_SAFE_INTEGER);
    yield* range(periodSeconds, ['periodSeconds'], 1, HALF_AN_HOUR);
  });
}
