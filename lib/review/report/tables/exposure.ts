// What is reachable: from outside, and inside the cluster.

import { type Graph, INBOUND } from '../graph/model';
import { type Owner, Rows, type Table } from './table';

export class Exposure {
  private readonly outside = new Rows();
  private readonly pods = new Rows();

  add(owner: Owner, { nodes, edges }: Graph): void {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const nameOf = (id: string): string => `${byId.get(id)?.kind} ${byId.get(id)?.name}`;
    const next = (id: string) => edges.filter((edge) => edge.kind === 'traffic' && edge.from === id && !edge.blocked);
    /** Through Ingresses, Gateways, routes and Services, to the pods behind them. */
    const behind = (id: string, seen: ReadonlySet<string> = new Set()): string[] => {
      if (byId.get(id)?.callers) return [nameOf(id)];
      const ways = next(id).filter(({ to }) => !seen.has(to));
      return [...new Set(ways.flatMap(({ to }) => behind(to, new Set([...seen, id]))))];
    };
    for (const node of nodes.filter(({ component }) => component === INBOUND)) {
      for (const { to, label } of next(node.id)) {
        const certificates = edges
          .filter((edge) => edge.from === to && edge.label === 'certificate')
          .map((edge) => byId.get(edge.to)?.name ?? '');
        this.outside.add(
          owner,
          [node.kind, byId.get(to)?.kind, label, certificates.length],
          [
            `${node.kind} ${node.name}`,
            `${nameOf(to)}${label ? ` (${label})` : ''}`,
            behind(to),
            certificates.length > 0 ? certificates : 'none',
          ],
        );
      }
    }
    for (const node of nodes.filter(({ callers }) => callers)) {
      this.pods.add(
        owner,
        [node.kind, node.component, node.callers],
        [`${node.kind} ${node.name}`, node.callers ?? []],
      );
    }
  }

  tables(named: boolean): Table[] {
    const release = named ? ['Release'] : [];
    return [
      {
        id: 'exposure',
        title: 'Reachable from outside',
        note: 'Host names, load balancers and ports of nodes, and the pods behind them. Whether the network lets clients through is not known here, nor what custom resources other than those of the Gateway API and OpenShift publish.',
        columns: [...release, 'From', 'Through', 'To', 'Certificate'],
        rows: this.outside.cells(named),
        empty: 'Nothing is reachable from outside the cluster.',
      },
      {
        id: 'callers',
        title: 'Reachable inside the cluster',
        note: 'Who can open connections to the pods, according to the NetworkPolicies of the release. Policies that others create are not known here.',
        columns: [...release, 'Pods of', 'Callers'],
        rows: this.pods.cells(named),
        empty: 'No pods.',
      },
    ];
  }
}
