// Locks: abandoned ones are taken over, active ones are waited for.

import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCK_FILE } from '../../lib/output/lock/lock-file';
import { ownIdentity } from '../../lib/output/lock/process-identity';
import { OutputWriter, type WriterOptions } from '../../lib/output/writer';

let root: string;
let folder: string;
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'lock-'));
  folder = join(root, 'dist');
  fs.mkdirSync(folder);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const lock = () => join(folder, LOCK_FILE);
const manifest = (name: string, value: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'labs' },
  data: { value },
});

function writerOf(name: string, value: string, options: Partial<WriterOptions> = {}): OutputWriter {
  const lockTiming = { staleMs: 400, noticeMs: 50 };
  const writer = new OutputWriter({ folder, layout: 'objects', tool: '1', prune: false, lockTiming, ...options });
  writer.add({ name, objects: Array.from({ length: 20 }, (_, at) => manifest(`${name}-${at}`, value)) });
  return writer;
}

/** Whether a run succeeds, and the messages that it prints while it waits. */
async function commit(options: Partial<WriterOptions> = {}, signal?: AbortSignal): Promise<string[]> {
  const messages: string[] = [];
  await writerOf('a', 'new', options).commit({ onWait: (message) => messages.push(message), signal });
  return messages;
}

test.each([
  ['an empty folder, as of version 0.1.0', () => fs.mkdirSync(lock())],
  ['an empty file', () => fs.writeFileSync(lock(), '')],
  ['a file that is not a lock', () => fs.writeFileSync(lock(), '{"token": 1}')],
  ['that of a process that has ended', () => fs.writeFileSync(lock(), recordOf({ pid: 2 ** 22 + 1 }))],
  ['that of an earlier process of this number', () => fs.writeFileSync(lock(), recordOf({ start: '1' }))],
  ['that of another machine', () => fs.writeFileSync(lock(), recordOf({ host: 'elsewhere' }))],
])('an abandoned lock is taken over: %s', async (_what, leave) => {
  leave();
  await commit();
  expect(fs.readdirSync(folder)).toEqual(['.sandbox-charts.index', 'a']);
});

const recordOf = (change: object): string => JSON.stringify({ token: 'x', staging: [], ...ownIdentity(), ...change });

test.each([
  ['dated in the future', 10 ** 9],
  ['dated in the past', -(10 ** 9)],
])('a lock that is %s is neither kept forever nor taken over immediately', async (_what, seconds) => {
  fs.writeFileSync(lock(), recordOf({}));
  const time = new Date(Date.now() + seconds * 1000);
  fs.utimesSync(lock(), time, time);
  const begun = Date.now();
  expect(await commit()).toEqual([`${folder}: waiting for another run (process ${process.pid}) to finish`]);
  expect(Date.now() - begun).toBeGreaterThan(350);
});

test('the lock of a process that has ended is taken over at once', async () => {
  fs.writeFileSync(lock(), recordOf({ pid: 2 ** 22 + 1 }));
  expect(await commit({ lockTiming: { staleMs: 60_000, noticeMs: 0 } })).toEqual([]);
});

test.each([
  ['a link to nowhere', () => fs.symlinkSync('none', lock())],
  ['a link to a file', () => fs.symlinkSync('../file', lock())],
  ['a folder that is not empty', () => fs.mkdirSync(join(lock(), 'mine'), { recursive: true })],
])('%s is not a lock, and is kept', async (_what, leave) => {
  fs.writeFileSync(join(root, 'file'), 'mine');
  leave();
  await expect(commit()).rejects.toThrow(`${lock()} is not a lock file of this tool (delete it)`);
  expect(fs.readdirSync(folder)).toEqual([LOCK_FILE]);
  expect(fs.readFileSync(join(root, 'file'), 'utf8')).toBe('mine');
});

test('a run waits for an active owner up to a limit', async () => {
  fs.writeFileSync(lock(), recordOf({}));
  const timer = setInterval(() => fs.utimesSync(lock(), new Date(), new Date()), 20);
  try {
    const timing = { lockTiming: { staleMs: 200, limitMs: 1000 } };
    await expect(commit(timing)).rejects.toThrow(
      `${folder}: is still being written by another run (process ${process.pid})`,
    );
  } finally {
    clearInterval(timer);
  }
  expect(fs.readdirSync(folder)).toEqual([LOCK_FILE]);
});

test('a signal ends the wait, and nothing is left behind', async () => {
  fs.writeFileSync(lock(), recordOf({}));
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 100);
  await expect(commit({ lockTiming: { staleMs: 60_000 } }, controller.signal)).rejects.toThrow('enough');
  expect(fs.readdirSync(folder)).toEqual([LOCK_FILE]);
});
