// A list that is read in pieces gives the same result as reading it as a whole, or is read as a whole.

import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadInPieces } from '../../lib/releases/load-releases';
import type { ReleaseEntry } from '../../lib/releases/release-entry';
import { releasesOf } from '../../lib/releases/releases';
import { loadLayer } from '../../lib/values/file/load';
import type { Layer } from '../../lib/values/layer';
import type { Path } from '../../lib/values/path';
import { InputError } from '../../lib/values/problem';
import { isMap } from '../../lib/values/scalar';

const CHARTS = [{ name: 'buoy' }, { name: 'tide-gauge' }];

const readAll = (file: Layer): object[] => releasesOf(file, CHARTS).map(contentsOf);

/** The contents of an entry, with locations. */
const contentsOf = ({ values, delivery, secrets, ...plain }: ReleaseEntry): object => ({
  ...plain,
  values: values.map((source) => (typeof source === 'string' ? source : layerContents(source))),
  settings: [...delivery, ...secrets].map(layerContents),
});

function layerContents(layer: Layer): object {
  const tree = layer.apply({});
  return { tree, places: pathsIn(tree).map((path) => layer.locate(path)) };
}

const pathsIn = (value: unknown, path: Path = []): Path[] => [
  path,
  ...(isMap(value) ? Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key])) : []),
];

const whole = (text: string) => loadLayer({ source: 'r.yaml', text });
const pieces = (text: string, together = 2) => loadInPieces({ source: 'r.yaml', text }, together);

const LIST = `# The fleet.
defaults: {chart: buoy, set: {sea: north}}
releases: # of all seas
  # the first
  - name: a
    set:
      note: |
        - name: text
      - of its own

      more: 'and
        - quoted'
# at the margin
  - {name: b, values: [x.yaml,
      y.yaml]}

  -
    name: c
    set: &same {image: {tag: 1.10}}
    chart: tide-gauge
  - name: d
    namespace: deep
`.replace('      - of its own', '        - of its own');

test.each([
  ['below the defaults', LIST],
  ['above the defaults', `${LIST.replace(/^defaults.*\n/m, '')}defaults:\n  chart: buoy\n  set: {sea: north}\n`],
  ['with the line ends of Windows', LIST.replaceAll('\n', '\r\n')],
  ['at the margin', LIST.replaceAll(/^ {2}/gm, '')],
  ['without a final line break', LIST.trimEnd()],
  ['of one', 'releases:\n- {name: a, chart: buoy}'],
])('a list %s', (_where, text) => {
  for (const together of [1, 2, 3, 9]) {
    const cut = pieces(text, together);
    expect(cut && readAll(cut)).toEqual(readAll(whole(text)));
  }
});

/** The contents of a list, or its problems. */
function outcome(read: () => Layer | undefined): object[] | string | undefined {
  try {
    const list = read();
    return list && readAll(list);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

const line = fc.stringMatching(/^[ -~]{0,12}$/);
const value = fc.oneof(
  line,
  fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n')),
  fc.integer(),
  fc.constant(null),
);
const key = fc.stringMatching(/^[a-z]{1,4}$/);
const set = fc.dictionary(key, fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.dictionary(key, value)));
const style = fc.record({
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  collectionStyle: fc.constantFrom('block' as const, 'any' as const),
  defaultStringType: fc.constantFrom(
    'PLAIN' as const,
    'QUOTE_DOUBLE' as const,
    'BLOCK_LITERAL' as const,
    'BLOCK_FOLDED' as const,
  ),
  defaultKeyType: fc.constant('PLAIN' as const),
});
const file = fc.tuple(fc.array(set, { minLength: 1, maxLength: 7 }), set, style).map(([sets, common, options]) =>
  stringify(
    {
      defaults: { set: common },
      releases: sets.map((own, index) => ({ name: `r-${index}`, chart: 'buoy', set: own })),
    },
    options,
  ),
);

test('any list', () => {
  fc.assert(
    fc.property(file, (text) => {
      const [inPieces, asWhole] = [outcome(() => pieces(text, 3)), outcome(() => whole(text))];
      if (inPieces === undefined) expect(typeof asWhole).toBe('string');
      else expect(inPieces).toEqual(asWhole);
    }),
    { numRuns: 100 },
  );
});

test('a damaged list gives the same result in pieces and as a whole', () => {
  const damage = fc.constantFrom(
    ...' \n\t"\'|>#:?,-&*{}[]',
    '\n  ',
    '- ',
    '&a ',
    '*a',
    ' #',
    ': ',
    '---\n',
    '...\n',
    '\n- ',
    '\n  - ',
  );
  fc.assert(
    fc.property(file, damage, fc.double({ min: 0, max: 1, noNaN: true }), (text, what, where) => {
      const at = Math.floor(where * text.length);
      const damaged = text.slice(0, at) + what + text.slice(at);
      const inPieces = outcome(() => pieces(damaged, 2));
      if (inPieces !== undefined) expect(inPieces).toEqual(outcome(() => whole(damaged)));
    }),
    { numRuns: 200 },
  );
});

test('a list with an empty key behind it is read as a whole', () => {
  const text = 'defaults: {}\nreleases:\n- name: a\n  chart: buoy\n- name: b\n  chart: buoy\n';
  expect(outcome(() => pieces(text, 2))).toEqual(outcome(() => whole(text)));
  expect(outcome(() => pieces(`${text}: `, 2))).toBeUndefined();
});

test.each([
  ['in one line', 'releases: [{name: a, chart: buoy}]'],
  ['in JSON', '{"releases":\n[{"name": "a", "chart": "buoy"}]}'],
  ['that is empty', 'releases:\n'],
  ['with a table', 'releases:\n  - {name: "{{ row.id }}", chart: buoy, forEach: labs.csv}\n'],
  ['after a directive', '%YAML 1.1\n---\nreleases:\n  - {name: a, chart: buoy}\n'],
  ['that occurs twice', 'releases:\n  - {name: a, chart: buoy}\nreleases:\n  - {name: b, chart: buoy}\n'],
])('a list %s is read as a whole', (_what, text) => {
  expect(pieces(text)).toBeUndefined();
});

test.each([
  [
    'an anchor of another piece',
    'releases:\n  - {name: a, chart: buoy, set: &s {x: 1}}\n  - {name: b, chart: buoy, set: *s}\n',
  ],
  ['a quote without an end', 'releases:\n  - {name: a, chart: "buoy}\n  - {name: b, chart: buoy}\n'],
  [
    "a map that continues at the list's indentation",
    'releases:\n  - {name: a,\n  chart: buoy}\n  - {name: b, chart: buoy}\n',
  ],
  ['a second document', 'releases:\n- {name: a, chart: buoy}\n---\nreleases2: 1\n'],
])('with %s it is read as a whole', (_what, text) => {
  expect(pieces(text, 1)).toBeUndefined();
});

test.each([
  ['an invalid release', 'releases:\n  - {name: a, chart: buoy}\n  - {name: a, chart: boy}\n'],
  ['invalid defaults', 'defaults: {chat: buoy}\nreleases:\n  - {name: a, chart: buoy}\n'],
  ['a name twice', 'releases:\n  - {name: a, chart: buoy}\n  - {name: a, chart: buoy}\n'],
])('%s is reported with its location', (_what, text) => {
  const problem = outcome(() => pieces(text, 1));
  expect(problem).toMatch(/^r\.yaml:\d+:\d+ /);
  expect(problem).toEqual(outcome(() => whole(text)));
});
