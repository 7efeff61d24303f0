// A repository can come from anyone. Whatever is at the output path, nothing outside it is written or deleted.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPrivate } from '../../cli/files/private-file';
import { product } from './support/product';
import { type Run, run } from './support/run';

let top: string;
let cwd: string;
let outside: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'hostile-'));
  [cwd, outside] = [join(top, 'clone'), join(top, 'home')];
  mkdirSync(cwd);
  mkdirSync(join(outside, 'deep'), { recursive: true });
  for (const file of ['authorized_keys', 'buoy.k8s.yaml', 'kustomization.yaml', 'deep/001-sea-secret-buoy-code.yaml']) {
    writeFileSync(join(outside, file), 'mine\n');
  }
  write('red.yaml', 'color: red\n');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });
const synth = (...argv: string[]): Promise<Run> => call('synth', 'buoy', '-f', 'red.yaml', ...argv);
const text = (file: string): string => readFileSync(join(cwd, file), 'utf8');
const index = (releases: object, more: object = {}): string =>
  JSON.stringify({ tool: '0.1.0', releases, recipes: {}, ...more });

/** Every file below a folder with its contents, links and modes. */
function tree(folder: string): Record<string, unknown> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const { mode, nlink, ino } = lstatSync(file);
      return [file.slice(folder.length), [mode, nlink, ino, entry.isFile() && readFileSync(file, 'utf8')]];
    }),
  );
}

/** The effect on the folder and outside it. */
async function attempt(work: () => Promise<Run>) {
  const [before, own] = [tree(outside), tree(cwd)];
  const { code, err } = await work();
  return { code, err, outside: changes(before, tree(outside)), own: changes(own, tree(cwd)) };
}

const refusedWith = (message: RegExp) => ({ code: 1, err: expect.stringMatching(message), outside: [], own: [] });

const changes = (before: Record<string, unknown>, after: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (file) => JSON.stringify(before[file]) !== JSON.stringify(after[file]),
  );

describe('a symbolic link is not followed', () => {
  test.each([
    ['the output folder', 'dist', '../home', []],
    ['a folder above it', 'out', '../home', ['-o', 'out/deep']],
    ['an output folder that leads nowhere', 'dist', '../home/new', []],
    ['an output folder by its absolute path', 'dist', '../home', ['-o', 'ABSOLUTE']],
    ['the index', 'dist/.sandbox-charts.index', '../../home/authorized_keys', []],
    ['a dangling index', 'dist/.sandbox-charts.index', '../../home/none', []],
    ['a manifest', 'dist/buoy.k8s.yaml', '../../home/buoy.k8s.yaml', []],
    ['a dangling manifest', 'dist/buoy.k8s.yaml', '../../home/none', []],
    ["a release's folder", 'dist/buoy', '../../home', ['--layout', 'objects']],
    ['the lock', 'dist/.sandbox-charts.lock', '../../home/authorized_keys', []],
    ['a dangling lock', 'dist/.sandbox-charts.lock', '../../home/none', []],
  ])('%s', async (_what, link, target, argv) => {
    mkdirSync(dirname(join(cwd, link)), { recursive: true });
    symlinkSync(target, join(cwd, link));
    const options = argv.map((word) => (word === 'ABSOLUTE' ? join(cwd, 'dist') : word));
    expect(await attempt(() => synth(...options))).toEqual(
      refusedWith(/symbolic link|not written by this tool|not a lock file of this tool/),
    );
  });

  test('the folder of a delivery', async () => {
    symlinkSync('../home', join(cwd, 'apps'));
    const delivery = ['--target', 'flux', '--delivery', 'folder=apps', '--layout', 'objects'];
    expect(await attempt(() => synth(...delivery))).toEqual(refusedWith(/apps is a symbolic link/));
  });

  test('the folder of a release with stages', async () => {
    mkdirSync(join(cwd, 'dist'));
    symlinkSync('../../home', join(cwd, 'dist/buoy'));
    expect(await attempt(() => synth('--target', 'flux', '--layout', 'objects'))).toEqual(refusedWith(/dist\/buoy/));
  });

  test('a folder in a releases file, relative to another folder', async () => {
    symlinkSync('../home', join(cwd, 'dist'));
    write('releases.yaml', 'releases: [{name: a, chart: buoy, set: {color: red}, output: dist}]\n');
    const elsewhere = () => run(product, ['synth', '-c', join(cwd, 'releases.yaml')], { cwd: outside });
    expect(await attempt(elsewhere)).toEqual(refusedWith(/is outside the folder of this file/));
    expect(
      await attempt(() =>
        run(product, ['synth', '-c', join(cwd, 'releases.yaml'), '--allow-outside'], { cwd: outside }),
      ),
    ).toEqual(refusedWith(/dist is a symbolic link/));
  });

  test('a folder in the same Git work tree as the current folder', async () => {
    execFileSync('git', ['init', '--quiet', cwd]);
    mkdirSync(join(cwd, 'charts'));
    write('charts/red.yaml', 'color: red\n');
    symlinkSync('../home', join(cwd, 'dist'));
    const below = () =>
      run(product, ['synth', 'buoy', '-f', 'red.yaml', '-o', '../dist'], { cwd: join(cwd, 'charts') });
    expect(await attempt(below)).toEqual(refusedWith(/dist is a symbolic link/));
  });

  test('a folder in another Git work tree that a link in the first one points to', async () => {
    execFileSync('git', ['init', '--quiet', cwd]);
    execFileSync('git', ['init', '--quiet', outside]);
    mkdirSync(join(outside, 'sub'));
    symlinkSync(outside, join(cwd, 'out'));
    const elsewhere = () =>
      run(product, ['synth', 'buoy', '-f', join(cwd, 'red.yaml'), '-o', join(cwd, 'out/sub')], { cwd: outside });
    expect(await attempt(elsewhere)).toEqual(refusedWith(/out is a symbolic link/));
  });

  test('if the user sets a folder outside the current one, links on the way are allowed', async () => {
    symlinkSync(outside, join(top, 'link'));
    expect((await synth('-o', join(top, 'link/new'))).code).toBe(0);
    expect(existsSync(join(outside, 'new/buoy.k8s.yaml'))).toBe(true);
  });

  test('the folder of a new file with credentials', () => {
    symlinkSync('../home', join(cwd, 'config'));
    expect(() => createPrivate(cwd, 'config/new.yaml', 'code: xyzzy\n')).toThrow(/config is a symbolic link/);
    expect(existsSync(join(outside, 'new.yaml'))).toBe(false);
  });
});

