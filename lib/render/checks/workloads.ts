// Settings of workloads that the API server refuses in combination.

import type { Manifest } from '../../k8s/manifest';
import type { Finding } from './finding';
import { at, type Inventory } from './inventory';

/** What the pods of a kind may do when they end. */
const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['Always'],
  StatefulSet: ['Always'],
  DaemonSet: ['Always'],
  Job: ['Never', 'OnFailure'],
  CronJob: ['Never', 'OnFailure'],
};

export function* workloads(inventory: Inventory): Generator<Finding> {
  for (const { object, spec, field } of inventory.pods) {
    const allowed = RESTARTS[object.kind];
    const policy = spec.restartPolicy ?? 'Always';
    if (allowed && !allowed.includes(policy)) {
      yield { object, field: `${field}.restartPolicy`, message: `must be ${allowed.join(' or ')}, not ${policy}` };
    }
  }
  for (const object of inventory.ofKind('DaemonSet')) yield* daemonSet(object);
  for (const object of inventory.ofKind('HorizontalPodAutoscaler')) {
    const least = (at(object, 'spec.minReplicas') ?? 1) as number;
    const most = at(object, 'spec.maxReplicas') as number;
    if (least > most) yield { object, field: 'spec.minReplicas', message: `${least} exceeds maxReplicas ${most}` };
  }
  for (const object of inventory.ofKind('PodDisruptionBudget')) {
    const both = at(object, 'spec.minAvailable') !== undefined && at(object, 'spec.maxUnavailable') !== undefined;
    if (both) yield { object, field: 'spec', message: 'minAvailable and maxUnavailable exclude each other' };
  }
}

function* daemonSet(object: Manifest): Generator<Finding> {
  const update = at(object, 'spec.updateStrategy.rollingUpdate') as
    | { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string }
    | undefined;
  if (!update) return;
  const isZero = (value: number | string) => value === 0 || value === '0' || value === '0%';
  const { maxSurge = 0, maxUnavailable = 1 } = update;
  if (isZero(maxSurge) === isZero(maxUnavailable)) {
    const message = 'exactly one of maxSurge and maxUnavailable must be more than zero';
    yield { object, field: 'spec.updateStrategy.rollingUpdate', message };
  }
}
