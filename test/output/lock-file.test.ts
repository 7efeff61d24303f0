// What several runs do to one lock file.

import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderLock } from '../../lib/output/lock/lock';
import { LOCK_FILE, LockFile } from '../../lib/output/lock/lock-file';
import { ownIdentity } from '../../lib/output/lock/process-identity';
import { Staging } from '../../lib/output/staging';
import { Directory } from '../../lib/output/tree/directory';
import { OutputTree } from '../../lib/output/tree/output-tree';

let folder: string;
let tree: OutputTree;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'lock-file-'));
  tree = new OutputTree(Directory.open(folder));
});
afterEach(() => {
  tree.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const lock = () => join(folder, LOCK_FILE);
const recordOf = (token: string) => ({ ...ownIdentity(), token, staging: [] });
const fileOf = (token: string) => new LockFile(tree, new Staging(tree), recordOf(token));

test('the first run gets the lock, the others do not', () => {
  const [one, other] = [fileOf('one'), fileOf('other')];
  expect([one.place(), other.place()]).toEqual([true, false]);
  expect(other.read()?.token).toBe('one');
});

test('an abandoned lock that is gone by now is no obstacle', () => {
  const run = fileOf('one');
  expect(run.removeStale(recordOf('abandoned'))).toBe(true);
  expect(run.place()).toBe(true);
});

test('an abandoned lock is removed, but not the one of a run that was faster', () => {
  const [first, second] = [fileOf('first'), fileOf('second')];
  fs.writeFileSync(lock(), JSON.stringify(recordOf('abandoned')));
  expect(first.removeStale(recordOf('abandoned'))).toBe(true);
  first.place();
  expect(second.removeStale(recordOf('abandoned'))).toBe(false);
  expect(second.read()?.token).toBe('first');
});

test('a run removes only its own lock', () => {
  const [one, other] = [fileOf('one'), fileOf('other')];
  one.place();
  other.removeOwn('other');
  expect(fs.existsSync(lock())).toBe(true);
  one.removeOwn('one');
  expect(fs.existsSync(lock())).toBe(false);
});

test('a run shows that it is active, but never on behalf of another one', () => {
  const run = fileOf('one');
  run.place();
  const time = new Date('2026-01-01T00:00:00Z');
  fs.utimesSync(lock(), time, time);
  run.touch();
  expect(fs.statSync(lock()).mtime).not.toEqual(time);
  fs.rmSync(lock());
  fs.writeFileSync(lock(), JSON.stringify(recordOf('other')));
  fs.utimesSync(lock(), time, time);
  run.touch();
  expect(fs.statSync(lock()).mtime).toEqual(time);
});

test('a run that lost the lock stops, and leaves the lock of the other one', async () => {
  const held = await FolderLock.acquire({ tree, staging: new Staging(tree) });
  const time = new Date('2026-01-01T00:00:00Z');
  fs.utimesSync(lock(), time, time);
  await sleep(550);
  held.demandHeld();
  expect(fs.statSync(lock()).mtime).not.toEqual(time);
  fs.rmSync(lock());
  fs.writeFileSync(lock(), JSON.stringify(recordOf('other')));
  expect(() => held.demandHeld()).toThrow(
    `${folder}: this run was stopped for so long that another one took over; run it again`,
  );
  held.release();
  expect(JSON.parse(fs.readFileSync(lock(), 'utf8')).token).toBe('other');
});

test('a run sees every way in which it can lose the lock, also right after it looked', async () => {
  const record = JSON.stringify(recordOf('other'));
  const ways: (() => void)[] = [
    () => fs.rmSync(lock()),
    () => fs.writeFileSync(lock(), record),
    () => {
      fs.writeFileSync(`${lock()}.new`, record);
      fs.renameSync(`${lock()}.new`, lock());
    },
    () => {
      fs.rmSync(lock());
      fs.mkdirSync(lock());
    },
  ];
  for (const lose of ways) {
    const held = await FolderLock.acquire({ tree, staging: new Staging(tree) });
    for (let count = 0; count < 3; count++) held.demandHeld();
    lose();
    expect(() => held.demandHeld()).toThrow('another one took over');
    held.release();
    fs.rmSync(lock(), { recursive: true, force: true });
  }
});
