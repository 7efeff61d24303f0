// `diff` on the command line: what it compares with, its output, and its exit code.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { product } from './support/product';
import { type Run, run } from './support/run';

let cwd: string;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'diff-'));
  writeFileSync(join(cwd, 'red.yaml'), 'color: red\n');
  expect((await call('synth', 'buoy', '-f', 'red.yaml')).code).toBe(0);
});
afterEach(() => rmSync(cwd, { recursive: true }));

const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });

const BLUE =
  '~ ConfigMap sea/buoy: changed, harmless\n    data.color: "red" -> "blue"\n1 changed, 1 the same; 1 harmless\n';

test('0 if nothing differs', async () => {
  expect(await call('diff', 'buoy', '-f', 'red.yaml')).toEqual({
    code: 0,
    out: 'no differences: 2 the same\n',
    err: '',
  });
});

test('1 if something differs, and nothing is written', async () => {
  const before = readFileSync(join(cwd, 'dist/buoy.k8s.yaml'), 'utf8');
  expect(await call('diff', 'buoy', '--set', 'color=blue')).toEqual({ code: 1, out: BLUE, err: '' });
  expect(readFileSync(join(cwd, 'dist/buoy.k8s.yaml'), 'utf8')).toBe(before);
});

test('a secret value is never shown', async () => {
  const { out } = await call('diff', 'buoy', '-f', 'red.yaml', '--set', 'code=xyzzy', '--format', 'json');
  expect(out).toContain('"field": "data.code"');
  expect(out).not.toMatch(/xyzzy|eHl6enk/);
});

test.each([
  ['wrong values', ['buoy', '--set', 'color.x=1'], '--set color.x'],
  ['values that it would not have recorded', ['buoy', '--set', 'colr=1'], '\n2 problems\n'],
  ['no such place', ['buoy', '-f', 'red.yaml', '--against', 'gone.yaml'], 'gone.yaml: no such file'],
  ['no such command line', ['buoy', '--format', 'html'], '--format'],
  [
    'no revision',
    ['buoy', '-f', 'red.yaml', '--against', 'git:--help'],
    'error: --against git:--help: unknown revision',
  ],
])('2 for %s', async (_what, argv, message) => {
  const { code, out, err } = await call('diff', ...argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('a release that is not in the folder is new, whatever else the folder contains', async () => {
  const { code, out } = await call('diff', 'buoy', '--name', 'north', '-f', 'red.yaml');
  expect(code).toBe(1);
  expect(out).toContain('2 added, 0 the same');
});

test('a missing output folder is reported', async () => {
  const { code, err } = await call('diff', 'buoy', '-f', 'red.yaml', '-o', 'nowhere');
  expect({ code, err }).toEqual({ code: 1, err: 'warning: nowhere: contains no manifests, so every object is new\n' });
});

test('against a file', async () => {
  const { out } = await call('diff', 'buoy', '--set', 'color=blue', '--against', 'dist/buoy.k8s.yaml');
  expect(out).toBe(BLUE);
});

describe('a link in the output folder is not followed', () => {
  const secret = '{apiVersion: v1, kind: ConfigMap, metadata: {name: buoy, namespace: sea}, data: {key: outside}}';
  const linked = async (link: string, target: string) => {
    mkdirSync(join(cwd, 'outside'));
    writeFileSync(join(cwd, 'outside/other.k8s.yaml'), secret);
    rmSync(join(cwd, link), { recursive: true });
    symlinkSync(target, join(cwd, link));
    return call('diff', 'buoy', '-f', 'red.yaml');
  };

  test('instead of a file', async () => {
    expect(await linked('dist/buoy.k8s.yaml', '../outside/other.k8s.yaml')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('dist/buoy.k8s.yaml is a symbolic link'),
    });
  });

  test('instead of the folder', async () => {
    expect(await linked('dist', 'outside')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('dist is a symbolic link'),
    });
  });
});

test('against a folder of links, such as a mounted ConfigMap', async () => {
  mkdirSync(join(cwd, 'mounted'));
  symlinkSync('../dist/buoy.k8s.yaml', join(cwd, 'mounted/buoy.yaml'));
  symlinkSync('nowhere', join(cwd, 'mounted/gone.yaml'));
  const { out, err } = await call('diff', 'buoy', '--set', 'color=blue', '--against', 'mounted');
  expect({ out, err }).toEqual({ out: BLUE, err: '' });
});

describe('against Git', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd, stdio: 'pipe' });
  beforeEach(async () => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'red');
    await call('synth', 'buoy', '--set', 'color=blue');
  });

  test('the output folder in an earlier revision', async () => {
    expect(await call('diff', 'buoy', '--set', 'color=blue', '--against', 'git:HEAD')).toEqual({
      code: 1,
      out: BLUE,
      err: '',
    });
  });

  test.each([
    ['absolute', () => join(cwd, 'dist')],
    ['by a detour', () => `../${basename(cwd)}/dist/`],
    ['by itself', () => './dist/.'],
  ])('a folder named %s is found with its index, which lists the owners of its files', async (_how, folder) => {
    await call('synth', 'buoy', '--name', 'north', '-f', 'red.yaml');
    git('add', '.');
    git('commit', '-qm', 'north');
    const { code, out } = await call('diff', 'buoy', '--set', 'color=blue', '-o', folder(), '--against', 'git:HEAD');
    expect({ code, out }).toEqual({ code: 0, out: 'no differences: 2 the same\n' });
  });

  test('a bare repository inside another one is not used: its settings run programs', async () => {
    const inner = join(cwd, 'inner');
    execFileSync('git', ['clone', '--quiet', '--bare', cwd, inner]);
    const uploadpack = `touch ${join(cwd, 'ran')}; git-upload-pack`;
    const settings = { 'extensions.partialClone': 'origin', 'remote.origin.promisor': 'true', uploadpack };
    for (const [key, value] of Object.entries({ ...settings, 'core.repositoryformatversion': '1' })) {
      const name = key.includes('.') ? key : `remote.origin.${key}`;
      execFileSync('git', ['config', '--file', join(inner, 'config'), name, value]);
    }
    rmSync(join(inner, 'objects'), { recursive: true });
    mkdirSync(join(inner, 'objects'));
    writeFileSync(join(inner, 'red.yaml'), 'color: red\n');
    const argv = ['diff', 'buoy', '-f', 'red.yaml', '--against', 'git:HEAD'];
    expect((await run(product, argv, { cwd: inner })).code).toBe(2);
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });

  test('the current folder can be the output', async () => {
    await call('synth', 'buoy', '-f', 'red.yaml', '-o', '.');
    git('add', '.');
    git('commit', '-qm', 'here');
    const { code, out } = await call('diff', 'buoy', '-f', 'red.yaml', '-o', '.', '--against', 'git:HEAD');
    expect({ code, out }).toEqual({ code: 0, out: 'no differences: 2 the same\n' });
  });

  test('an unknown revision is an error', async () => {
    const { code, err } = await call('diff', 'buoy', '-f', 'red.yaml', '--against', 'git:gone');
    expect({ code, err }).toEqual({ code: 2, err: 'error: git rev-parse: gone is no revision of this repository\n' });
  });
});

