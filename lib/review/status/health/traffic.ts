// Whether objects that publish a release have an address, and whether a Gateway has accepted them.

import type { Manifest } from '../../../k8s/object/manifest';
import { conditionIn, failed, HEALTHY, listAt, pending, textAt, type Verdict, wordsOf } from './health';

const NO_ADDRESS = pending('no address yet: its controller has not published it');

export const ingressHealth = (object: Manifest): Verdict =>
  listAt(object, 'status.loadBalancer.ingress').length > 0 ? HEALTHY : NO_ADDRESS;

export function serviceHealth(object: Manifest): Verdict {
  if (textAt(object, 'spec.type') !== 'LoadBalancer') return HEALTHY;
  return listAt(object, 'status.loadBalancer.ingress').length > 0 ? HEALTHY : pending('no load balancer yet');
}

export function gatewayHealth(object: Manifest): Verdict {
  const whole = firstFalse(listAt(object, 'status.conditions'), ['Accepted', 'Programmed']);
  if (whole) return whole;
  for (const listener of listAt(object, 'status.listeners')) {
    const verdict = firstFalse(listAt(listener, 'conditions'), OF_LISTENER, OF_LISTENER);
    if (verdict?.why !== undefined) return { ...verdict, why: `listener ${listener.name}: ${verdict.why}` };
  }
  return listAt(object, 'status.addresses').length > 0 ? HEALTHY : pending('no address yet');
}

const OF_LISTENER = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** Routes have `parents`, policies have `ancestors`. */
export function attachedHealth(object: Manifest): Verdict {
  const parents = [...listAt(object, 'status.parents'), ...listAt(object, 'status.ancestors')];
  if (parents.length === 0) return pending('no Gateway has accepted it yet');
  for (const parent of parents) {
    const verdict = firstFalse(listAt(parent, 'conditions'), ['Accepted', 'ResolvedRefs'], ['ResolvedRefs']);
    const name = textAt(parent, 'parentRef.name') ?? textAt(parent, 'ancestorRef.name') ?? '';
    if (verdict?.why !== undefined) return { ...verdict, why: `Gateway ${name}: ${verdict.why}` };
  }
  return HEALTHY;
}

/** The verdict of the first condition that is not true. `optional` ones may be absent. */
function firstFalse(
  conditions: readonly object[],
  types: readonly string[],
  optional: readonly string[] = [],
): Verdict | undefined {
  for (const type of types) {
    const condition = conditionIn(conditions, type);
    if (condition?.status === 'True' || (!condition && optional.includes(type))) continue;
    const why = condition ? wordsOf(condition, `not ${type}`) : `not ${type} yet`;
    return condition?.status === 'False' && condition.reason !== 'Pending' ? failed(why) : pending(why);
  }
  return undefined;
}
