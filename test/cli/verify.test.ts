// `verify`: a tree is what its recorded inputs give, or it is told what is not.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { type Run, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'verify-'));
  write('red.yaml', 'colour: red\ncode: xyzzy\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });
const index = () => readFileSync(join(cwd, 'dist/.sandbox-charts.index'), 'utf8');

/** Synthesizes, and expects that to work. */
async function synth(...argv: string[]): Promise<void> {
  expect((await call('synth', ...argv)).code).toBe(0);
}

test.each([
  ['flags', ['buoy', '--name', 'north', '-n', 'atlantic', '-f', 'red.yaml', '--set', 'bells=3']],
  ['a layout', ['buoy', '-f', 'red.yaml', '--layout', 'objects']],
  ['an ApplySet', ['buoy', '-f', 'red.yaml', '--applyset', 'fleet']],
  ['kept-out Secrets', ['buoy', '-f', 'red.yaml', '--secrets', 'existing']],
])('a fresh render is exactly so, with %s', async (_what, argv) => {
  await synth(...argv);
  const out = 'dist: 1 release, exactly what the recorded inputs give\n';
  expect(await call('verify')).toEqual({ code: 0, out, err: '' });
});

test('so is that of a releases file with a table, from another folder too', async () => {
  write('names.csv', 'id\na\nb\n');
  const release = '{name: "{{ row.id }}", forEach: names.csv, chart: buoy, values: [red.yaml]}';
  write('releases.yaml', `releases:\n- ${release}\n- {name: c, chart: buoy, values: [red.yaml]}\n`);
  await synth();
  const { code, out } = await run(product, ['verify', join(cwd, 'dist')], { cwd: tmpdir() });
  expect({ code, out }).toEqual({
    code: 0,
    out: `${join(cwd, 'dist')}: 3 releases, exactly what the recorded inputs give\n`,
  });
  expect(Object.keys(JSON.parse(index()).recipes.a.inputs)).toEqual([
    '../releases.yaml',
    '../names.csv',
    '../red.yaml',
  ]);
});

test('a manifest that was edited', async () => {
  await synth('buoy', '-f', 'red.yaml');
  appendFileSync(join(cwd, 'dist/buoy.k8s.yaml'), '# mine\n');
  const out = 'buoy: dist/buoy.k8s.yaml is not what its inputs give\n';
  expect(await call('verify', 'dist')).toEqual({ code: 1, out, err: '' });
});

test('an input that changed, with what it changes', async () => {
  await synth('buoy', '-f', 'red.yaml');
  write('red.yaml', 'colour: rosy\n');
  const out =
    'buoy: input red.yaml changed since it was rendered\nbuoy: dist/buoy.k8s.yaml is not what its inputs give\n';
  expect(await call('verify')).toEqual({ code: 1, out, err: '' });
});

test('an input or a manifest that is gone', async () => {
  await synth('buoy', '-f', 'red.yaml');
  rmSync(join(cwd, 'dist/buoy.k8s.yaml'));
  expect((await call('verify')).out).toBe('buoy: dist/buoy.k8s.yaml is missing\n');
  rmSync(join(cwd, 'red.yaml'));
  expect((await call('verify')).out).toBe('buoy: input red.yaml is missing\n');
});

test('a secret from a flag is not recorded, which is told', async () => {
  await synth('buoy', '-f', 'red.yaml', '--set', 'code=plugh');
  expect(index()).not.toMatch(/plugh|xyzzy/);
  const out = 'buoy: cannot be rendered again: a secret value came from --set (a values file can be recorded)\n';
  expect(await call('verify')).toEqual({ code: 1, out, err: '' });
});

test('neither is standard input', async () => {
  await run(product, ['synth', 'buoy', '-f', '-'], { cwd, stdin: 'colour: red' });
  expect((await call('verify')).out).toContain('values came from standard input');
});

test.each([
  ['no index', () => undefined, 'records no release'],
  ['a damaged one', () => write('dist/.sandbox-charts.index', '{'), 'is damaged'],
])('2 for a folder with %s', async (_what, spoil, message) => {
  await synth('buoy', '-f', 'red.yaml');
  spoil();
  const folder = message === 'is damaged' ? 'dist' : '.';
  const { code, err } = await call('verify', folder);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('2 for values that are wrong by now', async () => {
  await synth('buoy', '-f', 'red.yaml');
  write('red.yaml', 'color: red\n');
  const { code, err } = await call('verify');
  expect(code).toBe(2);
  expect(err).toContain('red.yaml:1:1 color');
});
