// `explain`: from a field of an object back to the value, its file and line.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'explain-'));
  writeFileSync(join(cwd, 'red.yaml'), '# the hull\ncolour: red\ncode: xyzzy\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const explain = (...argv: string[]) => run(product, ['explain', ...argv], { cwd });

test.each([
  ['data.colour', ['"red"', 'colour = "red"  (red.yaml:2:1)']],
  ['data.bells', ['"1"', 'bells = 1  (default of the chart, #/properties/bells)']],
  ['metadata.labels["app.kubernetes.io/instance"]', ['"buoy"', 'name of the release = "buoy"']],
])('%s comes from one place', async (field, [is, from]) => {
  const { code, out } = await explain('buoy', '-f', 'red.yaml', 'ConfigMap/buoy', field);
  expect({ code, out }).toEqual({ code: 0, out: `ConfigMap/buoy ${field} is ${is}\n  ${from}\n` });
});

test('a flag is a place too', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', '--set', 'colour=blue', 'ConfigMap/buoy', 'data.colour');
  expect(out).toContain('colour = "blue"  (--set colour)');
});

test('a secret is named, not shown', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', 'Secret/buoy-code', 'data.code');
  expect(out).toBe('Secret/buoy-code data.code is "(hidden)"\n  code = (hidden)  (red.yaml:3:1)\n');
});

test('what no value changes is the chart’s own', async () => {
  const { out } = await explain('buoy', '-f', 'red.yaml', 'ConfigMap/buoy', 'kind');
  expect(out).toBe('ConfigMap/buoy kind is "ConfigMap"\n  no value changes it: the chart says so\n');
});

test('a release of the releases file', async () => {
  writeFileSync(join(cwd, 'releases.yaml'), 'releases:\n- {name: n, chart: buoy, set: {colour: green}}\n');
  const { out } = await explain('n', 'ConfigMap/n-buoy', 'data.colour');
  expect(out).toContain('colour = "green"  (releases.yaml:2:');
});

test.each([
  ['an unknown object', ['ConfigMap/boy', 'kind'], 1, 'did you mean ConfigMap/buoy?'],
  ['a field that is not there', ['ConfigMap/buoy', 'data.bell'], 1, 'ConfigMap/buoy: has no data.bell'],
  ['what is no field', ['ConfigMap/buoy', 'data[x'], 2, 'data[x is no field'],
])('%s is refused', async (_what, argv, status, message) => {
  const { code, err } = await explain('buoy', '-f', 'red.yaml', ...argv);
  expect(code).toBe(status);
  expect(err).toContain(message);
});
