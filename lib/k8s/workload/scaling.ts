// How many pods a workload has: replicas, autoscaling, and how many stay available while nodes are drained.

import type { Construct } from 'constructs';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IHorizontalPodAutoscalerBehavior } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerBehavior';
import type { IMetricSpec } from 'kubernetes-models/autoscaling/v2/MetricSpec';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import {
  block,
  blocks,
  boolean,
  integer,
  integerOrPercent,
  object,
  optional,
  type Static,
} from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import { annotationMap } from '../common';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

export const replicaCount = (value: number) =>
  integer({ description: 'Number of pods; ignored if autoscaling is enabled.', minimum: 0, default: value });

export const autoscalingValues = () =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to create the HorizontalPodAutoscaler.', default: false }),
      minReplicas: integer({ description: 'Minimum number of pods.', minimum: 0, default: 1 }),
      maxReplicas: integer({ description: 'Maximum number of pods.', minimum: 1, default: 10 }),
      targetCPUUtilizationPercentage: optional(
        integer({
          description: 'Target CPU utilization, in percent of the request; null turns it off.',
          minimum: 1,
          default: 80,
        }),
      ),
      targetMemoryUtilizationPercentage: optional(
        integer({ description: 'Target memory utilization, in percent of the request.', minimum: 1 }),
      ),
      metrics: blocks<IMetricSpec>('MetricSpec', { description: 'Additional metrics, passed unchanged.', default: [] }),
      behavior: block<IHorizontalPodAutoscalerBehavior>('HorizontalPodAutoscalerBehavior', {
        description: 'Scaling behavior for scale-up and scale-down.',
        default: {},
      }),
      annotations: annotationMap('Annotations of the HorizontalPodAutoscaler.'),
    }),
    { description: 'Horizontal autoscaling of the pods; requires Kubernetes 1.23.' },
  );

export type AutoscalingValues = Static<ReturnType<typeof autoscalingValues>>;

export interface Scaling {
  readonly replicaCount: number;
  /** Absent if nothing scales. */
  readonly autoscaling?: AutoscalingValues;
}

/** `replicas` of a workload; absent if the autoscaler sets it. */
export const replicas = ({ replicaCount: count, autoscaling }: Scaling): { replicas?: number } =>
  autoscaling?.enabled ? {} : { replicas: count };

/** The minimum number of pods. */
export const fewestReplicas = ({ replicaCount: count, autoscaling }: Scaling): number =>
  autoscaling?.enabled ? autoscaling.minReplicas : count;

export interface AutoscalerOptions {
  /** Name of the autoscaler and of the Deployment that it scales. */
  readonly name: string;
  readonly labels: Labels;
  readonly values: AutoscalingValues;
}

const utilization = (name: string, averageUtilization: number | undefined): IMetricSpec[] =>
  averageUtilization === undefined
    ? []
    : [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];

/** The autoscaler of a Deployment, if its values enable it. */
export function autoscaler(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, values }: AutoscalerOptions,
): void {
  if (!values.enabled) return;
  const metrics = [
    ...utilization('cpu', values.targetCPUUtilizationPercentage),
    ...utilization('memory', values.targetMemoryUtilizationPercentage),
    ...values.metrics,
  ];
  new ApiObject(scope, id, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: release.metadata(name, labels, values.annotations),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: values.minReplicas,
      maxReplicas: values.maxReplicas,
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(Object.keys(values.behavior).length > 0 ? { behavior: values.behavior } : {}),
    },
  } satisfies IHorizontalPodAutoscaler);
}

export const disruptionBudgetValues = () =>
  object(
    {
      enabled: boolean({ description: 'Whether to create it; only with more than one pod.', default: true }),
      maxUnavailable: integerOrPercent({
        description: 'Maximum number or percentage of pods unavailable at once.',
        minimum: 1,
        default: 1,
      }),
    },
    { description: 'PodDisruptionBudget.' },
  );

export type DisruptionBudgetValues = Static<ReturnType<typeof disruptionBudgetValues>>;

export interface DisruptionBudgetOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: DisruptionBudgetValues;
  /** The minimum number of pods. A single pod gets no budget, because a budget would only block drains. */
  readonly replicas: number;
}

export function disruptionBudget(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, values, replicas }: DisruptionBudgetOptions,
): void {
  if (!values.enabled || replicas < 2) return;
  new ApiObject(scope, id, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: release.metadata(name, labels),
    spec: { maxUnavailable: values.maxUnavailable, selector: { matchLabels: { ...labels.selector } } },
  } satisfies IPodDisruptionBudget);
}

/** Settings that the API server would reject, or the autoscaler later. */
export function autoscalingRules<V>(
  select: (values: V) => AutoscalingValues,
  requests: (values: V) => Readonly<Record<string, string>>,
): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, minReplicas, maxReplicas } = select(values);
      if (enabled && minReplicas > maxReplicas) {
        report.error((v) => select(v).minReplicas, `${minReplicas} exceeds maxReplicas (${maxReplicas})`);
      }
    },
    (values, report) => {
      const { enabled, minReplicas, metrics } = select(values);
      if (enabled && minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
        report.error((v) => select(v).minReplicas, 'may be 0 only with a metric of type Object or External');
      }
    },
    (values, report) => {
      const { enabled, targetCPUUtilizationPercentage, targetMemoryUtilizationPercentage, metrics } = select(values);
      if (!enabled || targetCPUUtilizationPercentage !== undefined) return;
      if (targetMemoryUtilizationPercentage !== undefined || metrics.length > 0) return;
      report.error(
        (v) => select(v).targetCPUUtilizationPercentage,
        'is removed, and there is no other metric: Kubernetes would use 80 (set targetMemoryUtilizationPercentage or metrics)',
      );
    },
    ...(['cpu', 'memory'] as const).map(
      (resource): Rule<V> =>
        (values, report) => {
          const key = resource === 'cpu' ? 'targetCPUUtilizationPercentage' : 'targetMemoryUtilizationPercentage';
          const { enabled, [key]: target } = select(values);
          if (enabled && target !== undefined && requests(values)[resource] === undefined) {
            report.warning((v) => select(v)[key], `has no effect: the container requests no ${resource}`);
          }
        },
    ),
  ];
}
