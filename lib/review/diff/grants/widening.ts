// Permissions and exposure that objects did not have before.

import { isDeepStrictEqual } from 'node:util';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { IRoleRef } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleRef';
import type { ISubject } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Subject';
import type { Manifest } from '../../../k8s/object/manifest';
import type { Widening } from '../change';
import type { Pair } from '../pair';
import { ingressExposure, serviceExposure } from './exposure';
import { containersOf, podGrants, podGuards } from './pod-grants';
import { podSpecOf } from './pods';
import { addedPermissions } from './rbac-grants';

/** Everything that `after` allows and `before` did not. */
export function widenings({ before, after }: Pair): Widening[] {
  const messages = [...inRoles(before, after), ...inExposure(before, after), ...inPods(before, after)];
  return [...messages, ...inPolicies(before, after)].map((message) => ({ message }));
}

interface Role {
  readonly rules?: readonly IPolicyRule[];
  readonly aggregationRule?: unknown;
}

interface Binding {
  readonly roleRef: IRoleRef;
  readonly subjects?: readonly ISubject[];
}

const shaped = <T>(object: Manifest | undefined, kinds: readonly string[]): T | undefined =>
  object && kinds.includes(object.kind) ? (object as unknown as T) : undefined;

function inRoles(before: Manifest | undefined, after: Manifest | undefined): string[] {
  const [oldRole, role] = [before, after].map((object) => shaped<Role>(object, ['Role', 'ClusterRole']));
  const [oldBinding, binding] = [before, after].map((object) =>
    shaped<Binding>(object, ['RoleBinding', 'ClusterRoleBinding']),
  );
  const aggregates = role?.aggregationRule && !isDeepStrictEqual(role.aggregationRule, oldRole?.aggregationRule);
  return [
    ...addedPermissions(oldRole?.rules ?? [], role?.rules ?? []),
    ...(aggregates ? ['aggregates the rules of other roles'] : []),
    ...added(bindings(oldBinding), bindings(binding)),
  ];
}

function bindings(binding: Binding | undefined): string[] {
  if (!binding) return [];
  const { roleRef, subjects = [] } = binding;
  return subjects.map(({ kind, namespace, name }) => {
    const subject = namespace === undefined ? name : `${namespace}/${name}`;
    return `grants ${roleRef.kind} ${roleRef.name} to ${kind} ${subject}`;
  });
}

function inExposure(before: Manifest | undefined, after: Manifest | undefined): string[] {
  const exposure = (object: Manifest | undefined): string[] => {
    if (object?.kind === 'Service') return serviceExposure(object as Parameters<typeof serviceExposure>[0]);
    return object?.kind === 'Ingress' ? ingressExposure(object as Parameters<typeof ingressExposure>[0]) : [];
  };
  return added(exposure(before), exposure(after));
}

function inPods(before: Manifest | undefined, after: Manifest | undefined): string[] {
  const [old, now] = [before, after].map((object) => object && podSpecOf(object));
  if (!now) return [];
  const grants = added(old ? podGrants(old) : [], podGrants(now));
  if (!old) return grants;
  const names = containersOf(now).map(({ name }) => name);
  const lost = added(podGuards(now), podGuards(old)).filter((guard) => {
    const [, container] = /^container (\S+) /.exec(guard) ?? [];
    return container === undefined || names.includes(container);
  });
  return [...grants, ...lost.map((guard) => `no longer: ${guard}`)];
}

/** Removing or changing a policy counts as widening, unless it only lost rules. */
function inPolicies(before: Manifest | undefined, after: Manifest | undefined): string[] {
  const [old, now] = [before, after].map((object) => shaped<INetworkPolicy>(object, ['NetworkPolicy']));
  if (!old?.spec) return [];
  if (!now?.spec) return ['no longer restricts traffic'];
  const messages: string[] = [];
  if (!isDeepStrictEqual(old.spec.podSelector, now.spec.podSelector))
    messages.push('selects different pods than before');
  const left = new Set(now.spec.policyTypes);
  for (const type of old.spec.policyTypes ?? []) if (!left.has(type)) messages.push(`no longer restricts ${type}`);
  for (const direction of ['ingress', 'egress'] as const) {
    const rules: readonly unknown[] = old.spec[direction] ?? [];
    const fresh = (now.spec[direction] ?? []).filter((rule) => !rules.some((known) => isDeepStrictEqual(known, rule)));
    const isNew = direction === 'egress' && !holdsEgress(old);
    if (fresh.length > 0 && !isNew) messages.push(`allows ${direction} with ${fresh.length} changed or new rule(s)`);
  }
  return messages;
}

const holdsEgress = ({ spec }: INetworkPolicy): boolean =>
  spec?.policyTypes?.includes('Egress') ?? (spec?.egress?.length ?? 0) > 0;

const added = (before: readonly string[], after: readonly string[]): string[] =>
  [...new Set(after)].filter((message) => !before.includes(message));
