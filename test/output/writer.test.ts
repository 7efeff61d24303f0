import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/manifest';
import type { Written } from '../../lib/output/commit';
import { LOCK_FOLDER } from '../../lib/output/lock';
import { INDEX_FILE, pathsOf, readIndex } from '../../lib/output/output-index';
import { filesOf } from '../../lib/output/release-files';
import { OutputWriter, type WriterOptions } from '../../lib/output/writer';
import type { Layout } from '../../lib/render/layout';

const configMap = (name: string, value = '1'): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'labs' },
  data: { value },
});
const secret: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'labs' },
  data: { code: 'eA==' },
};

const execFileAsync = promisify(execFile);

let root: string;
let folder: string;

beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'writer-'));
  folder = join(root, 'dist');
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(root, { recursive: true, force: true });
});

type Release = readonly [name: string, ...objects: Manifest[]];

function write(releases: readonly Release[], options: Partial<WriterOptions> = {}): Written {
  const writer = new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: false, ...options });
  for (const [name, ...objects] of releases) writer.add({ name, objects });
  return writer.commit();
}

/** Every file below the folder, with its content. */
function tree(): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), fs.readFileSync(file, 'utf8')]),
  );
}

test('each release is one file beside the index, and nothing else is left', () => {
  expect(
    write([
      ['a', configMap('one')],
      ['b', configMap('two')],
    ]),
  ).toEqual({
    changed: ['a.k8s.yaml', 'b.k8s.yaml'],
    unchanged: [],
    removed: [],
  });
  expect(Object.keys(tree())).toEqual([INDEX_FILE, 'a.k8s.yaml', 'b.k8s.yaml']);
});

test('with a file per object the numbers give the apply order and nothing collides', () => {
  const role = (name: string): Manifest => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
  });
  const elsewhere = { ...configMap('one'), metadata: { name: 'one', namespace: 'other' } };
  write([['a', role('x:y'), role('x-y'), configMap('one'), elsewhere]], { layout: 'objects' });
  expect(Object.keys(tree())).toEqual([
    INDEX_FILE,
    'a/001-clusterrole-x-y.yaml',
    'a/002-clusterrole-x-y.yaml',
    'a/003-labs-configmap-one.yaml',
    'a/004-other-configmap-one.yaml',
    'a/kustomization.yaml',
  ]);
  expect(tree()['a/kustomization.yaml']).toBe(
    [
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'metadata:',
      '  name: a',
      'resources:',
      '  - 001-clusterrole-x-y.yaml',
      '  - 002-clusterrole-x-y.yaml',
      '  - 003-labs-configmap-one.yaml',
      '  - 004-other-configmap-one.yaml',
      'sortOptions:',
      '  order: fifo',
      '',
    ].join('\n'),
  );
});

test('a file that did not change keeps its time', () => {
  write([
    ['a', configMap('one')],
    ['b', configMap('two')],
  ]);
  const past = new Date('2001-02-03T04:05:06Z');
  for (const file of ['a.k8s.yaml', 'b.k8s.yaml', INDEX_FILE]) fs.utimesSync(join(folder, file), past, past);
  expect(
    write([
      ['a', configMap('one')],
      ['b', configMap('two', '2')],
    ]),
  ).toMatchObject({
    changed: ['b.k8s.yaml'],
    unchanged: ['a.k8s.yaml'],
  });
  expect(fs.statSync(join(folder, 'a.k8s.yaml')).mtime).toEqual(past);
  expect(fs.statSync(join(folder, 'b.k8s.yaml')).mtime).not.toEqual(past);
});

test('only the owner can read a file with a Secret, also when an earlier mode was open', () => {
  write([
    ['a', secret],
    ['b', configMap('one')],
  ]);
  const mode = (file: string) => fs.statSync(join(folder, file)).mode & 0o777;
  expect([mode('a.k8s.yaml'), mode('b.k8s.yaml')]).toEqual([0o600, 0o644]);
  fs.chmodSync(join(folder, 'a.k8s.yaml'), 0o644);
  write([['a', secret]]);
  expect(mode('a.k8s.yaml')).toBe(0o600);
});

