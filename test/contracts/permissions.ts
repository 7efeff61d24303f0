// Differences between the permissions of a pod and the contracts of its programs.

import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Inventory, PodOwner } from '../../lib/render/checks/inventory';
import type { Contract } from './contract';

type Rule = Contract['permissions']['rules'][number];

export function permissionConflicts(
  contracts: readonly Contract[],
  { spec, namespace }: PodOwner,
  inventory: Inventory,
): string[] {
  const account = spec.serviceAccountName ?? 'default';
  const granted = grantsOf(inventory, account, namespace);
  const rules = contracts.flatMap(({ permissions }) => permissions.rules);
  const needed = new Set(rules.filter(({ optional }) => optional === undefined).flatMap(linesOf));
  const allowed = new Set(rules.flatMap(linesOf));
  return [
    ...[...needed].filter((line) => !granted.has(line)).map((line) => `missing: ${line}`),
    ...[...granted].filter((line) => !allowed.has(line)).map((line) => `unneeded: ${line}`),
  ].sort();
}

const line = (cluster: boolean, group: string, resource: string, verb: string): string =>
  `${cluster ? 'cluster' : 'namespace'}: ${verb} ${resource}${group === '' ? '' : `.${group}`}`;

const linesOf = ({ group, resources, verbs, cluster }: Rule): string[] =>
  resources.flatMap((resource) => verbs.map((verb) => line(cluster === true, group, resource, verb)));

function grantsOf(inventory: Inventory, account: string, namespace: string | undefined): Set<string> {
  const bindings = inventory.ofKind('RoleBinding', 'ClusterRoleBinding') as (Manifest & IRoleBinding)[];
  const own = bindings.filter(({ subjects = [] }) =>
    subjects.some((subject) => subject.name === account && subject.namespace === namespace),
  );
  return new Set(
    own.flatMap(({ kind, roleRef, metadata }) => {
      const isCluster = (kind as string) === 'ClusterRoleBinding';
      const at = roleRef.kind === 'ClusterRole' ? undefined : metadata.namespace;
      const role = inventory.find(roleRef.kind, at, roleRef.name) as (Manifest & IClusterRole) | undefined;
      return (role?.rules ?? []).flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) => [
        ...nonResourceURLs.flatMap((url) => verbs.map((verb) => line(isCluster, '', url, verb))),
        ...apiGroups.flatMap((group) =>
          resources.flatMap((resource) => verbs.map((verb) => line(isCluster, group, resource, verb))),
        ),
      ]);
    }),
  );
}
