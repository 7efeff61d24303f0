// Objects whose controllers report conditions, and those of Argo CD.

import type { Manifest } from '../../../k8s/object/manifest';
import { conditionOf, failed, HEALTHY, listAt, pending, textAt, type Verdict, wordsOf } from './health';

/** Healthy once a condition is true. */
export const byCondition =
  (type: string) =>
  (object: Manifest): Verdict => {
    const condition = conditionOf(object, type);
    if (condition?.status === 'True') return HEALTHY;
    if (condition === undefined) return pending(`not ${type} yet: its controller has not reported`);
    const why = wordsOf(condition, `not ${type}`);
    return condition.status === 'False' && isFinal(object) ? failed(why) : pending(why);
  };

/** Controllers that say so stop trying; all others continue. */
const isFinal = (object: Manifest): boolean => conditionOf(object, 'Stalled')?.status === 'True';

export function applicationHealth(object: Manifest): Verdict {
  const sync = textAt(object, 'status.sync.status') ?? 'Unknown';
  const health = textAt(object, 'status.health.status') ?? 'Unknown';
  if (sync === 'Synced' && health === 'Healthy') return HEALTHY;
  const message = textAt(object, 'status.operationState.message');
  const why = `${sync}, ${health}${message ? `: ${message}` : ''}`;
  return health === 'Degraded' ? failed(why) : pending(why);
}

export function namespaceHealth(object: Manifest): Verdict {
  return textAt(object, 'status.phase') === 'Terminating' ? pending('it is being deleted') : HEALTHY;
}

/** Only conditions that keep it from scaling. */
export function autoscalerHealth(object: Manifest): Verdict {
  for (const type of ['AbleToScale', 'ScalingActive']) {
    const condition = conditionOf(object, type);
    if (condition?.status === 'False' && condition.reason !== 'ScalingDisabled')
      return pending(wordsOf(condition, type));
  }
  return HEALTHY;
}

/** Custom resources of which nothing is known. */
export function unknownHealth(object: Manifest): Verdict {
  const hasReady = listAt(object, 'status.conditions').some(({ type }) => type === 'Ready');
  return hasReady ? byCondition('Ready')(object) : HEALTHY;
}
