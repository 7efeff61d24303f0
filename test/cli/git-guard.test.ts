// Credentials that Git does not ignore cause one warning, with the rule to add.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd, stdio: 'pipe' });
const releases = (file: string, text: string) => writeFileSync(join(cwd, file), text);

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'git-guard-'));
  git('init', '--quiet');
  releases('red.yaml', 'color: red\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const warnings = async (...argv: string[]) => {
  const { code, err } = await run(product, ['synth', ...argv], { cwd });
  expect(code).toBe(0);
  return err.split('\n').filter((line) => line.startsWith('warning: Git'));
};
const buoy = ['buoy', '-f', 'red.yaml'];
const warningFor = (files: string, rule: string) =>
  `warning: Git does not ignore the credentials in ${files}: ` +
  `use --secrets existing, external-secrets, sealed-secrets or sops, or add ${rule} to .gitignore`;

test('the file is shown with the rule, even if the run changes nothing', async () => {
  const expected = [warningFor('dist/buoy.k8s.yaml', '/dist/buoy.k8s.yaml')];
  expect(await warnings(...buoy)).toEqual(expected);
  expect(await warnings(...buoy)).toEqual(expected);
});

test('adding the rule ends the warning', async () => {
  writeFileSync(join(cwd, '.gitignore'), '/dist/buoy.k8s.yaml\n');
  expect(await warnings(...buoy)).toEqual([]);
});

test('the rule is correct for any folder name', async () => {
  expect(await warnings(...buoy, '-o', 'a[1]*?')).toEqual([
    warningFor('a[1]*?/buoy.k8s.yaml', '/a\\[1]\\*\\?/buoy.k8s.yaml'),
  ]);
  writeFileSync(join(cwd, '.gitignore'), '/a\\[1]\\*\\?/buoy.k8s.yaml\n');
  expect(await warnings(...buoy, '-o', 'a[1]*?')).toEqual([]);
});

test.each([
  ['.gitignore', 'dist/*.k8s.yaml\n'],
  [join('dist', '.gitignore'), '*\n'],
  [join('.git', 'info', 'exclude'), 'dist\n'],
])('a rule in %s counts', async (file, rule) => {
  mkdirSync(join(cwd, 'dist'), { recursive: true });
  writeFileSync(join(cwd, file), rule);
  expect(await warnings(...buoy)).toEqual([]);
});

test('a file that is already in Git is not ignored, whatever the rules', async () => {
  await warnings(...buoy);
  git('add', 'dist');
  writeFileSync(join(cwd, '.gitignore'), 'dist\n');
  expect(await warnings(...buoy)).toHaveLength(1);
});

test('many releases cause one warning, with the rule for their folder', async () => {
  const release = (name: string) => `{name: ${name}, chart: buoy, values: [red.yaml], output: out/${name[0]}}`;
  releases('releases.yaml', `releases: [${['a1', 'a2', 'b1'].map(release).join(', ')}]\n`);
  expect(await warnings()).toEqual([warningFor('out/a/a1.k8s.yaml and 1 more', '/out/a/')]);
});

test.each([
  ['no credential is rendered', [...buoy, '--secrets', 'existing']],
  ['nothing is written', [...buoy, '--stdout']],
  ['the folder is outside of the work tree', [...buoy, '-o', mkdtempSync(join(tmpdir(), 'outside-'))]],
])('there is no warning if %s', async (_what, argv) => {
  expect(await warnings(...argv)).toEqual([]);
});

test('there is no warning for a folder outside Git', async () => {
  rmSync(join(cwd, '.git'), { recursive: true });
  expect(await warnings(...buoy)).toEqual([]);
});
