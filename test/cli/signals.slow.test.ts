// A signal in the middle of `synth` does not change the output folder.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity } from '../../lib/output/lock/process-identity';
import { root } from './support/run';

const ROWS = 4000;
const RELEASES = `
releases:
  - name: "{{ row.id }}"
    forEach: labs.csv
    chart: dozlab-session
    set:
      session: { id: "{{ row.id }}", userId: ada }
      rootfs: { imageUrl: https://images.example.com/lab.ext4 }
      codeServer: { existingSecret: lab }
`;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'signals-'));
  const ids = Array.from({ length: ROWS }, (_, at) => `lab-${at}\n`);
  writeFileSync(join(cwd, 'labs.csv'), `id\n${ids.join('')}`);
  writeFileSync(join(cwd, 'releases.yaml'), RELEASES);
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** Starts `synth`, and sends the signal once it has staged files. */
async function interrupted(
  signal: NodeJS.Signals,
  argv: readonly string[],
): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [join(root, 'build', 'cli', 'bin.js'), 'synth', ...argv], { cwd });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const isStaging = () =>
    existsSync(join(cwd, 'dist')) && readdirSync(join(cwd, 'dist')).some((name) => name.includes('.tmp-'));
  // Only once: another one could arrive when the program has finished its work, and no longer waits for signals.
  const timer = setInterval(() => {
    if (!isStaging()) return;
    clearInterval(timer);
    child.kill(signal);
  }, 5);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearInterval(timer);
  return { code, err };
}

test.each([
  ['SIGINT', 130, []],
  ['SIGTERM', 143, []],
  ['SIGINT', 130, ['--secrets', 'existing']],
] as const)('%s: %i with %j', async (signal, code, argv) => {
  expect(await interrupted(signal, argv)).toEqual({ code, err: 'interrupted; nothing was written\n' });
  expect(readdirSync(cwd).sort()).toEqual(['labs.csv', 'releases.yaml']);
});

test('an existing folder keeps its contents', async () => {
  mkdirSync(join(cwd, 'dist'));
  writeFileSync(join(cwd, 'dist', 'notes.txt'), 'mine');
  expect((await interrupted('SIGINT', [])).code).toBe(130);
  expect(readdirSync(join(cwd, 'dist'))).toEqual(['notes.txt']);
  expect(readFileSync(join(cwd, 'dist', 'notes.txt'), 'utf8')).toBe('mine');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the wait for another run immediately', async (signal, code) => {
  writeFileSync(join(cwd, 'labs.csv'), 'id\nlab-1\n');
  mkdirSync(join(cwd, 'dist'));
  // Held by this process.
  const record = { token: 'x', staging: [], ...ownIdentity() };
  writeFileSync(join(cwd, 'dist', '.sandbox-charts.lock'), JSON.stringify(record));
  const child = spawn(process.execPath, [join(root, 'build', 'cli', 'bin.js'), 'synth'], { cwd });
  let err = '';
  let sent = 0;
  child.stderr.on('data', (text) => {
    err += text;
    if (!err.includes('waiting for') || sent > 0) return;
    sent = Date.now();
    child.kill(signal);
  });
  const exit = await new Promise<number | null>((done) => child.on('close', done));
  const waiting = `${join(cwd, 'dist')}: waiting for another run (process ${process.pid}) to finish\n`;
  expect({ exit, err }).toEqual({
    exit: code,
    err: expect.stringContaining(`${waiting}interrupted; nothing was written\n`),
  });
  expect(Date.now() - sent).toBeLessThan(1000);
  expect(readdirSync(join(cwd, 'dist'))).toEqual(['.sandbox-charts.lock']);
});

/** A program on the PATH that does not respond, and the flags with which `synth` runs it. */
const WAITS = [
  ['sops', ['--secrets', 'sops']],
  ['git', ['-o', 'tree/dist']],
] as const;

test.each(
  WAITS.flatMap(([program, flags]) => [
    ['SIGINT', 130, program, flags] as const,
    ['SIGTERM', 143, program, flags] as const,
  ]),
)('%s ends the wait for a program at once (%i, %s)', async (signal, code, program, flags) => {
  rmSync(join(cwd, 'releases.yaml'));
  mkdirSync(join(cwd, 'tree', '.git'), { recursive: true });
  const values = ['session.id=a', 'session.userId=ada', 'rootfs.imageUrl=https://images.example.com/lab.ext4'];
  const sets = [...values, 'codeServer.password=Zx81-not-published'].flatMap((value) => ['--set', value]);
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  const started = join(cwd, 'started');
  writeFileSync(join(bin, program), `#!/bin/sh\n: >'${started}'\nsleep 15\n`, { mode: 0o755 });
  const argv = [join(root, 'build', 'cli', 'bin.js'), 'synth', 'dozlab-session', ...flags, ...sets];
  const child = spawn(process.execPath, argv, { cwd, env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
  let err = '';
  let sent = 0;
  child.stderr.on('data', (text) => {
    err += text;
  });
  const timer = setInterval(() => {
    if (sent > 0 || !existsSync(started)) return;
    sent = Date.now();
    child.kill(signal);
  }, 20);
  const exit = await new Promise<number | null>((done) => child.on('close', done));
  clearInterval(timer);
  expect({ exit, err }).toEqual({ exit: code, err: expect.stringContaining('interrupted; nothing was written\n') });
  expect(Date.now() - sent).toBeLessThan(5000);
  expect([existsSync(join(cwd, 'dist')), readdirSync(join(cwd, 'tree'))]).toEqual([false, ['.git']]);
});
