// `adopt` writes a complete plan or nothing, and only the owner can read the credentials.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { root, run } from './support/run';

const product = { version: '0.0.0', registry };
const MANIFEST = join(root, 'test', 'review', 'adopt', 'installed', 'daytona-region.yaml');
const VALUES = join(root, 'test', 'cluster', 'adopt', 'charts', 'daytona-region.values.yaml');
const FILES = ['report.md', 'secrets.values.yaml', 'takeover.sh', 'values.yaml'];

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'adopt-'));
  copyFileSync(MANIFEST, join(cwd, 'now.yaml'));
  copyFileSync(VALUES, join(cwd, 'mine.yaml'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const adopt = (...more: string[]) =>
  run(
    product,
    [
      'adopt',
      'daytona-region',
      '--name',
      'web',
      '-n',
      'shop',
      '--manifest',
      'now.yaml',
      '-f',
      'mine.yaml',
      '-o',
      'plan',
      ...more,
    ],
    {
      cwd,
    },
  );
const textOf = (file: string) => readFileSync(join(cwd, 'plan', file), 'utf8');

test('the plan alone reproduces the release', async () => {
  expect(await adopt()).toMatchObject({ code: 0 });
  expect(readdirSync(join(cwd, 'plan')).sort()).toEqual(FILES);
  const [command = ''] = textOf('report.md')
    .split('\n')
    .filter((line) => line.startsWith('sandbox-charts synth'));
  const { code, out } = await run(product, [...command.split(' ').slice(1, -2), '--stdout'], { cwd });
  expect(code).toBe(0);
  expect(out).toContain(Buffer.from('wJalrXUtnFEMIK7MDENG').toString('base64'));
});

test('credentials are in one file, which only its owner can read', async () => {
  await adopt();
  expect(statSync(join(cwd, 'plan', 'secrets.values.yaml')).mode & 0o777).toBe(0o600);
  for (const file of FILES.filter((name) => name !== 'secrets.values.yaml')) {
    expect(textOf(file)).not.toMatch(/wJalrXUtnFEMIK7MDENG|d0phbHJYVXRuRkVNSUs3TURFTkc|dtn_0123456789/);
  }
});

test('an existing plan is not changed', async () => {
  await adopt();
  const before = FILES.map(textOf);
  const { code, err } = await adopt();
  expect(code).toBe(1);
  expect(err).toContain('plan/values.yaml: already exists: choose a new folder');
  expect(FILES.map(textOf)).toEqual(before);
});

test('nothing is written if Git does not ignore the credentials', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd });
  const { code, err } = await adopt();
  expect(code).toBe(1);
  expect(err).toContain('Git does not ignore these credentials: add /plan/secrets.values.yaml to .gitignore');
  expect(existsSync(join(cwd, 'plan'))).toBe(false);
  writeFileSync(join(cwd, '.gitignore'), '/plan/secrets.values.yaml\n');
  expect(await adopt()).toMatchObject({ code: 0 });
});

test.each([
  ['kubectl', 'MANAGER=kubectl'],
  ['argocd', 'MANAGER=argocd-controller'],
  ['flux', 'MANAGER=kustomize-controller'],
])('the script for %s', async (target, line) => {
  await adopt('--target', target);
  expect(textOf('takeover.sh').split('\n')).toContain(line);
  expect(spawnSync('sh', ['-n', join(cwd, 'plan', 'takeover.sh')], { encoding: 'utf8' }).stderr).toBe('');
  const { stdout } = spawnSync('shellcheck', [join(cwd, 'plan', 'takeover.sh')], { encoding: 'utf8' });
  expect(stdout ?? '').toBe('');
});

test('help needs no cluster, and an unknown argument changes nothing', async () => {
  await adopt();
  const sh = (...args: string[]) => spawnSync('sh', [join(cwd, 'plan', 'takeover.sh'), ...args], { encoding: 'utf8' });
  expect(sh('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: sh takeover.sh') });
  expect(sh('--remove-everything')).toMatchObject({ status: 1, stderr: expect.stringContaining('unknown argument') });
});

test.each([
  ['not: [yaml', /now\.yaml: invalid YAML/],
  ['apiVersion: v1\nkind: Secret\nmetadata: {name: "a b; rm -rf /"}\n', /not the name of a Kubernetes object/],
  ['', /no object of this release/],
])('an invalid manifest: %j', async (text, message) => {
  writeFileSync(join(cwd, 'now.yaml'), text);
  const { code, err } = await adopt();
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(existsSync(join(cwd, 'plan'))).toBe(false);
});
