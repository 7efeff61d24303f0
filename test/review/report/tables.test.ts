// The tables of a report: what they say about each chart, and how they sum and collapse.

import { INBOUND } from '../../../lib/review/report/graph/model';
import { amountText, podAmounts } from '../../../lib/review/report/tables/amounts';
import { Credentials } from '../../../lib/review/report/tables/credentials';
import { Resources } from '../../../lib/review/report/tables/resources';
import { type Cell, Rows, type Table } from '../../../lib/review/report/tables/table';
import { Tables } from '../../../lib/review/report/tables/tables';
import { examples, graphOf, releaseOf, rendered } from './support';

const textOf = (cell: Cell): string =>
  typeof cell === 'string' ? cell : 'command' in cell ? cell.command : cell.join('; ');
const linesOf = ({ rows, sums = [] }: Table) => [...rows, ...sums].map((cells) => cells.map(textOf).join(' | '));

test.each(examples)('$chart: the tables of the example', (example) => {
  const release = rendered(example);
  const tables = new Tables();
  tables.add(release, graphOf(release), 0);
  const all = tables.all(false).map((table) => [table.id, linesOf(table)] as const);
  expect(Object.fromEntries(all)).toMatchSnapshot();
});

const container = (resources: object, more: object = {}) => ({ name: 'a', image: 'a:1', resources, ...more });
const deployment = (name: string, spec: object, replicas = 1) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'x', labels: { 'app.kubernetes.io/component': name } },
  spec: { replicas, template: { spec } },
});
const pools = (...objects: readonly object[]) => {
  const resources = new Resources();
  resources.add({ release: 'x', section: 0 }, releaseOf(...objects));
  return linesOf(resources.tables(false)[0] as Table);
};

describe('requests of a pod', () => {
  const requested = (spec: object) => Object.fromEntries(podAmounts(spec as never).requests);

  test('are those of its containers and sidecars, or of an init container that needs more', () => {
    const cpu = (amount: string) => ({ requests: { cpu: amount } });
    const spec = {
      initContainers: [container(cpu('3')), container(cpu('500m'), { restartPolicy: 'Always' })],
      containers: [container(cpu('1')), container(cpu('1'))],
    };
    expect(requested(spec)).toEqual({ cpu: 3_000_000_000n });
    expect(requested({ ...spec, initContainers: spec.initContainers.slice(1) })).toEqual({ cpu: 2_500_000_000n });
  });

  test('are the limits of a container without requests', () => {
    expect(requested({ containers: [container({ limits: { memory: '1Gi' } })] })).toEqual({
      memory: 2n ** 30n * 10n ** 9n,
    });
  });
});

test.each([
  ['cpu', 250_000_000n, '250m'],
  ['cpu', 1_500_000_000n, '1.5'],
  ['memory', 1536n * 2n ** 20n * 10n ** 9n, '1.5Gi'],
  ['memory', 0n, '0'],
  ['nvidia.com/gpu', 2n * 10n ** 9n, '2'],
])('%s %s is written as %s', (resource, amount, text) => {
  expect(amountText(resource, amount)).toBe(text);
});

test('sums are per node pool and in total, with what has no limit, and what every node runs apart', () => {
  const some = container({ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } });
  const node = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'n', namespace: 'x' },
    spec: { template: { spec: { containers: [some] } } },
  };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'x' },
    spec: { template: { spec: { containers: [some] } } },
  };
  expect(
    pools(
      deployment('a', { containers: [some] }, 3),
      deployment(
        'b',
        {
          containers: [container({ requests: { cpu: '500m', 'nvidia.com/gpu': 1 }, limits: { 'nvidia.com/gpu': 1 } })],
          nodeSelector: { gpu: 'yes' },
        },
        2,
      ),
      node,
      job,
    ),
  ).toEqual([
    'any node | 3 | 3 | 6 | 3Gi | 6Gi | ',
    'any node, for each node | 1 | 1 | 2 | 1Gi | 2Gi | ',
    'gpu=yes | 2 | 1 | 0m; no limit for 2 pods | 0 | 0; no limit for 2 pods | nvidia.com/gpu 2',
    'Total | 5 | 4 | 6; no limit for 2 pods | 3Gi | 6Gi; no limit for 2 pods | nvidia.com/gpu 2',
  ]);
});

