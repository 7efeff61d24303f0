import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { recordedFiles } from '../../lib/output/index/output-index';
import { readIndex } from '../../lib/output/index/parse-index';
import { ownIdentity } from '../../lib/output/lock/process-identity';
import { filesOf } from '../../lib/output/release-files';
import type { Written } from '../../lib/output/transaction';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import { OutputTree } from '../../lib/output/tree/output-tree';
import { OutputWriter, type WriterOptions } from '../../lib/output/writer';
import type { Layout } from '../../lib/render/render';

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

async function write(releases: readonly Release[], options: Partial<WriterOptions> = {}): Promise<Written> {
  const writer = new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: false, ...options });
  for (const [name, ...objects] of releases) writer.add({ name, objects });
  return writer.commit();
}

function indexOf() {
  const tree = OutputTree.open({ folder });
  const index = readIndex(tree);
  tree?.close();
  return index;
}

/** Every file below the folder, with its contents. */
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

test('each release is one file next to the index, and nothing else is left behind', async () => {
  expect(
    await write([
      ['a', configMap('one')],
      ['b', configMap('two')],
    ]),
  ).toEqual({
    changed: ['a.k8s.yaml', 'b.k8s.yaml'],
    unchanged: [],
    removed: [],
    kept: [],
  });
  expect(Object.keys(tree())).toEqual([INDEX_FILE, 'a.k8s.yaml', 'b.k8s.yaml']);
});

test('with one file per object, the numbers give the apply order, and names do not collide', async () => {
  const role = (name: string): Manifest => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
  });
  const elsewhere = { ...configMap('one'), metadata: { name: 'one', namespace: 'other' } };
  await write([['a', role('x:y'), role('x-y'), configMap('one'), elsewhere]], { layout: 'objects' });
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

