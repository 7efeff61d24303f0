// Requests and limits: for each workload, summed per node pool and in total.

import { at, Inventory, type PodOwner } from '../../../render/checks/inventory';
import type { Rendered } from '../../../render/render';
import { type Amounts, amountText, type PodAmounts, plus, podAmounts, times } from './amounts';
import { type Cell, type Owner, Rows, type Table } from './table';

/** How many pods a workload has, and whether they count in the sums. */
interface Pods {
  readonly text: string;
  readonly count: number;
  readonly runs: 'always' | 'on every node' | 'until it is done';
}

interface Sum {
  pods: number;
  requests: Amounts;
  limits: Amounts;
  readonly unlimited: Map<string, number>;
}

const ANY = 'any node';

export class Resources {
  private readonly rows = new Rows();
  private readonly pools = new Map<string, Sum>();

  add(owner: Owner, { objects, externals }: Rendered): void {
    const inventory = new Inventory(objects, externals);
    for (const pod of inventory.pods) {
      const amounts = podAmounts(pod.spec);
      const pods = podsOf(pod, inventory);
      const pool = poolOf(pod);
      const cells = [pool, pods.text, ...amountCells(amounts)];
      const { kind, metadata } = pod.object;
      this.rows.add(
        owner,
        [kind, metadata.labels?.['app.kubernetes.io/component'], cells],
        [`${kind} ${metadata.name}`, ...cells],
      );
      if (pods.runs === 'always') this.count(pool, pods.count, amounts);
      if (pods.runs === 'on every node') this.count(`${pool}, for each node`, pods.count, amounts);
    }
  }

  private count(pool: string, pods: number, { requests, limits, unlimited }: PodAmounts): void {
    const sum: Sum = this.pools.get(pool) ?? { pods: 0, requests: new Map(), limits: new Map(), unlimited: new Map() };
    sum.pods += pods;
    sum.requests = plus(sum.requests, times(requests, pods));
    sum.limits = plus(sum.limits, times(limits, pods));
    for (const name of unlimited) sum.unlimited.set(name, (sum.unlimited.get(name) ?? 0) + pods);
    this.pools.set(pool, sum);
  }

  tables(named: boolean): Table[] {
    const sums = [...this.pools].sort(([a], [b]) => (a < b ? -1 : 1));
    const placed = sums.filter(([pool]) => !pool.endsWith(', for each node'));
    const total = placed.reduce<Sum>((all, [, sum]) => joined(all, sum), {
      pods: 0,
      requests: new Map(),
      limits: new Map(),
      unlimited: new Map(),
    });
    return [
      {
        id: 'pools',
        title: 'Requests and limits by node pool',
        note: 'Pods that run all the time. Autoscaled workloads count with their minimum. Jobs, and init containers that need less than the others, are not included. What every node runs is listed for one node, and is not in the total.',
        columns: ['Node pool', 'Pods', ...AMOUNTS],
        rows: sums.map(([pool, sum]) => [pool, String(sum.pods), ...sumCells(sum)]),
        ...(sums.length > 0 ? { sums: [['Total', String(total.pods), ...sumCells(total)]] } : {}),
        empty: 'No pods.',
      },
      {
        id: 'resources',
        title: 'Requests and limits by workload',
        note: 'For one pod of each workload.',
        columns: [...(named ? ['Release'] : []), 'Workload', 'Node pool', 'Pods', ...AMOUNTS],
        rows: this.rows.cells(named),
        empty: 'No pods.',
      },
    ];
  }
}

const AMOUNTS = ['CPU requests', 'CPU limits', 'Memory requests', 'Memory limits', 'Other requests'];

function amountCells({ requests, limits, unlimited }: PodAmounts): Cell[] {
  const text = (amounts: Amounts, name: string) => amountText(name, amounts.get(name) ?? 0n);
  return [
    ...['cpu', 'memory'].flatMap((name) => [
      requests.has(name) ? text(requests, name) : 'none',
      unlimited.has(name) ? 'no limit' : text(limits, name),
    ]),
    others(requests),
  ];
}

function sumCells({ requests, limits, unlimited }: Sum): Cell[] {
  return [
    ...['cpu', 'memory'].flatMap((name) => {
      const without = unlimited.get(name) ?? 0;
      const limit = amountText(name, limits.get(name) ?? 0n);
      const open = `no limit for ${without} ${without === 1 ? 'pod' : 'pods'}`;
      return [amountText(name, requests.get(name) ?? 0n), without > 0 ? [limit, open] : limit];
    }),
    others(requests),
  ];
}

const others = (requests: Amounts): Cell =>
  [...requests]
    .filter(([name]) => name !== 'cpu' && name !== 'memory')
    .map(([name, amount]) => `${name} ${amountText(name, amount)}`);

function joined(a: Sum, b: Sum): Sum {
  const unlimited = new Map(a.unlimited);
  for (const [name, pods] of b.unlimited) unlimited.set(name, (unlimited.get(name) ?? 0) + pods);
  return { pods: a.pods + b.pods, requests: plus(a.requests, b.requests), limits: plus(a.limits, b.limits), unlimited };
}

function podsOf({ object }: PodOwner, inventory: Inventory): Pods {
  const { kind, metadata } = object;
  if (kind === 'DaemonSet') return { text: '1 per node', count: 1, runs: 'on every node' };
  if (kind === 'Job' || kind === 'CronJob') return { text: 'until it is done', count: 1, runs: 'until it is done' };
  const scaler = inventory
    .ofKind('HorizontalPodAutoscaler')
    .find(
      (candidate) =>
        candidate.metadata.namespace === metadata.namespace &&
        at(candidate, 'spec.scaleTargetRef.name') === metadata.name &&
        at(candidate, 'spec.scaleTargetRef.kind') === kind,
    );
  if (!scaler) {
    const count = kind === 'Pod' ? 1 : Number(at(object, 'spec.replicas') ?? 1);
    return { text: String(count), count, runs: 'always' };
  }
  const [least, most] = [Number(at(scaler, 'spec.minReplicas') ?? 1), Number(at(scaler, 'spec.maxReplicas') ?? 1)];
  return { text: `${least} to ${most}`, count: least, runs: 'always' };
}

/** The nodes that a pod is restricted to. */
function poolOf({ spec }: PodOwner): string {
  const labels = Object.entries(spec.nodeSelector ?? {}).map(([label, value]) => `${label}=${value}`);
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const either = terms.map(({ matchExpressions = [] }) =>
    matchExpressions
      .map(({ key, operator, values = [] }) => [key, operator, values.join('|')].filter(Boolean).join(' '))
      .join(' and '),
  );
  const parts = [...labels, ...(either.length > 0 ? [either.join(' or ')] : [])];
  return parts.length === 0 ? ANY : parts.join(', ');
}
