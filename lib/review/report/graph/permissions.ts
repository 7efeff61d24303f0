// Permissions: from accounts through bindings and roles to the Kubernetes API, and cloud policies.

import { type Manifest, objectKey } from '../../../k8s/object/manifest';
import { at, type Inventory } from '../../../render/checks/inventory';
import { apiServer, type GraphBuilder, outbound } from './model';
import type { ReleaseObjects } from './objects';
import { referredNode } from './objects';

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs?: readonly string[];
}

export function addPermissions(graph: GraphBuilder, inventory: Inventory, { policies = [] }: ReleaseObjects): void {
  for (const binding of inventory.ofKind('RoleBinding', 'ClusterRoleBinding')) {
    const { kind, name } = at(binding, 'roleRef') as { readonly kind: string; readonly name: string };
    const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
    const role = graph.node(referredNode(inventory, kind, namespace, name));
    graph.edge({ from: objectKey(binding), to: role, kind: 'permission' });
    for (const subject of (binding.subjects ?? []) as readonly Subject[]) {
      const from = graph.node(referredNode(inventory, subject.kind, subject.namespace, subject.name));
      graph.edge({ from, to: objectKey(binding), kind: 'permission' });
    }
  }
  for (const role of inventory.ofKind('Role', 'ClusterRole')) {
    for (const line of grantsOf(role)) {
      graph.edge({ from: objectKey(role), to: graph.node(apiServer), kind: 'permission', label: line });
    }
  }
  const CLOUDS = { aws: 'AWS' } as const;
  for (const { cloud, purpose } of policies) {
    const to = graph.node(outbound('Cloud', CLOUDS[cloud]));
    const accounts = inventory
      .ofKind('ServiceAccount')
      .filter(({ metadata }) => metadata.annotations?.['eks.amazonaws.com/role-arn'] !== undefined);
    for (const account of accounts) {
      graph.edge({ from: objectKey(account), to, kind: 'permission', label: purpose });
    }
  }
}

/** `get, list pods`, one line per rule. */
export function grantsOf({ rules }: Manifest): string[] {
  return ((rules ?? []) as readonly Rule[]).map(
    ({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] }) => {
      const groups = apiGroups.filter((group) => group !== '');
      const of = groups.length > 0 ? ` (${groups.join(', ')})` : '';
      const named = resourceNames.length > 0 ? ` named ${resourceNames.join(', ')}` : '';
      return `${verbs.join(', ')} ${[...resources, ...nonResourceURLs].join(', ')}${of}${named}`;
    },
  );
}