describe('an index does not allow arbitrary files to be deleted', () => {
  const HASH = 'A'.repeat(22);

  test.each([
    ['a file through a link', { old: { 's/authorized_keys': 'x' } }],
    ['a file through a link with a hash', { old: { 's/authorized_keys': HASH } }],
    ['a manifest through a link', { s: { 's/kustomization.yaml': HASH } }],
  ])('%s', async (_what, releases) => {
    mkdirSync(join(cwd, 'dist'));
    symlinkSync('../../home', join(cwd, 'dist/s'));
    write('dist/.sandbox-charts.index', index(releases));
    const before = tree(outside);
    write('releases.yaml', 'releases: [{name: a, chart: buoy, set: {color: red}}]\n');
    await call('synth');
    expect(tree(outside)).toEqual(before);
    expect(lstatSync(join(cwd, 'dist/s')).isSymbolicLink()).toBe(true);
  });

  test.each([
    'src/main.c',
    '.git/config',
    '/etc/passwd',
    '../home/authorized_keys',
    'old/../../home/authorized_keys',
    'old\\001-a.yaml',
    'old/001-a.yaml/x',
    'old/1-setup/deep/objects.yaml',
    'old/./001-a.yaml',
    'old//001-a.yaml',
    'old/.hidden.yaml',
    'OLD.k8s.yaml',
    'Old/001-a.yaml',
    'old.k8s.yaml\u0000',
    'o\u0308ld.k8s.yaml',
    'other.k8s.yaml',
    '.sandbox-charts.index',
    '.sandbox-charts.lock',
    `old/001-${'x'.repeat(300)}.yaml`,
    '',
    '.',
  ])('a file that lists %j is refused as a whole', async (path) => {
    write('src/main.c', 'int main;\n');
    write('.git/config', '[core]\n');
    write('other.k8s.yaml', 'mine\n');
    write('.sandbox-charts.index', index({ old: { [path]: HASH } }));
    write('releases.yaml', 'releases: [{name: a, chart: buoy, set: {color: red}}]\n');
    expect(await attempt(() => call('synth', '-o', '.'))).toEqual(
      refusedWith(
        /\.sandbox-charts\.index:1:\d+ releases\.old.*: is not a file that this tool writes for this release/,
      ),
    );
  });

  test.each(['__proto__', 'constructor.x', 'Old', 'a/b', '..', '', 'a b', 'x'.repeat(54), 'gitrepository.', '-a'])(
    'a release %j is refused',
    async (name) => {
      write('dist/.sandbox-charts.index', `{"tool": "1", "releases": {${JSON.stringify(name)}: {}}}`);
      expect(await attempt(() => synth())).toEqual(refusedWith(/is not the name of a release/));
    },
  );

  test.each([
    ['nothing', '', /is not JSON/],
    ['text', 'no JSON', /is not JSON/],
    ['a truncated file', '{"tool": "1", "releases": {"a": {', /index:1:34: is not JSON/],
    ['a list', '[]', /must be a JSON object/],
    ['null', 'null', /must be a JSON object/],
    ['a number for a version', index({}, { tool: 5 }), /tool: must be a version/],
    ['control characters', index({}, { tool: '\u001b[31m' }), /tool: must be a version/],
    ['another form', index({}, { format: 99 }), /format: unknown key/],
    ['__proto__', '{"tool": "1", "releases": {}, "__proto__": {}}', /__proto__: unknown key/],
    ['a list of releases', index([]), /releases: must be a JSON object/],
    ['a number for files', index({ a: 1 }), /releases\.a: must be a JSON object/],
    ['a wrong hash', index({ a: { 'a.k8s.yaml': 'x' } }), /must be hashes of objects/],
    ['a list of hashes', index({ a: { 'a.k8s.yaml': ['-'] } }), /must be hashes of objects/],
    ['a recipe alone', index({}, { recipes: { a: {} } }), /belongs to a release that is not listed/],
    ['depth', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /must be a JSON object/],
    ['UTF-16', '\ufeff{\u0000', /is not UTF-8 text/],
  ])('%s is refused with its location', async (_what, content, message) => {
    write('dist/.sandbox-charts.index', content);
    expect(await attempt(() => synth())).toEqual(refusedWith(message));
  });

  const RECIPE = { chart: 'buoy', layout: 'release', flags: {}, inputs: {} };
  test.each([
    ['setFile', { ...RECIPE, flags: { setFile: ['color=/etc/shadow'] } }],
    ['an unknown flag', { ...RECIPE, flags: { output: '/etc' } }],
    ['a text for a list', { ...RECIPE, flags: { set: 'a=b' } }],
    ['flags of a release with a releases file', { ...RECIPE, flags: { config: '../r.yaml', set: ['a=b'] } }],
    ['another layout', { ...RECIPE, layout: '../x' }],
    ['a chart that is a path', { ...RECIPE, chart: '../x' }],
    ['an escape sequence', { ...RECIPE, unreproducible: '\u001b]0;x' }],
    ['a hash in another format', { ...RECIPE, inputs: { '../a.yaml': 'x' } }],
    ['an unknown key', { ...RECIPE, run: 'x' }],
  ])('a recipe with %s is refused', async (_what, recipe) => {
    write('dist/.sandbox-charts.index', index({ a: {} }, { recipes: { a: recipe } }));
    expect(await attempt(() => synth())).toEqual(refusedWith(/index:1:\d+ recipes\.a/));
    expect((await call('verify')).code).toBe(2);
  });

  test.each(['mkfifo', 'folder'])('a %s in its place is an error immediately', async (what) => {
    mkdirSync(join(cwd, 'dist'));
    const file = join(cwd, 'dist/.sandbox-charts.index');
    if (what === 'mkfifo') execFileSync('mkfifo', [file]);
    else mkdirSync(file);
    const { code, err } = await synth();
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/expected a regular file/) });
    expect(readdirSync(join(cwd, 'dist'))).toEqual(['.sandbox-charts.index']);
  });
});

