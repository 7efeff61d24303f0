// Nothing in a repository controls the terminal of a user who runs the tool there, or adds an output line.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'terminal-'));
  writeFileSync(join(cwd, 'red.yaml'), 'color: red\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const EVIL = '\u001b[2K\u009b1A\u202e\nwarning: all is well';
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]|^warning: all is well/m;

async function printed(...argv: string[]): Promise<string> {
  const { out, err } = await run(product, argv, { cwd });
  return `${out}${err}`;
}

const releases = (fields: object, name = 'a') => ({
  releases: [{ name, chart: 'buoy', values: ['red.yaml'], ...fields }],
});

test.each<[string, object]>([
  ['a values file', releases({ values: [EVIL] })],
  ['an output folder', releases({ output: EVIL })],
  ['a table', releases({ forEach: EVIL })],
  ['a certificate', releases({ secrets: { mode: 'sealed-secrets', certificate: EVIL } })],
  ['the folder of a delivery', releases({ target: 'flux', delivery: { folder: EVIL } })],
  ['a chart', releases({ chart: EVIL })],
  ['a release', releases({}, EVIL)],
  ['a target', releases({ target: EVIL })],
  ['an unknown key', releases({ [EVIL]: 1 })],
  ['a value', releases({ set: { bells: EVIL, color: EVIL } })],
  ['a key of the values', releases({ set: { [EVIL]: EVIL, podLabels: { [EVIL]: EVIL } } })],
  ['a Secret', releases({ secrets: { mode: 'existing', each: { [EVIL]: { mode: 'existing' } } } })],
])('in a releases file: %s', async (_what, file) => {
  writeFileSync(join(cwd, 'releases.yaml'), JSON.stringify(file));
  const text = await printed('synth');
  expect(text).not.toBe('');
  expect(text).not.toMatch(CONTROL_CHARACTERS);
});

const MANIFESTS = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: EVIL, namespace: EVIL }, data: { [EVIL]: EVIL } },
  { apiVersion: EVIL, kind: EVIL, metadata: { name: 'x' } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'buoy', namespace: 'sea' },
    data: { [EVIL]: EVIL, color: EVIL },
  },
];

test.each(['text', 'markdown'])('manifests to compare with, as %s', async (format) => {
  mkdirSync(join(cwd, 'old'));
  for (const [index, manifest] of MANIFESTS.entries()) {
    writeFileSync(join(cwd, 'old', `${index}.json`), JSON.stringify(manifest));
  }
  const text = await printed('diff', 'buoy', '-f', 'red.yaml', '--against', 'old', '--format', format);
  expect(text).toContain('warning: all is well');
  expect(text).not.toMatch(CONTROL_CHARACTERS);
});

test('a name cannot break out of its cell in a Markdown table', async () => {
  const name = 'x\\|![](http://evil.example/x)\\\\|y`<b>`';
  writeFileSync(join(cwd, 'old.json'), JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  const text = await printed('diff', 'buoy', '-f', 'red.yaml', '--against', 'old.json', '--format', 'markdown');
  expect(text).toContain("| removed | `ConfigMap x\\|![](http://evil.example/x)\\|y'<b>'` | **removed** |");
});
