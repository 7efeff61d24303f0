// `verify`: the folder matches its recorded inputs, or the differences are listed.

import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { product } from './support/product';
import { type Run, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'verify-'));
  write('red.yaml', 'color: red\ncode: xyzzy\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });
const index = () => readFileSync(join(cwd, 'dist/.sandbox-charts.index'), 'utf8');

/** Runs synth, and expects it to succeed. */
async function synth(...argv: string[]): Promise<void> {
  expect((await call('synth', ...argv)).code).toBe(0);
}

test.each([
  ['flags', 'north', ['buoy', '--name', 'north', '-n', 'atlantic', '-f', 'red.yaml', '--set', 'bells=3']],
  ['a layout', 'buoy', ['buoy', '-f', 'red.yaml', '--layout', 'objects']],
  ['an ApplySet', 'buoy', ['buoy', '-f', 'red.yaml', '--applyset', 'fleet']],
  ['kept-out Secrets', 'buoy', ['buoy', '-f', 'red.yaml', '--secrets', 'existing']],
])('a fresh render matches, with %s; the recorded command is shown', async (_what, release, argv) => {
  await synth(...argv);
  const command = `sandbox-charts synth ${argv.join(' ')}`;
  const out = `dist: 1 release, matches the recorded inputs\n  ${release}: ${command}\n`;
  expect(await call('verify')).toEqual({ code: 0, out, err: '' });
});

test('so does that of a releases file with a table, from another folder', async () => {
  write('names.csv', 'id\na\nb\n');
  const release = '{name: "{{ row.id }}", forEach: names.csv, chart: buoy, values: [red.yaml]}';
  write('releases.yaml', `releases:\n- ${release}\n- {name: c, chart: buoy, values: [red.yaml]}\n`);
  await synth();
  const { code, out } = await run(product, ['verify', join(cwd, 'dist')], { cwd: tmpdir() });
  expect({ code, out }).toEqual({
    code: 0,
    out: `${join(cwd, 'dist')}: 3 releases, matches the recorded inputs\n  a and 2 more: sandbox-charts synth -c ${relative(tmpdir(), join(cwd, 'releases.yaml'))}\n`,
  });
  expect(Object.keys(JSON.parse(index()).recipes.a.inputs)).toEqual([
    '../releases.yaml',
    '../names.csv',
    '../red.yaml',
  ]);
});

test('an edited manifest', async () => {
  await synth('buoy', '-f', 'red.yaml');
  appendFileSync(join(cwd, 'dist/buoy.k8s.yaml'), '# mine\n');
  const out = 'buoy: dist/buoy.k8s.yaml: ConfigMap sea/buoy was edited after it was written\n';
  expect(await call('verify', 'dist')).toEqual({ code: 1, out, err: '' });
});

test('a changed input, with its effect', async () => {
  await synth('buoy', '-f', 'red.yaml');
  write('red.yaml', 'color: rosy\n');
  const out = [
    'buoy: dist/buoy.k8s.yaml: Secret sea/buoy-code is not what its inputs render',
    'buoy: dist/buoy.k8s.yaml: ConfigMap sea/buoy is not what its inputs render',
  ];
  expect(await call('verify')).toEqual({ code: 1, out: `${out.join('\n')}\n`, err: '' });
});

const edited = (change: (text: string) => string) =>
  write('dist/buoy.k8s.yaml', change(readFileSync(join(cwd, 'dist/buoy.k8s.yaml'), 'utf8')));

test.each([
  [
    'a field',
    (text: string) => text.replace('bells: "1"', 'bells: "9"'),
    ': ConfigMap sea/buoy was edited after it was written',
  ],
  ['a removed object', (text: string) => text.split('---\n')[0] ?? '', ': ConfigMap sea/buoy is missing'],
  [
    'an object more',
    (text: string) => `${text}---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n`,
    ': Pod x does not belong to this release',
  ],
  ['another order', (text: string) => text.split('---\n').reverse().join('---\n'), ' is not what its inputs render'],
  ['invalid YAML', () => '}', ' is not what its inputs render'],
  ['an empty file', () => '', ' is not what its inputs render'],
])('%s in a manifest is reported with its object', async (_what, change, problem) => {
  await synth('buoy', '-f', 'red.yaml');
  edited(change);
  expect(await call('verify')).toEqual({ code: 1, out: `buoy: dist/buoy.k8s.yaml${problem}\n`, err: '' });
});

test('the index has a hash of each object, for a Secret without its contents', async () => {
  const recorded = async (code: string) => {
    await synth('buoy', '-f', 'red.yaml', '--set', `code=${code}`);
    return JSON.parse(index()).releases.buoy;
  };
  const one = await recorded('four bells');
  expect(one).toEqual({ 'buoy.k8s.yaml': expect.stringMatching(/^[\w-]{22} [\w-]{22}$/) });
  expect(await recorded('five bells')).toEqual(one);
});

test('an edited Secret is reported if nothing can be rendered again, except for its contents', async () => {
  await run(product, ['synth', 'buoy', '-f', '-'], { cwd, stdin: 'color: red' });
  edited((text) => text.replace('kind: Secret\n', 'kind: Secret\nimmutable: true\n'));
  expect((await call('verify')).out).toContain(
    'buoy: dist/buoy.k8s.yaml: Secret sea/buoy-code was edited after it was written\n',
  );
});

test('an index of version 0.1.0, which has no hashes of Secrets, can be verified', async () => {
  await synth('buoy', '-f', 'red.yaml');
  write('dist/.sandbox-charts.index', index().replace(/("buoy.k8s.yaml": ")[\w-]{22}/, '$1-'));
  expect(await call('verify')).toMatchObject({ code: 0 });
});

test('an edit is reported even if nothing can be rendered again', async () => {
  await run(product, ['synth', 'buoy', '-f', '-'], { cwd, stdin: 'color: red' });
  const why = 'buoy: cannot be rendered again: values came from standard input\n';
  expect((await call('verify')).out).toBe(why);
  edited((text) => text.replace('bells: "1"', 'bells: "9"'));
  expect((await call('verify')).out).toContain(
    'buoy: dist/buoy.k8s.yaml: ConfigMap sea/buoy was edited after it was written\n',
  );
});

test('files that no release has written, but that would be applied, are a difference', async () => {
  await synth('buoy', '-f', 'red.yaml');
  write('dist/notes.yaml', 'color: red\n');
  expect((await call('verify')).code).toBe(0);
  const foreign = {
    Kustomization: 'resources: [https://example.com/x]\n',
    'broken.yaml': 'a: [\n',
    'extra.YML': 'kind: ConfigMap\n',
    'kustomization.yaml': 'resources: []\n',
    'more.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "more"}}\n',
    'sub/deep/er/merged.yaml': '<<: {kind: Pod}\nspec: {}\n',
    'sub/second.yaml': 'a: 1\n---\nkind: Pod\n',
  };
  mkdirSync(join(cwd, 'dist/sub/deep/er'), { recursive: true });
  for (const [file, text] of Object.entries(foreign)) write(`dist/${file}`, text);
  const out = Object.keys(foreign).map((file) => `dist/${file} is not written by any release\n`);
  const { code, out: printed } = await call('verify');
  expect({ code, printed: printed.split('\n').sort() }).toEqual({
    code: 1,
    printed: `${out.join('')}`.split('\n').sort(),
  });
});

test('a missing input or manifest', async () => {
  await synth('buoy', '-f', 'red.yaml');
  rmSync(join(cwd, 'dist/buoy.k8s.yaml'));
  expect((await call('verify')).out).toBe('buoy: dist/buoy.k8s.yaml is missing\n');
  rmSync(join(cwd, 'red.yaml'));
  expect((await call('verify')).out).toBe('buoy: input red.yaml is missing\n');
});

test('a release that its file no longer lists', async () => {
  const release = (name: string) => `- {name: ${name}, chart: buoy, values: [red.yaml]}\n`;
  write('releases.yaml', `releases:\n${release('a')}${release('b')}`);
  await synth();
  write('releases.yaml', `releases:\n${release('a')}`);
  const { code, out } = await call('verify');
  expect({ code, last: out.split('\n').at(-2) }).toEqual({
    code: 1,
    last: 'b: dist/b.k8s.yaml is no longer rendered',
  });
});

test('a secret from a flag is not recorded, which is reported', async () => {
  await synth('buoy', '-f', 'red.yaml', '--set', 'code=plugh');
  expect(index()).not.toMatch(/plugh|xyzzy/);
  const out = 'buoy: cannot be rendered again: a secret value came from --set (a values file can be recorded)\n';
  expect(await call('verify')).toEqual({ code: 1, out, err: '' });
});

test('neither is standard input', async () => {
  await run(product, ['synth', 'buoy', '-f', '-'], { cwd, stdin: 'color: red' });
  expect((await call('verify')).out).toContain('values came from standard input');
});

const onUnix = process.platform === 'win32' ? test.skip : test;
onUnix('neither is a pipe, which is read once', async () => {
  spawnSync('mkfifo', ['pipe'], { cwd });
  const writer = spawn('sh', ['-c', 'cat red.yaml >pipe; : >pipe'], { cwd });
  await synth('buoy', '-f', 'pipe');
  writer.kill();
  expect((await call('verify')).out).toBe('buoy: cannot be rendered again: values came from a pipe\n');
});

test.each([
  ['no index', '.', () => undefined, 'no rendered releases found in .'],
  ['a damaged one', 'dist', () => write('dist/.sandbox-charts.index', '{'), '.index:1:2: is not JSON'],
  ['one without releases', 'dist', () => write('dist/.sandbox-charts.index', '{}'), 'releases: must be a JSON object'],
  [
    'a damaged recipe',
    'dist',
    () =>
      write('dist/.sandbox-charts.index', '{"tool": "1", "releases": {"a": {}}, "recipes": {"a": {"chart": "buoy"}}}'),
    'recipes.a.flags: must be a JSON object',
  ],
])('2 for a folder with %s', async (_what, folder, spoil, message) => {
  await synth('buoy', '-f', 'red.yaml');
  spoil();
  const { code, err } = await call('verify', folder);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('2 for values that have become invalid', async () => {
  await synth('buoy', '-f', 'red.yaml');
  write('red.yaml', 'colour: red\n');
  const { code, err } = await call('verify');
  expect(code).toBe(2);
  expect(err).toContain('red.yaml:1:1 colour');
});