describe('a file is deleted only if it is unchanged', () => {
  const prune = async (): Promise<Run> => {
    write('releases.yaml', 'releases: [{name: other, chart: buoy, set: {color: red}}]\n');
    return call('synth');
  };

  test('an edited file is kept, with a warning', async () => {
    await synth();
    write('dist/buoy.k8s.yaml', text('dist/buoy.k8s.yaml').replace('bells: "1"', 'bells: "9"'));
    const { code, err } = await prune();
    expect(code).toBe(0);
    expect(err).toContain('warning: dist/buoy.k8s.yaml is no longer rendered but was edited, so it was kept');
    expect(text('dist/buoy.k8s.yaml')).toContain('bells: "9"');
    // It stays in the index, so it is reported until the user deletes it.
    expect((await call('verify')).out).toContain('buoy: dist/buoy.k8s.yaml: ConfigMap sea/buoy was edited');
    expect((await prune()).err).toContain('so it was kept');
    rmSync(join(cwd, 'dist/buoy.k8s.yaml'));
    expect((await prune()).err).not.toContain('warning');
    expect((await call('verify')).code).toBe(0);
  });

  test('a file whose line ends Git changed is deleted', async () => {
    await synth();
    write('dist/buoy.k8s.yaml', text('dist/buoy.k8s.yaml').replaceAll('\n', '\r\n'));
    await prune();
    expect(existsSync(join(cwd, 'dist/buoy.k8s.yaml'))).toBe(false);
  });

  test.each(['a link', 'a folder', 'a pipe', 'another file'])('%s in its place is kept', async (what) => {
    await synth();
    const file = join(cwd, 'dist/buoy.k8s.yaml');
    renameSync(file, join(outside, 'copy.yaml'));
    if (what === 'a link') symlinkSync(join(outside, 'copy.yaml'), file);
    else if (what === 'a folder') mkdirSync(file);
    else if (what === 'a pipe') execFileSync('mkfifo', [file]);
    else writeFileSync(file, 'mine\n');
    const before = tree(outside);
    const { code, err } = await prune();
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('so it was kept') });
    expect(existsSync(file)).toBe(true);
    expect(tree(outside)).toEqual(before);
  });
});

