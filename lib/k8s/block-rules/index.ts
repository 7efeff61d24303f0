// What the API server rejects in a block even though every field has the right type: contradictions, numbers out of range,
// invalid names.

import { ingressPath, ingressRule, ingressTls } from './ingress';
import { affinity, networkPeer, requirement, toleration } from './placement';
import { container, hostAlias, identities, mount, variable, volume } from './pods';
import type { Refusal } from './refusal';
import { metric, scalingBehavior } from './scaling';

const RULES = {
  Affinity: affinity,
  Container: container,
  EnvVar: variable,
  HTTPIngressPath: ingressPath,
  HorizontalPodAutoscalerBehavior: scalingBehavior,
  HostAlias: hostAlias,
  IngressRule: ingressRule,
  IngressTLS: ingressTls,
  MetricSpec: metric,
  NetworkPolicyPeer: networkPeer,
  NodeSelectorRequirement: requirement,
  PodSecurityContext: identities,
  SecurityContext: identities,
  Toleration: toleration,
  Volume: volume,
  VolumeMount: mount,
} as const;

/** For a block that has the shape of its definition. */
export function refusals(definition: string, block: unknown): Refusal[] {
  if (!Object.hasOwn(RULES, definition)) return [];
  const rule = RULES[definition as keyof typeof RULES] as (block: unknown) => Iterable<Refusal>;
  return [...rule(block)];
}
