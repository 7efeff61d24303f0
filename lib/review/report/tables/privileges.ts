// What pods may do on their nodes, and what their accounts may do with the Kubernetes API.

import { demandsOf, levelOf } from '../../../k8s/pod-security';
import { at, Inventory } from '../../../render/checks/inventory';
import type { Rendered } from '../../../render/render';
import { grantsOf } from '../graph/permissions';
import { few, type Owner, Rows, type Table } from './table';

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export class Privileges {
  private readonly pods = new Rows();
  private readonly accounts = new Rows();

  add(owner: Owner, { objects, externals }: Rendered): void {
    const inventory = new Inventory(objects, externals);
    for (const { object, spec } of inventory.pods) {
      const demands = demandsOf(spec);
      const level = levelOf(demands);
      const because = demands.filter((demand) => demand.level === level).map(({ field }) => field);
      const { kind, metadata } = object;
      this.pods.add(
        owner,
        [kind, metadata.labels?.['app.kubernetes.io/component'], level, because],
        [
          `${kind} ${metadata.name}`,
          level,
          level === 'restricted' ? 'nothing beyond it' : few(because),
          accountOf(spec),
        ],
      );
    }
    for (const binding of inventory.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      const { kind, name } = at(binding, 'roleRef') as { readonly kind: string; readonly name: string };
      const own = kind === 'Role' ? binding.metadata.namespace : undefined;
      const role = inventory.find(kind, own, name);
      const grants = role ? grantsOf(role) : [`what ${kind} ${name} of the cluster allows`];
      const scope = binding.kind === 'ClusterRoleBinding' ? 'all namespaces' : (binding.metadata.namespace ?? '');
      for (const subject of (binding.subjects ?? []) as readonly Subject[]) {
        this.accounts.add(
          owner,
          [subject.kind, kind, grants, binding.kind],
          [`${subject.kind} ${subject.name}`, scope, grants, `${kind} ${name}`],
        );
      }
    }
  }

  tables(named: boolean): Table[] {
    const release = named ? ['Release'] : [];
    return [
      {
        id: 'privileges',
        title: 'Privileges and Pod Security',
        note: 'The strictest Pod Security Standard that admits the pods, and the fields that rule out a stricter one.',
        columns: [...release, 'Workload', 'Pod Security', 'Because of', 'Account'],
        rows: this.pods.cells(named),
        empty: 'No pods.',
      },
      {
        id: 'permissions',
        title: 'Permissions in the Kubernetes API',
        note: 'What accounts may do, by their roles.',
        columns: [...release, 'Account', 'In', 'May', 'Role'],
        rows: this.accounts.cells(named),
        empty: 'No account gets permissions.',
      },
    ];
  }
}

function accountOf({
  serviceAccountName = 'default',
  automountServiceAccountToken,
}: {
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
}): string {
  return `${serviceAccountName}${automountServiceAccountToken === false ? ', no token mounted' : ''}`;
}
