// An index is read only if this tool could have written it. Writing it again gives the same bytes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { indexText, recordedFiles } from '../../lib/output/index/output-index';
import { parseIndex } from '../../lib/output/index/parse-index';
import { isFileOf } from '../../lib/output/tree/file-names';
import { InputError } from '../../lib/values/problem';

const committed = readFileSync(join(__dirname, '../../dist/.sandbox-charts.index'), 'utf8');

test('writing the committed index again gives the same bytes', () => {
  expect(indexText(parseIndex('index', committed))).toBe(committed);
});

test.each([
  ['{\n  "tool": @\n}\n', /^index:2:11: /],
  ['{\n  "tool": "1"\n  "releases": {}\n}\n', /^index:3:3: /],
  ['{\n  "tool": "1",\n  "releases":', /^index:3:14: /],
])('text that is not JSON is refused with its location: %j', (text, location) => {
  expect(() => parseIndex('index', text)).toThrow(location);
  expect(() => parseIndex('index', text)).toThrow('is not JSON (restore the file, or empty the folder)');
});

test.each([
  ['an unknown flag', { flags: { shell: 'sh' } }, 'recipes.a.flags.shell: is not a recorded synth flag'],
  ['a list in place of a text', { flags: { name: ['a'] } }, 'recipes.a.flags.name: is not a recorded synth flag'],
  [
    'a flag of a release next to a releases file',
    { flags: { config: 'releases.yaml', namespace: 'labs' } },
    'recipes.a.flags.namespace: conflicts with config',
  ],
  ['an input without a hash', { inputs: { 'a.yaml': 'x' } }, 'recipes.a.inputs["a.yaml"]: must be a SHA-256'],
])('a recipe with %s is refused', (_what, change, message) => {
  const recipe = { chart: 'buoy', layout: 'release', flags: {}, inputs: {}, ...change };
  const text = JSON.stringify({ tool: '1', releases: { a: {} }, recipes: { a: recipe } });
  expect(() => parseIndex('index', text)).toThrow(message);
});

/** Reads it, or rejects it as invalid input. Any other error is a bug. */
function read(text: string): string[] | undefined {
  try {
    const index = parseIndex('index', text);
    expect(indexText(parseIndex('index', indexText(index)))).toBe(indexText(index));
    return [...recordedFiles(index).keys()];
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const SAFE = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9.-]+){0,2}\.yaml$/;
const isSafe = (path: string) => SAFE.test(path) && !path.split('/').some((part) => /^\.{0,2}$/.test(part));

test('with any bytes replaced, it is read safely or rejected', () => {
  const cut = committed.slice(0, 4000);
  const edit = fc.record({
    at: fc.nat(cut.length),
    drop: fc.nat(200),
    put: fc.string({ unit: 'binary', maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const text = edits.reduce((all, { at, drop, put }) => all.slice(0, at) + put + all.slice(at + drop), committed);
      expect((read(text) ?? []).filter((path) => !isSafe(path))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

const NAMES = [
  'a',
  'old',
  'constructor',
  '__proto__',
  'gitrepository.x',
  'gitrepository',
  '..',
  '.git',
  'A',
  'a/b',
  '',
];
const part = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    '.git',
    '001-x.yaml',
    'setup',
    '1-setup',
    'objects.yaml',
    'kustomization.yaml',
    'a',
    'old',
    '.x',
  ),
  fc.string({ maxLength: 6 }),
);
const path = fc.oneof(
  fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
  fc.constantFrom(...NAMES).map((name) => `${name}.k8s.yaml`),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

test('accepted paths are always below the folder', () => {
  const files = fc.dictionary(path, fc.constantFrom('-', 'A'.repeat(22), '', 'x'), { maxKeys: 3 });
  const releases = fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 8 })), files, {
    maxKeys: 3,
  });
  fc.assert(
    fc.property(releases, releases, (listed, pending) => {
      const text = JSON.stringify({ tool: '1', releases: listed, pending, recipes: {} });
      expect((read(text) ?? []).filter((taken) => !isSafe(taken))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('any JSON is read or rejected', () => {
  const json = fc.oneof(
    fc.json({ maxDepth: 5 }),
    fc
      .dictionary(fc.constantFrom('tool', 'releases', 'recipes', 'pending', '__proto__'), fc.jsonValue())
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(json, (text) => {
      expect(read(text) ?? []).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['a.k8s.yaml', true],
  ['a.requirements.yaml', true],
  ['a/kustomization.yaml', true],
  ['a/001-labs-configmap-a.yaml', true],
  ['a/1-setup/objects.yaml', true],
  ['a/3-before-2/0001-secret-a.yaml', true],
  ['a/objects.yaml', false],
  ['a/1-setup', false],
  ['a/../a.k8s.yaml', false],
  ['a/1-setup/../x.yaml', false],
  ['b.k8s.yaml', false],
  ['a.k8s.yaml/x', false],
  ['a/01-x.yaml', false],
  ['a/001-x.yml', false],
  ['A.k8s.yaml', false],
])('%s is a file of release a: %s', (file, is) => {
  expect(isFileOf('a', file)).toBe(is);
});