test('an autoscaled workload counts with its minimum', () => {
  const scaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a', namespace: 'x' },
    spec: { minReplicas: 2, maxReplicas: 9, scaleTargetRef: { kind: 'Deployment', name: 'a' } },
  };
  const [pool] = pools(deployment('a', { containers: [container({ requests: { cpu: '1' } })] }, 5), scaler);
  expect(pool).toBe('any node | 2 | 2 | 0m; no limit for 2 pods | 0 | 0; no limit for 2 pods | ');
});

test('equal rows of many releases are one row, and different ones are not', () => {
  const resources = new Resources();
  for (const name of ['lab-1', 'lab-2', 'lab-3']) {
    const requests = { cpu: name === 'lab-3' ? '2' : '1' };
    resources.add(
      { release: name, section: 0 },
      releaseOf(deployment('lab', { containers: [container({ requests, limits: requests })] })),
    );
  }
  const [sums, rows] = resources.tables(true);
  expect(linesOf(rows as Table).map((line) => line.split(' | ').slice(0, 5).join(' | '))).toEqual([
    'lab-1 and 1 more | Deployment lab | any node | 1 | 1',
    'lab-3 | Deployment lab | any node | 1 | 2',
  ]);
  expect(linesOf(sums as Table).at(-1)).toMatch(/^Total \| 3 \| 4 \| 4 \|/);
});

test('rows of releases with different objects stay apart, and each release counts once', () => {
  const rows = new Rows();
  const hosts = (release: string, section: number, ...names: string[]) => {
    const owner = { release, section };
    for (const name of names) rows.add(owner, ['Host'], [name]);
  };
  hosts('api', 0, 'api.example.com', 'www.example.com');
  hosts('lab-1', 1, '1.example.com', '*.1.example.com');
  hosts('lab-2', 1, '2.example.com', '*.2.example.com');
  expect(rows.cells(true)).toEqual([
    ['api', 'api.example.com'],
    ['api', 'www.example.com'],
    ['lab-1 and 1 more', '1.example.com'],
    ['lab-1 and 1 more', '*.1.example.com'],
  ]);
});

test('every host of releases of several charts is in the tables', () => {
  const tables = new Tables();
  const graphs = examples.map((example, section) => {
    const release = rendered(example);
    const graph = graphOf(release);
    tables.add(release, graph, section);
    return graph;
  });
  const hosts = graphs.flatMap(({ nodes }) =>
    nodes.filter(({ kind, component }) => kind === 'Host' && component === INBOUND).map(({ name }) => name),
  );
  const [exposure] = tables.all(true).filter(({ id }) => id === 'exposure');
  const text = linesOf(exposure as Table).join('\n');
  expect(new Set(hosts).size).toBeGreaterThan(6);
  expect(hosts.filter((host) => !text.includes(` Host ${host} `))).toEqual([]);
});

test('credentials: keys and readers, never values', () => {
  const credentials = new Credentials();
  credentials.add(
    { release: 'x', section: 0 },
    releaseOf(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'x' },
        stringData: { password: 'correct horse battery' },
      },
      deployment('a', {
        containers: [container({}, { envFrom: [{ secretRef: { name: 's' } }, { secretRef: { name: 'own' } }] })],
      }),
    ),
  );
  const table = credentials.table(false);
  expect(linesOf(table)).toEqual([
    'x/s | password | in the manifests | Deployment a',
    'x/own |  | created by you | Deployment a',
  ]);
  expect(JSON.stringify(table)).not.toContain('correct horse');
});
