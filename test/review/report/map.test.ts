// The boxes and lines of a map, and the map as Mermaid.

import type { Change } from '../../../lib/review/report/changes';
import type { GraphNode } from '../../../lib/review/report/graph/model';
import { cardsOf, linksOf } from '../../../lib/review/report/map/cards';
import { reportMermaid } from '../../../lib/review/report/map/mermaid';
import type { ReportModel, SectionModel } from '../../../lib/review/report/model';
import { graphOfObjects } from './support';

const object = (kind: string, name: string, component: string | undefined, fields: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    name,
    namespace: 'x',
    ...(component === undefined ? {} : { labels: { 'app.kubernetes.io/component': component } }),
  },
  ...fields,
});
const pod = (name: string, component: string, env: object[] = [], labels: object = {}) => ({
  ...object('Pod', name, component, {
    spec: { containers: [{ name: 'a', image: 'a:1', env, ports: [{ containerPort: 80 }] }] },
  }),
  metadata: { name, namespace: 'x', labels: { 'app.kubernetes.io/component': component, ...labels } },
});
const service = object('Service', 'api', 'api', {
  spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 80 }] },
});
const api = pod('api', 'api', [], { app: 'api' });
const calls = [
  { name: 'A_URL', value: 'http://api' },
  { name: 'B_URL', value: 'http://api:80/v2' },
];

describe('boxes', () => {
  const titled = (...objects: readonly object[]) =>
    cardsOf(graphOfObjects(...objects)).map(({ title, rows }) => [title, rows.map(({ text }) => text)]);

  test('are components, and one for what has none', () => {
    expect(titled(api, service, object('ConfigMap', 'own', undefined))).toEqual([
      ['api', ['api', 'api']],
      ['other objects', ['own']],
    ]);
  });

  test.each([
    [30, 'a'.repeat(15) + 'b'.repeat(15)],
    [31, `${'a'.repeat(14)}…${'b'.repeat(14)}`],
  ])('show both ends of a name of %d characters', (length, shown) => {
    const name = 'a'.repeat(15) + 'b'.repeat(length - 15);
    expect(titled(object('ConfigMap', name, 'c'))).toEqual([['c', [shown]]]);
  });

  test('have the objects that are not in the release in columns of five', () => {
    const volumes = Array.from({ length: 6 }, (_, index) => ({
      name: `v${index}`,
      secret: { secretName: `s${index}` },
    }));
    const one = object('Pod', 'a', 'a', { spec: { containers: [], volumes } });
    const [, other] = cardsOf(graphOfObjects(one));
    expect(other?.rows.map(({ x, y }) => [x > 0, y])).toEqual([
      ...[26, 45, 64].map((y) => [false, y]),
      ...[26, 45, 64].map((y) => [true, y]),
    ]);
  });

  test('name ports of nodes', () => {
    const port = object('Service', 'a', 'a', { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] } });
    expect(titled(port)).toContainEqual(['From outside', ['node port 30080']]);
  });
});

describe('lines', () => {
  const linked = (...objects: readonly object[]) => {
    const graph = graphOfObjects(...objects);
    return linksOf(graph, cardsOf(graph)).map(
      ({ from, to, kind, blocked, edges }) =>
        `${from.title} ${kind} ${to.title}: ${edges.length}${blocked ? ', blocked' : ''}`,
    );
  };
  const shut = {
    ...object('NetworkPolicy', 'shut', 'api', { spec: { podSelector: { matchLabels: { app: 'api' } }, ingress: [] } }),
    apiVersion: 'networking.k8s.io/v1',
  };

  test('are one for all edges of a kind between two boxes', () => {
    const reader = pod('web', 'web', [
      ...calls,
      { name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
    ]);
    expect(linked(reader, service, api, object('ConfigMap', 'c', 'api'))).toEqual([
      'web traffic api: 1',
      'web reference api: 1',
    ]);
    expect(linked(pod('web', 'web', calls), pod('web-2', 'web', calls), service, api)).toEqual(['web traffic api: 2']);
  });

  test('are blocked if no edge gets through', () => {
    expect(linked(pod('web', 'web', calls), service, api, shut)).toEqual(['web traffic api: 1, blocked']);
  });
});

describe('Mermaid', () => {
  const section = (
    releases: readonly string[],
    objects: readonly object[],
    effects: Readonly<Record<string, string>> = {},
  ) =>
    ({
      releases,
      graph: graphOfObjects(...objects),
      changeOf: ({ name }: GraphNode) =>
        effects[name] === undefined ? undefined : ({ mark: { action: 'changed', effect: effects[name] } } as Change),
    }) as unknown as SectionModel;
  const linesOf = (...sections: readonly SectionModel[]) =>
    reportMermaid({ sections } as unknown as ReportModel)
      .split('\n')
      .filter((line) => line !== '' && !/^(%%|classDef)/.test(line));
  const reader = pod('web', 'web', [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }, ...calls]);

  test('has a node for each component, and arrows by kind', () => {
    expect(linesOf(section(['a'], [reader, service, api]))).toEqual([
      'flowchart LR',
      's0c0["<b>web</b><br/>pod"]',
      's0c1["<b>api</b><br/>svc, pod"]',
      's0c2["<b>Not in this release</b><br/>s"]:::around',
      's0c0 --> s0c1',
      's0c0 -.-> s0c2',
    ]);
  });

  test('has a group for each section, if there are several', () => {
    expect(linesOf(section(['a', 'b', 'c'], [api]), section(['"<d>&#'], [service]))).toEqual([
      'flowchart LR',
      'subgraph s0["a and 2 more"]',
      's0c0["<b>api</b><br/>pod"]',
      'end',
      'subgraph s1["#34;#60;d#62;#38;#35;"]',
      's1c0["<b>api</b><br/>svc"]',
      'end',
    ]);
  });

  test('lists six kinds, and how many more there are', () => {
    const kinds = ['Secret', 'ConfigMap', 'Service', 'ServiceAccount', 'Role', 'Pod', 'Job', 'Widgetry'];
    const objects = kinds.map((kind) => object(kind, 'a', 'c', { spec: {} }));
    const [, node] = linesOf(section(['a'], objects.slice(0, 5)));
    expect(node).toBe('s0c0["<b>c</b><br/>secret, cm, svc, sa, role"]');
    const others = kinds
      .filter((kind) => kind !== 'Pod' && kind !== 'Job')
      .map((kind) => object(kind, 'a', 'c', { spec: {} }));
    const [, six] = linesOf(section(['a'], others));
    expect(six).toBe('s0c0["<b>c</b><br/>secret, cm, svc, sa, role, widgetr"]');
    const [, seven] = linesOf(section(['a'], [...others, object('Endpoints', 'a', 'c')]));
    expect(seven).toBe('s0c0["<b>c</b><br/>secret, cm, svc, sa, role, widgetr<br/>and 1 more"]');
  });

  test.each([
    ['harmless', 'harmless'],
    ['reruns', 'harmless'],
    ['restarts', 'warning'],
    ['outage', 'severe'],
    ['data', 'severe'],
  ])('marks a component by its most severe change: %s', (effect, style) => {
    const [, node] = linesOf(
      section(['a'], [object('Pod', 'pod', 'api', { spec: { containers: [] } }), service], {
        api: 'harmless',
        pod: effect,
      }),
    );
    expect(node).toBe(`s0c0["<b>api</b><br/>~ pod pod<br/>~ svc api"]:::${style}`);
  });
});