describe('without flags, diff renders what the last run rendered', () => {
  test('a chart with its values and its target', async () => {
    await call('synth', 'buoy', '-f', 'red.yaml', '--target', 'argocd', '--secrets', 'existing');
    expect(await call('diff')).toMatchObject({ code: 0, out: expect.stringContaining('no differences') });
    writeFileSync(join(cwd, 'red.yaml'), 'color: blue\n');
    const { code, out } = await call('diff');
    expect(code).toBe(1);
    expect(out).toContain('data.color: "red" -> "blue"');
    expect(out).not.toContain('sync-wave');
  });

  test('several releases, each with its own flags', async () => {
    await call('synth', 'buoy', '--name', 'north', '-f', 'red.yaml', '--target', 'flux');
    expect(await call('diff')).toMatchObject({ code: 0, out: 'no differences: 4 the same\n' });
    expect(await call('diff', '--format', 'json')).toMatchObject({ code: 0 });
  });

  test('the releases of a file, including new ones', async () => {
    const release = (name: string) => `- {name: ${name}, chart: buoy, namespace: ${name}, values: [red.yaml]}\n`;
    writeFileSync(join(cwd, 'fleet.yaml'), `releases:\n${release('a')}`);
    await call('synth', '-c', 'fleet.yaml', '-o', 'out', '--target', 'flux');
    expect(await call('diff', '-o', 'out')).toMatchObject({ code: 0 });
    writeFileSync(join(cwd, 'fleet.yaml'), `releases:\n${release('a')}${release('b')}`);
    expect((await call('diff', '-o', 'out')).out).toContain('+ ConfigMap b/b-buoy');
  });

  test('but not with values that were not recorded', async () => {
    await call('synth', 'buoy', '-f', 'red.yaml', '--set', 'code=xyzzy');
    const { code, err } = await call('diff');
    expect(code).toBe(2);
    expect(err).toContain('dist/buoy cannot be rendered again: a secret value came from --set');
  });

  test('nor with files outside the repository', async () => {
    const index = join(cwd, 'dist', '.sandbox-charts.index');
    writeFileSync(index, readFileSync(index, 'utf8').replaceAll('../red.yaml', '../../../../../../etc/hostname'));
    expect((await call('diff')).err).toContain('outside this repository');
  });
});
