// What `synth --watch` waits for, while files and folders appear and disappear at any moment.

import { EventEmitter } from 'node:events';
import fs, { type FSWatcher, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WatchedFiles } from '../../cli/process/watched-files';

let folder: string;
let stop: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  stop = new AbortController();
});
afterEach(() => {
  jest.restoreAllMocks();
  stop.abort();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts to wait for changes of a file. */
function watching(path: string): { readonly changed: Promise<void>; readonly isChanged: () => boolean } {
  const files = new WatchedFiles();
  files.begin();
  files.add(path);
  let isDone = false;
  const changed = files.change(stop.signal).then(() => {
    isDone = true;
  });
  // Awaited later.
  changed.catch(() => undefined);
  return { changed, isChanged: () => isDone };
}

/** Does `work` right before the first call of a function of `node:fs`. */
function before(name: 'realpathSync' | 'watch', work: () => void): void {
  const original = fs[name] as (...args: unknown[]) => unknown;
  jest.spyOn(fs, name as 'watch').mockImplementationOnce(((...args: unknown[]) => {
    work();
    return original(...args);
  }) as typeof fs.watch);
}

test('a file that disappears while its link is followed', async () => {
  const path = join(folder, 'values.yaml');
  writeFileSync(path, 'a: 1');
  before('realpathSync', () => rmSync(path));
  const { changed } = watching(path);
  writeFileSync(path, 'a: 2');
  await expect(changed).resolves.toBeUndefined();
});

test('a folder that disappears before it is watched', async () => {
  const path = join(folder, 'values', 'lab.yaml');
  mkdirSync(join(folder, 'values'));
  writeFileSync(path, 'a: 1');
  before('watch', () => renameSync(join(folder, 'values'), join(folder, 'aside')));
  const { changed } = watching(path);
  await expect(changed).resolves.toBeUndefined();
});

test('a folder that disappears before it is watched, with a file that was missing anyway', async () => {
  const path = join(folder, 'values', 'lab.yaml');
  mkdirSync(join(folder, 'values'));
  before('watch', () => rmSync(join(folder, 'values'), { recursive: true }));
  const { changed, isChanged } = watching(path);
  await sleep(20);
  expect(isChanged()).toBe(false);
  mkdirSync(join(folder, 'values'));
  writeFileSync(path, 'a: 1');
  await expect(changed).resolves.toBeUndefined();
});

test.each(['ENOSPC', 'EMFILE', 'ENOSYS'])('a folder that cannot be watched: %s', async (code) => {
  const path = join(folder, 'values.yaml');
  writeFileSync(path, 'a: 1');
  jest.spyOn(fs, 'watch').mockImplementation(() => {
    throw Object.assign(new Error(`${code}: the limit of watched files is reached`), { code });
  });
  const { changed, isChanged } = watching(path);
  await sleep(20);
  expect(isChanged()).toBe(false);
  writeFileSync(path, 'a: 22');
  await expect(changed).resolves.toBeUndefined();
});

test('a folder whose watcher fails later is not watched again at once', async () => {
  const path = join(folder, 'values.yaml');
  writeFileSync(path, 'a: 1');
  const watched = jest.spyOn(fs, 'watch').mockImplementation(() => {
    const watcher = Object.assign(new EventEmitter(), { close: () => undefined });
    process.nextTick(() => watcher.emit('error', new Error('EMFILE')));
    return watcher as unknown as FSWatcher;
  });
  const { changed } = watching(path);
  await sleep(50);
  expect(watched).toHaveBeenCalledTimes(1);
  writeFileSync(path, 'a: 22');
  await expect(changed).resolves.toBeUndefined();
});

test('a file system that changes inode numbers', async () => {
  const path = join(folder, 'values.yaml');
  writeFileSync(path, 'a: 1');
  jest.spyOn(fs, 'watch').mockImplementation(() => {
    throw new Error('ENOSYS');
  });
  const { changed, isChanged } = watching(path);
  const original = fs.statSync as (...args: unknown[]) => object;
  jest
    .spyOn(fs, 'statSync')
    .mockImplementation(((...args: unknown[]) => ({ ...original(...args), ino: 7n })) as unknown as typeof fs.statSync);
  await sleep(700);
  expect(isChanged()).toBe(false);
  jest.mocked(fs.statSync).mockRestore();
  writeFileSync(path, 'a: 22');
  await expect(changed).resolves.toBeUndefined();
});

test('a file system without events', async () => {
  const path = join(folder, 'values.yaml');
  writeFileSync(path, 'a: 1');
  const silent = Object.assign(new EventEmitter(), { close: () => undefined });
  jest.spyOn(fs, 'watch').mockReturnValue(silent as unknown as FSWatcher);
  const { changed } = watching(path);
  await sleep(20);
  writeFileSync(path, 'a: 22');
  await expect(changed).resolves.toBeUndefined();
});

test('the file that a link names', async () => {
  mkdirSync(join(folder, 'elsewhere'));
  writeFileSync(join(folder, 'elsewhere', 'values.yaml'), 'a: 1');
  symlinkSync(join('elsewhere', 'values.yaml'), join(folder, 'values.yaml'));
  const { changed, isChanged } = watching(join(folder, 'values.yaml'));
  await sleep(20);
  expect(isChanged()).toBe(false);
  writeFileSync(join(folder, 'elsewhere', 'values.yaml'), 'a: 22');
  await expect(changed).resolves.toBeUndefined();
});
