// What a release inherits from the defaults and from its row, and where its problems are reported.

import type { ReleaseEntry } from '../../lib/releases/release-entry';
import type { IsAllowed, OpenChart } from '../../lib/releases/release-reader';
import { releasesOf } from '../../lib/releases/releases';
import { defaultsSchema } from '../../lib/releases/releases-schema';
import type { Row } from '../../lib/releases/rows';
import { loadLayer } from '../../lib/values/file/load';
import type { Layer } from '../../lib/values/layer';
import { InputError } from '../../lib/values/problem';

const VERSIONS = [
  { name: 'v1', version: '1', source: 'a', tags: {} },
  { name: 'v2', version: '2', source: 'b', tags: {} },
] as const;
const CHARTS = [{ name: 'buoy', versions: VERSIONS }, { name: 'tide-gauge' }];

interface Given {
  readonly rows?: (table: string) => readonly Row[];
  readonly isAllowed?: IsAllowed;
  readonly openChart?: OpenChart;
}

const read = (text: string, { rows, isAllowed, openChart }: Given = {}): ReleaseEntry[] =>
  releasesOf(loadLayer({ source: 'r.yaml', text }), CHARTS, rows, isAllowed, openChart);

function problemsOf(text: string, given?: Given): string[] {
  try {
    read(text, given);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const treesOf = (layers: readonly (Layer | string)[]) =>
  layers.map((layer) => (typeof layer === 'string' ? layer : layer.apply({})));

const changesOf = ({ changes }: ReleaseEntry) => changes.map(({ layer, at }) => [at, layer.apply({})]);

const row = (place: string, columns: Row['columns']): Row => ({ place, columns });

describe('defaults', () => {
  const DEFAULTS = `
defaults:
  chart: buoy
  appVersion: v1
  kubeVersion: "1.35"
  namespace: sea
  output: out
  cluster: north
  imageLock: images.lock
  target: flux
  values: [common.yaml]
  set: {color: red}
  secrets: {mode: external-secrets}
  delivery: {namespace: flux-system}
  patches: [{patch: {kind: Service, metadata: {name: a}}}]
  extraObjects: [{kind: ConfigMap}]
`;

  test('can set every key in their schema', () => {
    const { defaults } = loadLayer({ source: 'r.yaml', text: DEFAULTS }).apply({});
    expect(Object.keys(defaults as object).sort()).toEqual(Object.keys(defaultsSchema(CHARTS).properties).sort());
  });

  test('apply to a release that sets nothing itself', () => {
    const [entry] = read(`${DEFAULTS}releases: [{name: a}]`) as [ReleaseEntry];
    const { secrets, delivery, values, changes: _changes, ...fields } = entry;
    expect(fields).toEqual({
      name: 'a',
      chart: 'buoy',
      appVersion: 'v1',
      kubeVersion: '1.35',
      namespace: 'sea',
      output: 'out',
      cluster: 'north',
      imageLock: 'images.lock',
      target: 'flux',
    });
    expect(treesOf(values)).toEqual(['common.yaml', { color: 'red' }, {}]);
    expect(treesOf(secrets)).toEqual([{ mode: 'external-secrets' }]);
    expect(treesOf(delivery)).toEqual([{ namespace: 'flux-system' }]);
    expect(changesOf(entry)).toEqual([
      [
        ['defaults'],
        { patches: [{ patch: { kind: 'Service', metadata: { name: 'a' } } }], extraObjects: [{ kind: 'ConfigMap' }] },
      ],
    ]);
  });

  test('are overridden by the release, and come before what adds to them', () => {
    const [entry] = read(`${DEFAULTS}
releases:
  - name: a
    chart: tide-gauge
    appVersion: null
    kubeVersion: null
    namespace: lake
    output: own
    cluster: south
    imageLock: own.lock
    target: argocd
    values: [own.yaml]
    set: {color: blue}
    secrets: {mode: sops}
    delivery: {namespace: argocd}
    extraObjects: [{kind: Secret}]
`) as [ReleaseEntry];
    const { secrets, delivery, values, changes: _changes, ...fields } = entry;
    expect(fields).toEqual({
      name: 'a',
      chart: 'tide-gauge',
      namespace: 'lake',
      output: 'own',
      cluster: 'south',
      imageLock: 'own.lock',
      target: 'argocd',
    });
    expect(treesOf(values)).toEqual(['common.yaml', { color: 'red' }, 'own.yaml', { color: 'blue' }]);
    expect(treesOf(secrets)).toEqual([{ mode: 'external-secrets' }, { mode: 'sops' }]);
    expect(treesOf(delivery)).toEqual([{ namespace: 'flux-system' }, { namespace: 'argocd' }]);
    expect(changesOf(entry).map(([at]) => at)).toEqual([['defaults'], ['releases', 0]]);
    expect(changesOf(entry)[1]).toEqual([['releases', 0], { extraObjects: [{ kind: 'Secret' }] }]);
  });
});

test('null removes the delivery, Secrets and changes of the defaults', () => {
  const [entry] = read(`
defaults:
  secrets: {mode: sops}
  delivery: {namespace: argocd}
  patches: [{patch: {kind: Service, metadata: {name: a}}}]
  extraObjects: [{kind: ConfigMap}]
releases: [{name: a, chart: buoy, secrets: null, delivery: null, patches: null, extraObjects: null}]
`) as [ReleaseEntry];
  expect(entry).toMatchObject({ secrets: [], delivery: [], changes: [] });
});

test.each([
  ['releases: [a]', ['r.yaml:1:12 releases[0]: must be a map']],
  ['releases: [null]', ['r.yaml:1:12 releases[0]: must be a map']],
  ['releases: [[a]]', ['r.yaml:1:12 releases[0]: must be a map']],
  [
    'defaults: {chat: buoy, set: [a]}\nreleases: [{name: a, chart: buoy}]',
    [
      'r.yaml:1:12 defaults.chat: unknown key (did you mean chart?)',
      'r.yaml:1:24 defaults.set: must not be a list (expected a map)',
    ],
  ],
  [
    'releases: [{name: a, chart: buoy, appVersion: v3}]',
    ['r.yaml:1:35 releases[0].appVersion: buoy has no app version v3 (expected v1, v2; did you mean v1?)'],
  ],
  [
    'releases: [{name: a, chart: tide-gauge, appVersion: v1}]',
    ['r.yaml:1:41 releases[0].appVersion: tide-gauge has one version only'],
  ],
  [
    'releases: [{name: a, chart: buoy, target: kubectl, delivery: {namespace: argocd}}]',
    ['r.yaml:1:52 releases[0].delivery: requires target argocd or flux'],
  ],
  [
    'defaults: {chart: boy}\nreleases: [{name: a}]',
    ['r.yaml:1:12 defaults.chart: invalid value "boy" (expected one of buoy, tide-gauge; did you mean buoy?)'],
  ],
])('%s is refused', (text, problems) => {
  expect(problemsOf(text)).toEqual(expect.arrayContaining(problems));
});

test.each([
  ['app version of the chart', 'appVersion: v2'],
  ['delivery for the target of the command', 'delivery: {namespace: argocd}'],
  ['delivery for Argo CD', 'target: argocd, delivery: {namespace: argocd}'],
  ['target kubectl', 'target: kubectl'],
])('a release can have %s', (_what, fields) => {
  expect(problemsOf(`releases: [{name: a, chart: buoy, ${fields}}]`)).toEqual([]);
});

describe('paths that the file must not use', () => {
  const isAllowed = (path: string) => !path.startsWith('..');

  test.each([
    ['output: ../o', '1:35 releases[0].output'],
    ['values: [a.yaml, ../b.yaml]', '1:52 releases[0].values[1]'],
    ['values: ../b.yaml', '1:35 releases[0].values[0]'],
    ['delivery: {folder: ../d}', '1:46 releases[0].delivery.folder'],
    ['secrets: {certificate: ../c.pem}', '1:45 releases[0].secrets.certificate'],
    ['forEach: ../t.csv', '1:35 releases[0].forEach'],
  ])('%s is refused with its location', (fields, place) => {
    const [first, ...more] = problemsOf(`releases: [{name: a, chart: buoy, ${fields}}]`, { isAllowed });
    expect(first).toBe(
      `r.yaml:${place}: is outside the folder of this file or in .git (if you trust it, use sandbox-charts with --allow-outside)`,
    );
    expect(more).toEqual([]);
  });

  test('those of the defaults are refused too, with their own location', () => {
    const text = 'defaults: {output: ../o}\nreleases: [{name: a, chart: buoy}]';
    expect(problemsOf(text, { isAllowed })[0]).toMatch(/^r\.yaml:1:12 defaults\.output: is outside/);
  });
});

describe('a chart that is a file', () => {
  const FILE = './charts/own.js';
  const text = `releases: [{name: a, chart: ${FILE}}, {name: b, chart: ${FILE}}, {name: c, chart: buoy}]`;

  test('is opened once, and known by its path', () => {
    const openChart = jest.fn(() => ({ name: 'own', versions: VERSIONS }));
    expect(read(text, { openChart }).map(({ chart }) => chart)).toEqual([FILE, FILE, 'buoy']);
    expect(openChart.mock.calls).toEqual([[FILE]]);
    const withVersion = (version: string) => `releases: [{name: a, chart: ${FILE}, appVersion: ${version}}]`;
    expect(problemsOf(withVersion('v2'), { openChart })).toEqual([]);
    expect(problemsOf(withVersion('v9'), { openChart })[0]).toContain(`${FILE} has no app version v9`);
  });

  test('that cannot be opened is reported where it is named', () => {
    const openChart = () => {
      throw new InputError([{ path: [], message: 'does not export a chart' }]);
    };
    const one = `releases: [{name: a, chart: ${FILE}}]`;
    expect(problemsOf(one, { openChart })).toEqual([`r.yaml:1:22 releases[0].chart: ${FILE} does not export a chart`]);
    const common = `defaults: {chart: ${FILE}}\nreleases: [{name: a}]`;
    expect(problemsOf(common, { openChart })[0]).toBe(`r.yaml:1:12 defaults.chart: ${FILE} does not export a chart`);
  });

  test('must be in the folder of the releases file', () => {
    const openChart = jest.fn(() => ({ name: 'own' }));
    const [first] = problemsOf(`releases: [{name: a, chart: ${FILE}}]`, { openChart, isAllowed: () => false });
    expect(first).toMatch(/^r\.yaml:1:22 releases\[0\]\.chart: is outside the folder/);
    expect(openChart).not.toHaveBeenCalled();
  });

  test('is unknown where code of the user must not run', () => {
    expect(problemsOf(`releases: [{name: a, chart: ${FILE}}]`)).toHaveLength(1);
  });
});

describe('a release for each row', () => {
  const rows = () => [
    row('t.csv:2', { id: 'a', size: '1', tags: ['x'], none: undefined }),
    row('t.csv:3', { id: 'b' }),
  ];
  const each = (fields: string) => `releases:\n- {name: "{{ row.id }}", chart: buoy, forEach: t.csv, ${fields}}`;

  test('names its row, and takes columns anywhere in its settings and in those of the defaults', () => {
    const text = `defaults: {set: {all: "{{row.id}}"}, namespace: "n-{{ row.id }}"}\n${each('set: {own: ["x-{{ row.id }}", "{{ row.id }}"], n: 1}')}`;
    const [a, b] = read(text, { rows }) as [ReleaseEntry, ReleaseEntry];
    expect(a).toMatchObject({ name: 'a', namespace: 'n-a', row: 't.csv:2' });
    expect(b).toMatchObject({ name: 'b', namespace: 'n-b', row: 't.csv:3' });
    expect(treesOf(a.values)).toMatchObject([{ all: 'a' }, { own: ['x-a', 'a'] }]);
    const own = a.values[1] as Layer;
    expect(own.locate(['own', 1])).toMatchObject({ source: 'r.yaml', line: 3, row: 't.csv:2' });
    expect(own.locate(['n'])).not.toHaveProperty('row');
  });

  test('a cell keeps its type as a whole value, and an empty one leaves out the key', () => {
    const [a] = read(each('set: {tags: "{{ row.tags }}", none: "{{ row.none }}"}'), {
      rows: () => rows().slice(0, 1),
    }) as [ReleaseEntry];
    expect(treesOf(a.values)).toEqual([{}, { tags: ['x'] }]);
  });

  test.each([
    ['"s-{{ row.tags }}"', 'the column tags is a list or map: it cannot be part of a text'],
    ['"s-{{ row.none }}"', 'the column none is empty: it cannot be part of a text'],
    ['"{{ row.nope }}"', 'the table has no column nope; it has id, size, tags, none'],
    ['"{{ row }}"', 'a column is written {{ row.column }}'],
    ['"{{ row.id"', 'a column is written {{ row.column }}'],
    ['"{{ row.i d }}-x"', 'invalid column name i d: use only letters, digits, "-" and "_"'],
  ])('%s in a value is refused', (value, message) => {
    const text = each(`set: {x: ${value}}`);
    expect(problemsOf(text, { rows: () => rows().slice(0, 1) })).toEqual([
      `r.yaml:2:61 releases[0].set.x: t.csv:2: ${message}`,
    ]);
  });

  test.each([
    [1, 't.csv:0: '],
    [2, 't.csv:0 and 1 more row: '],
    [3, 't.csv:0 and 2 more rows: '],
  ])('a problem in %d rows is reported once', (count, lead) => {
    const many = () => Array.from({ length: count }, (_, index) => row(`t.csv:${index}`, { id: `a${index}` }));
    const [only, ...more] = problemsOf(each('namespace: "{{ row.nope }}"'), { rows: many });
    expect(only).toBe(`r.yaml:2:55 releases[0].namespace: ${lead}the table has no column nope; it has id`);
    expect(more).toEqual([]);
  });

  test('more than a hundred different problems are counted', () => {
    const many = () => Array.from({ length: 103 }, (_, index) => row(`t.csv:${index}`, { id: `A${index}` }));
    const problems = problemsOf(each('set: {}'), { rows: many });
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('r.yaml: 3 more problems');
  });

  test('a problem of the whole table is reported where it is named, one of a row where the row is', () => {
    const refuse = (line?: number) => () => {
      throw new InputError([{ path: [], message: 'is bad', origin: { source: 't.csv', ...(line ? { line } : {}) } }]);
    };
    expect(problemsOf(each('set: {}'), { rows: refuse() })).toEqual(['r.yaml:2:39 releases[0].forEach: t.csv: is bad']);
    expect(problemsOf(each('set: {}'), { rows: refuse(4) })).toEqual(['t.csv:4:1: is bad']);
  });
});
