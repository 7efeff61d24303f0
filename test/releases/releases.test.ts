import type { ReleaseEntry } from '../../lib/releases/release-entry';
import { releasesOf } from '../../lib/releases/releases';
import { loadLayer } from '../../lib/values/file/load';
import type { Layer } from '../../lib/values/layer';
import { InputError } from '../../lib/values/problem';

const read = (text: string) =>
  releasesOf(loadLayer({ source: 'releases.yaml', text }), [{ name: 'tide-gauge' }, { name: 'buoy' }]);

const filesOf = (entry: ReleaseEntry | undefined) => entry?.values.filter((source) => typeof source === 'string');

/** The entry's own `set`: the last source, which wins. */
const setOf = (entry: ReleaseEntry | undefined): Layer => {
  const last = entry?.values.at(-1);
  if (last === undefined || typeof last === 'string') throw new Error('an entry ends with what it sets');
  return last;
};

function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('an entry has a release name, chart, namespace and files', () => {
  const [north, south] = read(`
releases:
  - {name: north, chart: buoy, namespace: sea, values: [common.yaml, north.yaml]}
  - {name: south, chart: tide-gauge}
`);
  expect(north).toMatchObject({ name: 'north', chart: 'buoy', namespace: 'sea' });
  expect(filesOf(north)).toEqual(['common.yaml', 'north.yaml']);
  expect(south).toMatchObject({ name: 'south', chart: 'tide-gauge' });
  expect(filesOf(south)).toEqual([]);
  expect(south).not.toHaveProperty('namespace');
});

describe('the set of an entry', () => {
  const [entry] = read(`
releases:
  - name: north
    chart: buoy
    set:
      image: {tag: 1.10}
      limits: null
`);

  test('wins over the files, and keeps the spelling of numbers, and nulls', () => {
    const merged = setOf(entry).apply({ image: { repository: 'buoy' }, limits: { cpu: 1 } });
    expect(merged).toMatchObject({ image: { repository: 'buoy', tag: { spelling: '1.10' } }, limits: null });
  });

  test('is located in the releases file', () => {
    expect(setOf(entry).locate(['image', 'tag'])).toEqual({ source: 'releases.yaml', line: 6, column: 15 });
    expect(setOf(entry).locate(['image', 'digest'])).toBeUndefined();
  });
});

test('every problem of the file is reported with its location', () => {
  expect(
    problemsOf(`
releases:
  - name: North_1
    chart: boy
  - name: ${'n'.repeat(54)}
    chart: buoy
    namspace: sea
    values: north.yaml
  - chart: buoy
    name: south
    namespace: sea.side
    set: [secret]
default: {}
`),
  ).toMatchInlineSnapshot(`
[
  "releases.yaml:13:1 default: unknown key (did you mean defaults?)",
  "releases.yaml:3:5 releases[0].name: invalid value "North_1" (expected at most 53 lowercase letters, digits and "-", starting and ending with a letter or digit)",
  "releases.yaml:4:5 releases[0].chart: invalid value "boy" (expected one of tide-gauge, buoy; did you mean buoy?)",
  "releases.yaml:7:5 releases[1].namspace: unknown key (did you mean namespace?)",
  "releases.yaml:5:5 releases[1].name: invalid value "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" (expected at most 53 lowercase letters, digits and "-", starting and ending with a letter or digit)",
  "releases.yaml:8:5 releases[1].values: invalid string "north.yaml" (expected a list)",
  "releases.yaml:11:5 releases[2].namespace: invalid value "sea.side" (expected at most 63 lowercase letters, digits and "-", starting and ending with a letter or digit)",
  "releases.yaml:12:5 releases[2].set: must not be a list (expected a map)",
]
`);
});

test.each([
  ['', ['releases.yaml:1:1 releases: is required (expected a list; Releases to render)']],
  ['releases: []', ['releases.yaml:1:1 releases: lists no releases']],
  [
    'releases: [{name: a, chart: buoy}, {name: b, chart: buoy}, {name: a, chart: tide-gauge}]',
    ['releases.yaml:1:61 releases[2].name: duplicate release name: a'],
  ],
  [
    'releases: [{name: "lab-{{ row.id }}", chart: buoy}]',
    ['releases.yaml:1:13 releases[0].name: {{ row.id }} requires forEach'],
  ],
  [
    'releases: [{name: "{{ row.user id }}", chart: buoy}]',
    ['releases.yaml:1:13 releases[0].name: invalid column name user id: use only letters, digits, "-" and "_"'],
  ],
  [
    'releases: [{name: a, chart: buoy, values: [x.yaml, "-"]}]',
    ['releases.yaml:1:52 releases[0].values[1]: standard input is only supported with -f'],
  ],
  [
    'releases: [{name: "{{ row.id }}", chart: buoy, forEach: empty.csv}]',
    ['releases.yaml:1:1 releases: results in no releases: its tables have no rows'],
  ],
])('%s is refused', (text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test.each([
  ['{{ row.ID }}', 'the table has no column ID; it has id, size'],
  ['{{ row.constructor }}', 'the table has no column constructor; it has id, size'],
])('%s is refused with the columns of the table', (name, problem) => {
  const file = loadLayer({
    source: 'releases.yaml',
    text: `releases: [{name: "${name}", chart: buoy, forEach: a.csv}]`,
  });
  const rows = [{ place: 'a.csv:2', columns: { id: 'a', size: '1' } }];
  expect(() => releasesOf(file, [{ name: 'buoy' }], () => rows)).toThrow(`releases[0].name: a.csv:2: ${problem}`);
});

test('names of files and folders can be of one letter, but not empty', () => {
  const fields = (name: string) => `values: ["${name}"], output: "${name}", cluster: "${name}"`;
  expect(problemsOf(`releases: [{name: a, chart: buoy, ${fields('v')}}]`)).toEqual([]);
  expect(problemsOf(`releases: [{name: a, chart: buoy, ${fields('')}}]`)).toHaveLength(3);
});

test('a table without rows makes no release; the other releases are rendered', () => {
  const entries = read('releases: [{name: a, chart: buoy}, {name: "{{ row.id }}", chart: buoy, forEach: empty.csv}]');
  expect(entries.map(({ name }) => name)).toEqual(['a']);
});

test('a column can be a part of a text, and a problem in many rows is reported once', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ place: `labs.csv:${index + 2}`, columns: { id: index } }));
  const named = (name: string) => {
    const text = `releases: [{name: "${name}", chart: buoy, forEach: labs.csv}]`;
    return releasesOf(loadLayer({ source: 'releases.yaml', text }), [{ name: 'buoy' }], () => rows);
  };
  expect(
    named('lab-{{ row.id }}-x')
      .slice(0, 2)
      .map(({ name }) => name),
  ).toEqual(['lab-0-x', 'lab-1-x']);
  expect(() => named('lab-{{ row.nope }}')).toThrow(
    new InputError([
      {
        path: [],
        message:
          'releases.yaml:1:13 releases[0].name: labs.csv:2 and 999 more rows: the table has no column nope; it has id',
      },
    ]).message,
  );
});
