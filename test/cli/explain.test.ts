// `explain`: from a field of an object back to the value, its file and line.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'explain-'));
  writeFileSync(join(cwd, 'red.yaml'), '# the hull\ncolor: red\ncode: xyzzy\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const explain = (...argv: string[]) => run(product, ['explain', ...argv], { cwd });

test.each([
  ['data.color', ['"red"', 'color = "red"  (red.yaml:2:1)']],
  ['data.bells', ['"1"', 'bells = 1  (default of the chart, #/properties/bells)']],
  ['metadata.labels["app.kubernetes.io/instance"]', ['"buoy"', 'name of the release = "buoy"']],
])('%s comes from one place', async (field, [is, from]) => {
  const { code, out } = await explain('buoy', '-f', 'red.yaml', 'ConfigMap/buoy', field);
  expect({ code, out }).toEqual({ code: 0, out: `ConfigMap/buoy ${field} is ${is}\n  ${from}\n` });
});

test('a flag is a source, too', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', '--set', 'color=blue', 'ConfigMap/buoy', 'data.color');
  expect(out).toContain('color = "blue"  (--set color)');
});

test('a secret is reported, but not shown', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', 'Secret/buoy-code', 'data.code');
  expect(out).toBe('Secret/buoy-code data.code is "(hidden)"\n  code = (hidden)  (red.yaml:3:1)\n');
});

test('a field that no value changes is set by the chart', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', 'ConfigMap/buoy', 'kind');
  expect(out).toBe('ConfigMap/buoy kind is "ConfigMap"\n  set by the chart; no value changes it\n');
});

test('a release of the releases file', async () => {
  writeFileSync(join(cwd, 'releases.yaml'), 'releases:\n- {name: n, chart: buoy, set: {color: green}}\n');
  const { out } = await explain('n', 'ConfigMap/n-buoy', 'data.color');
  expect(out).toContain('color = "green"  (releases.yaml:2:');
});

test('the release is the argument: there is no --only', async () => {
  const { code, err } = await explain('n', 'ConfigMap/n-buoy', 'data.color', '--only', 'm');
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^error: unknown option '--only'/) });
});

test('a release with the name of its chart is the one in the file', async () => {
  writeFileSync(join(cwd, 'releases.yaml'), 'releases:\n- {name: buoy, chart: buoy, set: {color: green}}\n');
  expect((await explain('buoy', 'ConfigMap/buoy', 'data.color')).out).toContain('"green"  (releases.yaml:2:');
  expect((await explain('buoy', '-f', 'red.yaml', 'ConfigMap/buoy', 'data.color')).out).toContain('(red.yaml:2:1)');
});

test('a cell of a table is shown with its row', async () => {
  writeFileSync(join(cwd, 'fleet.csv'), 'id,color\na,red\nb,blue\n');
  const set = '{color: "{{ row.color }}", bells: 2}';
  const release = `{name: "{{ row.id }}", forEach: fleet.csv, chart: buoy, set: ${set}}`;
  writeFileSync(join(cwd, 'releases.yaml'), `releases:\n- ${release}\n`);
  const sourceOf = async (field: string) => (await explain('b', 'ConfigMap/b-buoy', field)).out.split('\n')[1];
  expect(await sourceOf('data.color')).toBe('  color = "blue"  (releases.yaml:2:65, row fleet.csv:3)');
  expect(await sourceOf('data.bells')).toBe('  bells = 2  (releases.yaml:2:91)');
});

test('the last of several files wins', async () => {
  writeFileSync(join(cwd, 'blue.yaml'), 'bells: 3\n\ncolor: blue\n');
  const { out } = await explain('buoy', '-f', 'red.yaml', '-f', 'blue.yaml', 'ConfigMap/buoy', 'data.color');
  expect(out).toContain('color = "blue"  (blue.yaml:3:1)');
});

test('objects are explained as --secrets and --applyset leave them', async () => {
  const secrets = ['--secrets', 'external-secrets', '--secret-store', 'vault'];
  const external = ['ExternalSecret/buoy-code', 'spec.data[0].remoteRef.key'];
  expect((await explain('buoy', '-f', 'red.yaml', ...secrets, ...external)).out).toContain('namespace of the release');
  const parent = ['ConfigMap/fleet', 'metadata.name'];
  expect((await explain('buoy', '-f', 'red.yaml', '--applyset', 'fleet', ...parent)).out).toBe(
    'ConfigMap/fleet metadata.name is "fleet"\n  set by the chart; no value changes it\n',
  );
  expect((await explain('buoy', '-f', 'red.yaml', ...secrets, 'Secret/buoy-code', 'data')).code).toBe(1);
});

test('only some of many candidates are listed', async () => {
  const releases = Array.from({ length: 40 }, (_, at) => `- {name: sea-${at}, chart: buoy, set: {color: red}}\n`);
  writeFileSync(join(cwd, 'releases.yaml'), `releases:\n${releases.join('')}`);
  const { err } = await explain('unlike-any', 'ConfigMap/x', 'kind');
  expect(err).toMatch(/\(expected sea-0, .*, sea-11 or one of 28 more\)/);
});

test('as JSON', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', '--format', 'json', 'Secret/buoy-code', 'data.code');
  expect(JSON.parse(out)).toEqual({
    object: 'Secret/buoy-code',
    field: 'data.code',
    value: '(hidden)',
    release: {},
    sources: [{ path: 'code', value: '(hidden)', source: 'red.yaml', line: 3, column: 1 }],
    untried: [],
  });
});

test('a missing object, as JSON', async () => {
  const { code, out, err } = await explain('buoy', '-f', 'red.yaml', '--format', 'json', 'ConfigMap/buoy', 'data.bell');
  expect({ code, err }).toEqual({
    code: 1,
    err: 'error: ConfigMap/buoy: has no data.bell (did you mean data.bells?)\n',
  });
  expect(JSON.parse(out)).toMatchObject({ nearest: 'data.bells', there: 'data', known: ['bells', 'color'] });
});

test.each([
  ['an unknown object', ['ConfigMap/boy', 'kind'], 1, 'did you mean ConfigMap/buoy?'],
  [
    'a missing field',
    ['ConfigMap/buoy', 'data.bell'],
    1,
    'ConfigMap/buoy: has no data.bell (did you mean data.bells?)',
  ],
  [
    'a word that is no field path',
    ['ConfigMap/buoy', 'data[x'],
    2,
    'error: data[x is not a field path (expected a.b, a[0], a[name=x] or a["b.c"])',
  ],
])('%s is refused', async (_what, argv, status, message) => {
  const { code, err } = await explain('buoy', '-f', 'red.yaml', ...argv);
  expect(code).toBe(status);
  expect(err).toContain(message);
});
