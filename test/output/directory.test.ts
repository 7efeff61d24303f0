// An open folder accesses its own entries, even if a link replaces a parent folder; also on systems without /proc.

import fs from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory } from '../../lib/output/tree/directory';
import { makeRoot } from '../../lib/output/tree/root';

let root: string;
let outside: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'directory-')));
  outside = join(root, 'outside');
  fs.mkdirSync(join(root, 'dist', 'a'), { recursive: true });
  fs.mkdirSync(outside);
  fs.writeFileSync(join(outside, 'file'), 'mine');
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(root, { recursive: true, force: true });
});

/** From now on, `dist/a` leads outside. */
function swap(): void {
  fs.renameSync(join(root, 'dist', 'a'), join(root, 'moved'));
  fs.symlinkSync('../outside', join(root, 'dist', 'a'));
}

describe.each(['linux', 'darwin'] as const)('on %s', (platform) => {
  beforeEach(() => void jest.spyOn(os, 'platform').mockReturnValue(platform));

  const opened = () => Directory.open(join(root, 'dist')).open('a');
  const isRefused = platform === 'darwin';

  test.each<[string, (folder: Directory) => unknown]>([
    ['create', (folder) => folder.create('new', 'x', 0o600)],
    ['unlink', (folder) => folder.unlink('file')],
    ['rename', (folder) => folder.rename('file', folder, 'other')],
    ['link', (folder) => folder.link('file', folder, 'other')],
    ['makeFolder', (folder) => folder.makeFolder('new')],
    ['removeAll', (folder) => folder.removeAll('file')],
    ['touch', (folder) => folder.touch('file')],
  ])('%s does not access the target of a swapped folder', (_what, change) => {
    const folder = opened();
    fs.writeFileSync(join(root, 'dist/a/file'), 'ours');
    swap();
    const before = fs.statSync(join(outside, 'file'));
    if (isRefused) expect(() => change(folder)).toThrow('was replaced while it was in use');
    else change(folder);
    expect(fs.readdirSync(outside)).toEqual(['file']);
    expect(fs.statSync(join(outside, 'file'))).toMatchObject({ mtimeMs: before.mtimeMs, nlink: 1 });
  });

  test('neither does reading', () => {
    const folder = opened();
    fs.writeFileSync(join(root, 'dist/a/file'), 'ours');
    swap();
    if (isRefused) expect(() => folder.read('file', 100)).toThrow('was replaced while it was in use');
    else expect(folder.read('file', 100).toString()).toBe('ours');
  });

  test('a link is refused at every level', () => {
    swap();
    expect(() => Directory.open(join(root, 'dist')).open('a')).toThrow('a is a symbolic link');
    expect(() => Directory.open(join(root, 'dist')).read('a', 100)).toThrow('a is a symbolic link');
    expect(() => makeRoot({ folder: join(root, 'dist/a/b/c'), bases: [root] })).toThrow('a is a symbolic link');
    expect(fs.readdirSync(outside)).toEqual(['file']);
  });

  test.each(['..', '.', '', 'a/b', '/etc', 'a\\b', 'a\0'])('%j is not a valid entry name', (name) => {
    expect(() => Directory.open(root).stats(name)).toThrow('not a file name');
  });

  test('errors show the path as the user wrote it', () => {
    const folder = opened();
    expect(() => folder.unlink('none')).toThrow(`unlink '${join(root, 'dist/a/none')}'`);
    expect(() => folder.rename('none', folder, 'other')).toThrow(`rename '${join(root, 'dist/a/none')}'`);
  });

  test('a file that is too large is not read', () => {
    fs.writeFileSync(join(root, 'large'), Buffer.alloc(2 ** 20 + 1));
    expect(() => Directory.open(root).read('large', 2 ** 20)).toThrow('large is larger than 1 MiB');
  });
});

test('nothing is left of a file that could not be written', () => {
  const folder = Directory.open(root);
  jest.spyOn(fs, 'writeFileSync').mockImplementation(() => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
  });
  expect(() => folder.create('new', 'x', 0o600)).toThrow('ENOSPC');
  expect(fs.existsSync(join(root, 'new'))).toBe(false);
});