test('a file with a hard link outside is replaced, not written to', async () => {
  await synth();
  rmSync(join(cwd, 'dist/buoy.k8s.yaml'));
  linkSync(join(outside, 'buoy.k8s.yaml'), join(cwd, 'dist/buoy.k8s.yaml'));
  expect((await synth('--set', 'bells=2')).code).toBe(0);
  expect(readFileSync(join(outside, 'buoy.k8s.yaml'), 'utf8')).toBe('mine\n');
  expect(statSync(join(cwd, 'dist/buoy.k8s.yaml')).nlink).toBe(1);
});

test.each(['mkfifo', 'folder'])('a %s in place of a manifest is refused', async (what) => {
  await synth();
  const file = join(cwd, 'dist/buoy.k8s.yaml');
  rmSync(file);
  if (what === 'mkfifo') execFileSync('mkfifo', [file]);
  else mkdirSync(file);
  const { code, err } = await synth();
  expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('not written by this tool') });
  expect(readdirSync(join(cwd, 'dist')).sort()).toEqual(['.sandbox-charts.index', 'buoy.k8s.yaml']);
});

test('leftovers that are not folders of this tool are kept', async () => {
  mkdirSync(join(cwd, 'dist/.sandbox-charts.tmp-own'), { recursive: true });
  symlinkSync('../../home', join(cwd, 'dist/.sandbox-charts.tmp-abcdef'));
  write('dist/.sandbox-charts.tmp-ghijkl', 'mine');
  const before = tree(outside);
  expect((await synth()).code).toBe(0);
  expect(tree(outside)).toEqual(before);
  expect(readdirSync(join(cwd, 'dist')).filter((name) => name.includes('tmp-'))).toEqual([
    '.sandbox-charts.tmp-abcdef',
    '.sandbox-charts.tmp-ghijkl',
    '.sandbox-charts.tmp-own',
  ]);
});

test('a folder without write permission causes one error', async () => {
  mkdirSync(join(cwd, 'dist'));
  chmodSync(join(cwd, 'dist'), 0o555);
  const { status } = spawnSync('touch', [join(cwd, 'dist/probe')]);
  const { code, err } = await synth();
  // Root can write to every folder.
  if (status === 0) expect(code).toBe(0);
  else expect({ code, err }).toEqual({ code: 1, err: `error: ${join(cwd, 'dist')}: no permission\n` });
});

test('the index of version 0.1.0 is read, and rewritten', async () => {
  const hash = (file: string) => JSON.parse(text('dist/.sandbox-charts.index')).releases.buoy[file] as string;
  await synth();
  write('dist/.sandbox-charts.index', index({ buoy: { 'buoy.k8s.yaml': hash('buoy.k8s.yaml') } }));
  expect(await synth('--set', 'bells=2')).toMatchObject({ code: 0 });
  expect(JSON.parse(text('dist/.sandbox-charts.index'))).toMatchObject({ tool: product.version });
});