test('a release that is rendered again loses its stale files, another one keeps its own', () => {
  write(
    [
      ['a', configMap('one'), configMap('two')],
      ['b', configMap('three')],
    ],
    { layout: 'objects' },
  );
  expect(write([['a', configMap('one')]], { layout: 'objects' }).removed).toEqual(['a/002-labs-configmap-two.yaml']);
  expect(Object.keys(tree())).toContain('b/001-labs-configmap-three.yaml');
  expect(write([['a', configMap('one')]]).removed).toEqual(['a/001-labs-configmap-one.yaml', 'a/kustomization.yaml']);
  expect(fs.existsSync(join(folder, 'a'))).toBe(false);
});

test('pruning removes the releases that a whole run no longer has', () => {
  write([
    ['a', configMap('one')],
    ['b', configMap('two')],
  ]);
  expect(write([['b', configMap('two')]], { prune: true }).removed).toEqual(['a.k8s.yaml']);
  expect(Object.keys(tree())).toEqual([INDEX_FILE, 'b.k8s.yaml']);
});

test('a file that the tool did not write is neither overwritten nor removed', () => {
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, 'b.k8s.yaml'), 'mine');
  fs.writeFileSync(join(folder, 'notes.txt'), 'mine too');
  expect(() =>
    write([
      ['a', configMap('one')],
      ['b', configMap('two')],
    ]),
  ).toThrow(
    `not written by this tool, so not overwritten: ${join(folder, 'b.k8s.yaml')} (move it away, or choose another folder)`,
  );
  expect(tree()).toEqual({ 'b.k8s.yaml': 'mine', 'notes.txt': 'mine too' });
  write([['a', configMap('one')]], { prune: true });
  expect(tree()).toMatchObject({ 'b.k8s.yaml': 'mine', 'notes.txt': 'mine too' });
});

test('a folder in the place of a file is refused even when the index names the file', () => {
  write([['a', configMap('one')]]);
  fs.rmSync(join(folder, 'a.k8s.yaml'));
  fs.mkdirSync(join(folder, 'a.k8s.yaml'));
  expect(() => write([['a', configMap('one')]])).toThrow('not written by this tool');
});

test('a render that fails leaves the folder as it was, and no trace', () => {
  write([['a', configMap('one')]]);
  const before = tree();
  const writer = new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: true });
  writer.add({ name: 'b', objects: [configMap('two')] });
  writer.abort();
  expect(tree()).toEqual(before);
});

test('a folder that only a failed run made goes with it', () => {
  folder = join(root, 'deep', 'dist');
  const writer = new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: true });
  writer.abort();
  expect(fs.readdirSync(root)).toEqual([]);
});

describe.each([
  ['links', 6],
  ['no links', 10],
])('on a file system with %s', (links, renames) => {
  const first: Release[] = [
    ['a', configMap('one')],
    ['b', configMap('two')],
    ['gone', configMap('three')],
  ];
  const next: Release[] = [
    ['a', configMap('one', '2')],
    ['b', configMap('two', '2')],
    ['c', configMap('new')],
  ];

  beforeEach(() => {
    if (links === 'links') return;
    jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw new Error('EPERM');
    });
  });

  test.each([...Array(renames).keys()])(
    'when rename %i of the swap fails, every file is back in its place',
    (failing) => {
      write(first);
      const before = tree();
      const spy = failAtRename(failing);
      expect(() => write(next, { prune: true })).toThrow('disk on fire');
      expect(tree()).toEqual(before);
      spy.mockRestore();
      expect(write(next, { prune: true })).toMatchObject({
        changed: ['a.k8s.yaml', 'b.k8s.yaml', 'c.k8s.yaml'],
        removed: ['gone.k8s.yaml'],
      });
    },
  );

  test('there are no more renames than these', () => {
    write(first);
    failAtRename(renames);
    expect(write(next, { prune: true }).changed).toHaveLength(3);
  });
});

function failAtRename(failing: number | undefined) {
  const rename = fs.renameSync;
  let calls = 0;
  return jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (calls++ === failing) throw new Error('disk on fire');
    rename(from, to);
  });
}

test('the same release twice is refused', () => {
  expect(() =>
    write([
      ['a', configMap('one')],
      ['a', configMap('two')],
    ]),
  ).toThrow('release a is rendered twice');
});

