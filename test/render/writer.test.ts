import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/manifest';
import { INDEX_FILE } from '../../lib/render/output-index';
import { OutputWriter, type WriterOptions, type Written } from '../../lib/render/writer';

const configMap = (name: string, value = '1'): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'labs' },
  data: { value },
});
const secret: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'labs' }, data: {} };

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

test.each([0, 1, 2, 3, 4, 5, 6, 7])('when rename %i of the swap fails, every file is back in its place', (failing) => {
  const first: Release[] = [
    ['a', configMap('one')],
    ['b', configMap('two')],
    ['gone', configMap('three')],
  ];
  write(first);
  const before = tree();
  const rename = fs.renameSync;
  let calls = 0;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (calls++ === failing) throw new Error('disk on fire');
    rename(from, to);
  });
  const next: Release[] = [
    ['a', configMap('one', '2')],
    ['b', configMap('two', '2')],
    ['c', configMap('new')],
  ];
  expect(() => write(next, { prune: true })).toThrow('disk on fire');
  expect(tree()).toEqual(before);
  jest.restoreAllMocks();
  expect(write(next, { prune: true })).toMatchObject({
    changed: ['a.k8s.yaml', 'b.k8s.yaml', 'c.k8s.yaml'],
    removed: ['gone.k8s.yaml'],
  });
});

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