test('an unchanged file keeps its modification time', async () => {
  await write([
    ['a', configMap('one')],
    ['b', configMap('two')],
  ]);
  const past = new Date('2001-02-03T04:05:06Z');
  for (const file of ['a.k8s.yaml', 'b.k8s.yaml', INDEX_FILE]) fs.utimesSync(join(folder, file), past, past);
  expect(
    await write([
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

test('only the owner can read a file with a Secret, even if it was readable for others before', async () => {
  await write([
    ['a', secret],
    ['b', configMap('one')],
  ]);
  const mode = (file: string) => fs.statSync(join(folder, file)).mode & 0o777;
  expect([mode('a.k8s.yaml'), mode('b.k8s.yaml')]).toEqual([0o600, 0o644]);
  fs.chmodSync(join(folder, 'a.k8s.yaml'), 0o644);
  await write([['a', secret]]);
  expect(mode('a.k8s.yaml')).toBe(0o600);
});

test('rendering a release again deletes its stale files, and keeps those of other releases', async () => {
  await write(
    [
      ['a', configMap('one'), configMap('two')],
      ['b', configMap('three')],
    ],
    { layout: 'objects' },
  );
  expect((await write([['a', configMap('one')]], { layout: 'objects' })).removed).toEqual([
    'a/002-labs-configmap-two.yaml',
  ]);
  expect(Object.keys(tree())).toContain('b/001-labs-configmap-three.yaml');
  expect((await write([['a', configMap('one')]])).removed).toEqual([
    'a/001-labs-configmap-one.yaml',
    'a/kustomization.yaml',
  ]);
  expect(fs.existsSync(join(folder, 'a'))).toBe(false);
});

test('a full run deletes the releases that are no longer listed', async () => {
  await write([
    ['a', configMap('one')],
    ['b', configMap('two')],
  ]);
  expect((await write([['b', configMap('two')]], { prune: true })).removed).toEqual(['a.k8s.yaml']);
  expect(Object.keys(tree())).toEqual([INDEX_FILE, 'b.k8s.yaml']);
});

test('a file that the tool did not write is neither overwritten nor deleted', async () => {
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, 'b.k8s.yaml'), 'mine');
  fs.writeFileSync(join(folder, 'notes.txt'), 'mine too');
  await expect(
    write([
      ['a', configMap('one')],
      ['b', configMap('two')],
    ]),
  ).rejects.toThrow(
    `not written by this tool, so not overwritten: ${join(folder, 'b.k8s.yaml')} (move it, or choose a different folder)`,
  );
  expect(tree()).toEqual({ 'b.k8s.yaml': 'mine', 'notes.txt': 'mine too' });
  await write([['a', configMap('one')]], { prune: true });
  expect(tree()).toMatchObject({ 'b.k8s.yaml': 'mine', 'notes.txt': 'mine too' });
});

test('a folder in place of a file is refused even if the index lists the file', async () => {
  await write([['a', configMap('one')]]);
  fs.rmSync(join(folder, 'a.k8s.yaml'));
  fs.mkdirSync(join(folder, 'a.k8s.yaml'));
  await expect(write([['a', configMap('one')]])).rejects.toThrow('not written by this tool');
});

test('a failed render does not change the folder', async () => {
  await write([['a', configMap('one')]]);
  const before = tree();
  const writer = new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: true });
  writer.add({ name: 'b', objects: [configMap('two')] });
  writer.abort();
  expect(tree()).toEqual(before);
});

test('a folder that only a failed run created is deleted again', async () => {
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
    async (failing) => {
      await write(first);
      const before = tree();
      const spy = failAtRename(failing);
      await expect(write(next, { prune: true })).rejects.toThrow('disk on fire');
      expect(tree()).toEqual(before);
      spy.mockRestore();
      expect(await write(next, { prune: true })).toMatchObject({
        changed: ['a.k8s.yaml', 'b.k8s.yaml', 'c.k8s.yaml'],
        removed: ['gone.k8s.yaml'],
      });
    },
  );

  test('there are no other renames', async () => {
    await write(first);
    failAtRename(renames);
    expect((await write(next, { prune: true })).changed).toHaveLength(3);
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

test('a release can have the name of an inherited object property', async () => {
  await write([
    ['constructor', configMap('one')],
    ['valueof', configMap('two')],
  ]);
  expect((await write([['valueof', configMap('two')]], { prune: true })).removed).toEqual(['constructor.k8s.yaml']);
});

test.each(['../a', 'a/b', 'A', '', '.', 'a\u0000', '__proto__'])('%j cannot be the name of a release', async (name) => {
  await expect(write([[name, configMap('one')]])).rejects.toThrow('cannot be the name of a release');
});

test('the same release twice is refused', async () => {
  await expect(
    write([
      ['a', configMap('one')],
      ['a', configMap('two')],
    ]),
  ).rejects.toThrow('release a is rendered twice');
});

test.each(['no JSON', '{"tool":"1","releases":{"a":{"../../etc/passwd":"x"}}}'])(
  'a damaged index does not allow files to be removed: %s',
  async (text) => {
    fs.mkdirSync(folder);
    fs.writeFileSync(join(folder, INDEX_FILE), text);
    await expect(write([['a', configMap('one')]])).rejects.toThrow(
      /\.index:1:\d+.* is not .*\(restore the file, or empty the folder\)$/,
    );
    expect(Object.keys(tree())).toEqual([INDEX_FILE]);
  },
);

const open = (options: Partial<WriterOptions> = {}) =>
  new OutputWriter({ folder, layout: 'release', tool: '1.0.0', prune: false, ...options });

test('two simultaneous runs both find their releases in the index', async () => {
  const [first, second] = [open(), open()];
  first.add({ name: 'a', objects: [configMap('one')] });
  second.add({ name: 'b', objects: [configMap('two')] });
  await first.commit();
  await second.commit();
  expect([...indexOf().releases.keys()]).toEqual(['a', 'b']);
  expect((await write([['a', configMap('one', '2')]])).changed).toEqual(['a.k8s.yaml']);
});

test('many simultaneous runs take turns', async () => {
  const script = `
    const { OutputWriter } = require(${JSON.stringify(join(__dirname, '../../build/lib/output/writer.js'))});
    const writer = new OutputWriter({ folder: process.argv[1], layout: 'release', tool: '1', prune: false });
    const metadata = { name: process.argv[2], namespace: 'labs' };
    writer.add({ name: process.argv[2], objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata }] });
    writer.commit();
  `;
  const names = [...'abcdefghijkl'];
  await Promise.all(names.map((name) => execFileAsync(process.execPath, ['-e', script, folder, name])));
  expect([...indexOf().releases.keys()]).toEqual(names);
  expect(fs.readdirSync(folder)).toEqual([INDEX_FILE, ...names.map((name) => `${name}.k8s.yaml`)]);
});

test('a failed run keeps what another run wrote to the folder that it created', async () => {
  const first = open();
  await write([['b', configMap('two')]]);
  first.abort();
  expect(Object.keys(tree())).toEqual([INDEX_FILE, 'b.k8s.yaml']);
});

/** From the given rename on, nothing is written to disk, as if the process were gone. */
function killAtRename(number: number): void {
  let calls = 0;
  for (const method of ['renameSync', 'unlinkSync', 'linkSync', 'rmdirSync', 'writeFileSync', 'mkdirSync'] as const) {
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
  async (number) => {
    await write([
      ['a', configMap('one')],
      ['gone', configMap('three')],
    ]);
    killAtRename(number);
    try {
      await write(
        [
          ['a', configMap('one', '2')],
          ['b', configMap('two', '2')],
        ],
        { prune: true },
      );
    } catch {
      // Like a killed process, it releases nothing.
    }
    jest.restoreAllMocks();
    await write(
      [
        ['a', configMap('one', '3')],
        ['b', configMap('two', '3')],
      ],
      // This process is still running, so its lock is not abandoned before it is stale.
      { prune: true, lockTiming: { staleMs: 20 } },
    );
    const left = Object.keys(tree()).filter((file) => !file.startsWith('.sandbox-charts.tmp-'));
    expect(left).toEqual([INDEX_FILE, 'a.k8s.yaml', 'b.k8s.yaml']);
  },
);

test('the staging folder of an ended process is deleted at once, that of a running one is kept', async () => {
  const { pid, start, host } = ownIdentity();
  const left = (owner: string) => `.sandbox-charts.tmp-${owner}x0123456789`;
  const [ended, reused, atWork, elsewhere] = [
    left(`${2 ** 22 + 1}x${start}x${host}`),
    left(`${pid}x1x${host}`),
    left(`${pid}x${start}x${host}`),
    left(`${2 ** 22 + 1}x${start}x${'0'.repeat(16)}`),
  ];
  for (const name of [ended, reused, atWork, elsewhere]) fs.mkdirSync(join(folder, name), { recursive: true });
  await write([['a', configMap('one')]]);
  expect(fs.readdirSync(folder).sort()).toEqual([INDEX_FILE, atWork, elsewhere, 'a.k8s.yaml'].sort());
});

test('an empty folder that a killed run was about to fill is deleted by the next run', async () => {
  await write([['b', configMap('one')]]);
  const index = JSON.parse(fs.readFileSync(join(folder, INDEX_FILE), 'utf8')) as object;
  const pending = { a: { 'a/1-setup/objects.yaml': '-' } };
  fs.writeFileSync(join(folder, INDEX_FILE), JSON.stringify({ ...index, pending }));
  fs.mkdirSync(join(folder, 'a', '1-setup'), { recursive: true });
  await write([['b', configMap('one')]]);
  expect(fs.readdirSync(folder)).toEqual([INDEX_FILE, 'b.k8s.yaml']);
});

test('an empty folder of a killed run is deleted by the next run', async () => {
  await write([['a', configMap('one')]], { layout: 'objects' });
  for (const file of fs.readdirSync(join(folder, 'a'))) fs.rmSync(join(folder, 'a', file));
  expect((await write([['b', configMap('one')]], { prune: true })).removed).toEqual([]);
  expect(fs.readdirSync(folder)).toEqual([INDEX_FILE, 'b.k8s.yaml']);
});

test('what cannot be put back is kept, and the error says where', async () => {
  await write([['a', configMap('one')]]);
  const before = tree()[INDEX_FILE];
  killAtRename(1);
  const run = () => write([['a', configMap('one', '2')]]);
  await expect(run()).rejects.toThrow(
    /^killed; and 1 file could not be restored: the earlier ones are in .*tmp-.*old$/,
  );
  jest.restoreAllMocks();
  const kept = Object.entries(tree()).filter(([, text]) => text === before);
  expect(kept.map(([file]) => file)).toEqual([expect.stringMatching(/^\.sandbox-charts\.tmp-.*\/old\/\d+$/)]);
});

test('what a killed run left behind is deleted after an hour, not before, and Git never sees it', async () => {
  await write([['a', configMap('one')]]);
  for (const [name, minutes] of [
    ['oldold', 61],
    ['newnew', 59],
  ] as const) {
    const left = join(folder, `.sandbox-charts.tmp-${name}`);
    fs.mkdirSync(left);
    const time = new Date(fs.statSync(folder).mtimeMs - minutes * 60_000);
    fs.utimesSync(left, time, time);
  }
  await write([['a', configMap('one')]]);
  expect(fs.readdirSync(folder)).toEqual([INDEX_FILE, '.sandbox-charts.tmp-newnew', 'a.k8s.yaml']);
  open();
  spawnSync('git', ['init', '--quiet', folder]);
  const { stdout } = spawnSync('git', ['-C', folder, 'status', '--short', '--untracked-files=all'], {
    encoding: 'utf8',
  });
  expect(stdout.split('\n')).toEqual([`?? ${INDEX_FILE}`, '?? a.k8s.yaml', '']);
});

test("a link in place of a release's folder is not followed", async () => {
  const elsewhere = join(root, 'elsewhere');
  fs.mkdirSync(elsewhere);
  fs.mkdirSync(folder);
  fs.symlinkSync(elsewhere, join(folder, 'a'));
  const run = () => write([['a', configMap('one'), configMap('two')]], { layout: 'objects' });
  await expect(run()).rejects.toThrow(`not written by this tool, so not overwritten: ${join(folder, 'a')} (`);
  expect(fs.readdirSync(elsewhere)).toEqual([]);
});

test('a folder that is not writable, or a file in its place, is not touched', async () => {
  fs.writeFileSync(folder, 'mine');
  expect(open).toThrow('ENOTDIR');
  expect(fs.readFileSync(folder, 'utf8')).toBe('mine');
});

test('after any successful and failed runs, the folder is what the last successful one wrote', async () => {
  const release = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 3 }));
  const run = fc.record({
    releases: fc.uniqueArray(release, { maxLength: 3, selector: ([name]) => name }),
    layout: fc.constantFrom<Layout>('release', 'objects'),
    prune: fc.boolean(),
    failing: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  });
  return fc.assert(
    fc
      .asyncProperty(fc.array(run, { minLength: 1, maxLength: 6 }), async (runs) => {
        let expected: Record<string, string[]> = {};
        for (const { releases, layout, prune, failing } of runs) {
          const before = tree();
          const spy = failAtRename(failing);
          const all = releases.map(([name, value, count]): Release => [name, ...maps(value, count)]);
          try {
            await write(all, { layout, prune });
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
          expect([...recordedFiles(indexOf()).keys()].sort()).toEqual(owned);
        }
      })
      .afterEach(() => fs.rmSync(folder, { recursive: true, force: true })),
    { numRuns: 50 },
  );
});

const maps = (value: string, count: number) => ['x', 'y', 'z'].slice(0, count).map((name) => configMap(name, value));
const pathsIn = ([name, ...objects]: Release, layout: Layout) =>
  filesOf({ name, objects }, layout).map(({ path }) => path);

test('kustomize builds a folder of objects in the same order', async () => {
  const kubectl = spawnSync('kubectl', ['kustomize', '--help']);
  await write([['a', configMap('two', 'yes'), configMap('one', "it's\n"), secret]], { layout: 'objects' });
  // Without kubectl, the test above still pins the text of the kustomization.
  if (kubectl.error) return expect(kubectl.error).toMatchObject({ code: 'ENOENT' });
  const { stdout, status } = spawnSync('kubectl', ['kustomize', join(folder, 'a')], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(parseAllDocuments(stdout).map((document) => document.toJS())).toEqual([
    configMap('two', 'yes'),
    configMap('one', "it's\n"),
    secret,
  ]);
});