test.each(['no JSON', '{"tool":"1","releases":{"a":{"../../etc/passwd":"x"}}}'])(
  'a damaged index is no licence to remove files: %s',
  (text) => {
    fs.mkdirSync(folder);
    fs.writeFileSync(join(folder, INDEX_FILE), text);
    expect(() => write([['a', configMap('one')]])).toThrow(/is damaged .*restore it, or empty the folder/);
    expect(Object.keys(tree())).toEqual([INDEX_FILE]);
  },
);

const open = (options: Partial<WriterOptions> = {}) =>
  new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: false, ...options });

test('two runs at the same time both find their releases in the index', () => {
  const [first, second] = [open(), open()];
  first.add({ name: 'a', objects: [configMap('one')] });
  second.add({ name: 'b', objects: [configMap('two')] });
  first.commit();
  second.commit();
  expect(Object.keys(readIndex(folder).releases)).toEqual(['a', 'b']);
  expect(write([['a', configMap('one', '2')]]).changed).toEqual(['a.k8s.yaml']);
});

test('many runs at the very same time take turns', async () => {
  const script = `
    const { OutputWriter } = require(${JSON.stringify(join(__dirname, '../../build/lib/output/writer.js'))});
    const writer = new OutputWriter({ folder: process.argv[1], layout: 'release', tool: '1', prune: false });
    const metadata = { name: process.argv[2], namespace: 'labs' };
    writer.add({ name: process.argv[2], objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata }] });
    writer.commit();
  `;
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all(names.map((name) => execFileAsync(process.execPath, ['-e', script, folder, name])));
  expect(Object.keys(readIndex(folder).releases)).toEqual(names);
  expect(fs.readdirSync(folder)).toEqual([INDEX_FILE, ...names.map((name) => `${name}.k8s.yaml`)]);
});

test('a run that fails leaves what another one wrote into the folder that it made', () => {
  const first = open();
  write([['b', configMap('two')]]);
  first.abort();
  expect(Object.keys(tree())).toEqual([INDEX_FILE, 'b.k8s.yaml']);
});

/** From the given rename on, nothing reaches the disk any more: the process is gone. */
function killAtRename(number: number): void {
  let calls = 0;
  for (const method of ['renameSync', 'rmSync', 'rmdirSync', 'writeFileSync', 'mkdirSync'] as const) {
    const real = fs[method] as (...args: unknown[]) => unknown;
    jest.spyOn(fs, method).mockImplementation((...args: unknown[]) => {
      if (method === 'renameSync' && calls < number) calls++;
      else if (calls >= number) throw new Error('killed');
      return real(...args) as never;
    });
  }
}

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'a run killed at rename %i does not stand in the way of the next',
  (number) => {
    write([
      ['a', configMap('one')],
      ['gone', configMap('three')],
    ]);
    killAtRename(number);
    try {
      write(
        [
          ['a', configMap('one', '2')],
          ['b', configMap('two', '2')],
        ],
        { prune: true },
      );
    } catch {
      // As a killed process, it tells nobody.
    }
    jest.restoreAllMocks();
    // A while later.
    const lock = join(folder, LOCK_FOLDER);
    if (fs.existsSync(lock)) fs.utimesSync(lock, 0, 0);
    write(
      [
        ['a', configMap('one', '3')],
        ['b', configMap('two', '3')],
      ],
      { prune: true },
    );
    const left = Object.keys(tree()).filter((file) => !file.startsWith('.sandbox-charts.tmp-'));
    expect(left).toEqual([INDEX_FILE, 'a.k8s.yaml', 'b.k8s.yaml']);
  },
);

test('what cannot be put back is kept, and the error says where', () => {
  write([['a', configMap('one')]]);
  const before = tree()['a.k8s.yaml'];
  killAtRename(1);
  const run = () => write([['a', configMap('one', '2')]]);
  expect(run).toThrow(/^killed; and 1 of the files could not be put back: look for the earlier ones in .*tmp-.*old$/);
  jest.restoreAllMocks();
  const kept = Object.entries(tree()).filter(([, text]) => text === before);
  expect(kept.map(([file]) => file)).toEqual([expect.stringMatching(/^\.sandbox-charts\.tmp-.*\/old\/0$/)]);
});

