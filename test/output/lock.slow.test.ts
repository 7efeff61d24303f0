// If a run that holds the lock crashes or hangs, other runs continue, and it does not.

import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OutputWriter, type WriterOptions } from '../../lib/output/writer';

jest.setTimeout(60_000);

let root: string;
let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'lock-'));
  folder = join(root, 'dist');
  fs.mkdirSync(folder);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  fs.rmSync(root, { recursive: true, force: true });
});

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

const SCRIPT = `
  const fs = require('node:fs');
  const [, writer, folder, at] = process.argv;
  const rename = fs.renameSync;
  let calls = 0;
  fs.renameSync = (...args) => {
    // The parent stops this process here.
    if (calls++ === Number(at)) { fs.writeSync(1, 'swapping\\n'); fs.readSync(0, Buffer.alloc(1)); }
    return rename(...args);
  };
  const { OutputWriter } = require(writer);
  const options = { folder, layout: 'objects', tool: '1', prune: true };
  const run = new OutputWriter(options);
  const object = (name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'labs' }, data: { value: 'old' } });
  run.add({ name: 'b', objects: Array.from({ length: 20 }, (_, n) => object('b-' + n)) });
  run.commit().then(() => console.log('done'), ({ name }) => console.log(name));
`;

/** A run that stops before the given rename. */
async function halted(at: number): Promise<{ child: ChildProcess; end: Promise<string> }> {
  const module = join(__dirname, '../../build/lib/output/writer.js');
  const child = spawn(process.execPath, ['-e', SCRIPT, module, folder, String(at)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  let out = '';
  const end = new Promise<string>((done) => child.on('close', () => done(out)));
  await new Promise<void>((go) => {
    child.stdout?.on('data', (text) => {
      out += text;
      if (out.includes('swapping')) go();
    });
  });
  return { child, end };
}

const tree = (): Record<string, string> =>
  Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length), fs.readFileSync(file, 'utf8')]),
  );

test.each([0, 1, 7, 20, 22])('a run that was stopped at step %i of its swap changes nothing later', async (at) => {
  await writerOf('a', 'first').commit();
  const { child, end } = await halted(at);
  child.kill('SIGSTOP');
  await sleep(100);
  // With the user's default limit, this would take ten seconds.
  await writerOf('a', 'second').commit();
  const after = tree();
  child.kill('SIGCONT');
  child.stdin?.write('x');
  expect(await end).toBe('swapping\nLostLockError\n');
  expect(tree()).toEqual(after);
  await writerOf('a', 'third', { prune: true }).commit();
  expect(fs.readdirSync(folder)).toEqual(['.sandbox-charts.index', 'a']);
});

test('a run that was killed during its swap leaves nothing after two more runs', async () => {
  const { child, end } = await halted(7);
  child.kill('SIGKILL');
  await end;
  expect(fs.readdirSync(folder).filter((name) => /tmp-|lock/.test(name))).toHaveLength(2);
  const begun = Date.now();
  await writerOf('a', 'new', { prune: true, lockTiming: { staleMs: 60_000 } }).commit();
  expect(Date.now() - begun).toBeLessThan(5000);
  expect(fs.readdirSync(folder)).toEqual(['.sandbox-charts.index', 'a']);
});
