// PodDisruptionBudgets: how many pods must stay available while nodes are drained.

import type { Construct } from 'constructs';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { boolean, integerOrPercent, object, type Static } from '../../values/schema/schema';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

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

const shape = disruptionBudgetValues();
export type DisruptionBudgetValues = Static<typeof shape>;

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
