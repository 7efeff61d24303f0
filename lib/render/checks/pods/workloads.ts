// Checks for combinations of workload settings that the API server rejects.

import type { Manifest } from '../../../k8s/object/manifest';
import type { Finding } from '../finding';
import { at, type Inventory } from '../inventory';

/** Allowed restart policies by kind. */
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
  for (const object of inventory.ofKind('Deployment')) yield* deployment(object);
  for (const object of inventory.ofKind('DaemonSet')) yield* daemonSet(object);
  for (const object of inventory.ofKind('HorizontalPodAutoscaler')) {
    const least = (at(object, 'spec.minReplicas') ?? 1) as number;
    const most = at(object, 'spec.maxReplicas') as number;
    if (least > most) yield { object, field: 'spec.minReplicas', message: `${least} exceeds maxReplicas ${most}` };
    const { kind, name } = at(object, 'spec.scaleTargetRef') as { readonly kind: string; readonly name: string };
    const target = inventory.find(kind, object.metadata.namespace, name);
    if (target && at(target, 'spec.replicas') !== undefined) {
      const message = `must be absent: HorizontalPodAutoscaler ${object.metadata.name} sets it`;
      yield { object: target, field: 'spec.replicas', message };
    }
  }
  for (const object of inventory.ofKind('PodDisruptionBudget')) {
    const both = at(object, 'spec.minAvailable') !== undefined && at(object, 'spec.maxUnavailable') !== undefined;
    if (both) yield { object, field: 'spec', message: 'minAvailable and maxUnavailable must not both be set' };
  }
}

interface RollingUpdate {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
}

const isZero = (value: number | string | undefined): boolean => value === 0 || value === '0' || value === '0%';

function* deployment(object: Manifest): Generator<Finding> {
  const field = 'spec.strategy.rollingUpdate';
  const update = at(object, field) as RollingUpdate | undefined;
  if (!update) return;
  if (at(object, 'spec.strategy.type') === 'Recreate')
    yield { object, field, message: 'must be absent with type Recreate' };
  if (isZero(update.maxSurge) && isZero(update.maxUnavailable)) {
    yield { object, field, message: 'maxSurge and maxUnavailable must not both be zero' };
  }
}

function* daemonSet(object: Manifest): Generator<Finding> {
  const field = 'spec.updateStrategy.rollingUpdate';
  const update = at(object, field) as RollingUpdate | undefined;
  if (!update) return;
  const { maxSurge = 0, maxUnavailable = 1 } = update;
  if (isZero(maxSurge) === isZero(maxUnavailable)) {
    yield { object, field, message: 'exactly one of maxSurge and maxUnavailable must be more than zero' };
  }
}