test('what a killed run left behind is removed an hour later, and not before; Git never sees it', () => {
  write([['a', configMap('one')]]);
  for (const [name, minutes] of [
    ['old', 61],
    ['new', 59],
  ] as const) {
    const left = join(folder, `.sandbox-charts.tmp-${name}`);
    fs.mkdirSync(left);
    const time = new Date(fs.statSync(folder).mtimeMs - minutes * 60_000);
    fs.utimesSync(left, time, time);
  }
  write([['a', configMap('one')]]);
  expect(fs.readdirSync(folder)).toEqual([INDEX_FILE, '.sandbox-charts.tmp-new', 'a.k8s.yaml']);
  open();
  spawnSync('git', ['init', '--quiet', folder]);
  const { stdout } = spawnSync('git', ['-C', folder, 'status', '--short', '--untracked-files=all'], {
    encoding: 'utf8',
  });
  expect(stdout.split('\n')).toEqual([`?? ${INDEX_FILE}`, '?? a.k8s.yaml', '']);
});

test('a link in the place of the folder of a release leads nowhere', () => {
  const elsewhere = join(root, 'elsewhere');
  fs.mkdirSync(elsewhere);
  fs.mkdirSync(folder);
  fs.symlinkSync(elsewhere, join(folder, 'a'));
  const run = () => write([['a', configMap('one'), configMap('two')]], { layout: 'objects' });
  expect(run).toThrow(`not written by this tool, so not overwritten: ${join(folder, 'a')} (`);
  expect(fs.readdirSync(elsewhere)).toEqual([]);
});

test('a folder that cannot be written to is left alone, and so is a file in its place', () => {
  fs.writeFileSync(folder, 'mine');
  expect(open).toThrow('EEXIST');
  expect(fs.readFileSync(folder, 'utf8')).toBe('mine');
});

test('whatever runs succeed or fail, the folder is what the last good one made', () => {
  const release = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 3 }));
  const run = fc.record({
    releases: fc.uniqueArray(release, { maxLength: 3, selector: ([name]) => name }),
    layout: fc.constantFrom<Layout>('release', 'objects'),
    prune: fc.boolean(),
    failing: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  });
  return fc.assert(
    fc
      .property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
        let expected: Record<string, string[]> = {};
        for (const { releases, layout, prune, failing } of runs) {
          const before = tree();
          const spy = failAtRename(failing);
          const all = releases.map(([name, value, count]): Release => [name, ...maps(value, count)]);
          try {
            write(all, { layout, prune });
            expected = {
              ...(prune ? {} : expected),
              ...Object.fromEntries(all.map((r) => [r[0], pathsIn(r, layout)])),
            };
          } catch {
            expect(tree()).toEqual(before);
          } finally {
            spy.mockRestore();
          }
          const owned = Object.values(expected).flat().sort();
          expect(Object.keys(tree()).filter((file) => file !== INDEX_FILE)).toEqual(owned);
          expect([...pathsOf(readIndex(folder))].sort()).toEqual(owned);
        }
      })
      .afterEach(() => fs.rmSync(folder, { recursive: true, force: true })),
    { numRuns: 50 },
  );
});

const maps = (value: string, count: number) => ['x', 'y', 'z'].slice(0, count).map((name) => configMap(name, value));
const pathsIn = ([name, ...objects]: Release, layout: Layout) =>
  filesOf({ name, objects }, layout).map(({ path }) => path);

test('kustomize takes a folder of objects and gives them back in its order', () => {
  const kubectl = spawnSync('kubectl', ['kustomize', '--help']);
  write([['a', configMap('two', 'yes'), configMap('one', "it's\n"), secret]], { layout: 'objects' });
  // Where there is no kubectl, the text of the kustomization is pinned above.
  if (kubectl.error) return expect(kubectl.error).toMatchObject({ code: 'ENOENT' });
  const { stdout, status } = spawnSync('kubectl', ['kustomize', join(folder, 'a')], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(parseAllDocuments(stdout).map((document) => document.toJS())).toEqual([
    configMap('two', 'yes'),
    configMap('one', "it's\n"),
    secret,
  ]);
});
