// A fleet is rendered on several threads: with the same bytes and messages as on one, whatever goes wrong.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { registry } from '../../charts/registry';
import { synthOnThreads } from '../../cli/process/threads';
import { FakeIo, root, run, runProgram } from './support/run';

const { version } = require('../../package.json') as { version: string };
const product = { version, registry };

const ROWS = 400;

jest.setTimeout(120_000);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  mkdirSync(join(folder, 'labs'));
  const example = readFileSync(join(root, 'charts', 'dozlab-session', 'example.values.yaml'), 'utf8');
  // All of them are in one namespace, which none of them may create.
  writeFileSync(join(folder, 'base.yaml'), example.replace('createNamespace: true', 'createNamespace: false'));
  writeFileSync(
    join(folder, 'releases.yaml'),
    [
      'defaults: {chart: dozlab-session, namespace: labs, values: [base.yaml]}',
      'releases:',
      '  - forEach: labs.csv',
      '    name: "{{ row.id }}"',
      '    output: labs',
      '    set: {session: {id: "{{ row.id }}", userId: "{{ row.user }}"}}',
      '',
    ].join('\n'),
  );
  table((row) => `lab-${row},user-${row}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function table(line: (row: number) => string): void {
  const lines = Array.from({ length: ROWS }, (_, row) => line(row));
  writeFileSync(join(folder, 'labs.csv'), `id,user\n${lines.join('\n')}\n`);
}

const files = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, name))
      .sort()
      .map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]),
  );

test('what will not restart is told once, as on one thread', async () => {
  const password = '    set: {codeServer: {existingSecret: "", password: correct-horse-battery}, session:';
  const file = join(folder, 'releases.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('    set: {session:', password));
  const threads = runProgram(['synth', '--layout', 'objects'], { cwd: folder });
  expect(threads.err.match(/will not restart/g)).toHaveLength(1);
  expect(threads.err).toContain(`lab-0 and ${ROWS - 1} more: a changed Secret will not restart Pod labs/lab-session-`);
  rmSync(join(folder, 'labs'), { recursive: true });
  expect(await run(product, ['synth', '--layout', 'objects'], { cwd: folder })).toEqual(threads);
});

test('the same files, index and messages as on one thread', async () => {
  const threads = runProgram(['synth'], { cwd: folder });
  expect(threads).toMatchObject({ code: 0, out: '' });
  expect(threads.err).toContain(`labs: ${ROWS * 3} objects in ${ROWS} releases; ${ROWS} files written\n`);
  const written = files('labs');
  expect(Object.keys(written)).toHaveLength(ROWS + 1);
  rmSync(join(folder, 'labs'), { recursive: true });
  const alone = await run(product, ['synth'], { cwd: folder });
  expect(alone).toEqual(threads);
  expect(files('labs')).toEqual(written);
});

test('a source that all releases share is written once, whichever thread renders which', async () => {
  const file = join(folder, 'releases.yaml');
  const delivery = 'target: flux, delivery: {folder: apps, repo: "https://git.example.com/x", flux: {source: x}}';
  writeFileSync(file, readFileSync(file, 'utf8').replace('namespace: labs,', `namespace: labs, ${delivery},`));
  const threads = runProgram(['synth'], { cwd: folder });
  expect(threads).toMatchObject({ code: 0, out: '' });
  const written = files('apps');
  expect(Object.keys(written)).toHaveLength(ROWS + 2);
  rmSync(join(folder, 'labs'), { recursive: true });
  rmSync(join(folder, 'apps'), { recursive: true });
  expect(await run(product, ['synth'], { cwd: folder })).toEqual(threads);
  expect(files('apps')).toEqual(written);
});

describe('a long list', () => {
  const entry = (name: string, row: number) =>
    `  - name: ${name}\n    values: [base.yaml]\n    set: {session: {id: l${row}, userId: u}, firecracker: {image: dozman99/x${row}}}\n`;
  const list = (nameOf: (row: number) => string) =>
    writeFileSync(
      join(folder, 'releases.yaml'),
      [
        'releases:\n',
        ...Array.from({ length: ROWS }, (_, row) => entry(nameOf(row), row)),
        'defaults: {chart: dozlab-session, namespace: labs, output: labs}\n',
      ].join(''),
    );

  test('gives the same files, index and messages as on one thread', async () => {
    list((row) => `lab-${row}`);
    const threads = runProgram(['synth'], { cwd: folder });
    expect(threads).toMatchObject({ code: 0, out: '' });
    expect(threads.err).toContain('lab-399: releases.yaml:1201:57 firecracker.image: ');
    const written = files('labs');
    expect(Object.keys(written)).toHaveLength(2 * ROWS + 1);
    rmSync(join(folder, 'labs'), { recursive: true });
    const alone = await run(product, ['synth'], { cwd: folder });
    expect(alone).toEqual(threads);
    expect(files('labs')).toEqual(written);
  });

  test('has no name twice, whichever threads read the two', async () => {
    list((row) => `lab-${row === 399 ? 0 : row}`);
    const threads = runProgram(['synth'], { cwd: folder });
    expect(threads.code).toBe(1);
    expect(threads.err.match(/is the name of an earlier release: lab-0/g)).toHaveLength(1);
    expect(threads).toEqual(await run(product, ['synth'], { cwd: folder }));
    expect(files('labs')).toEqual({});
  });
});

test('a bad row is told as on one thread, and nothing is left', async () => {
  table((row) => (row === 211 ? 'lab-211,not a user!' : `lab-${row},user-${row}`));
  const threads = runProgram(['synth'], { cwd: folder });
  expect(threads.code).toBe(1);
  expect(threads.err).toContain('lab-211 (labs.csv:213): ');
  expect(threads).toEqual(await run(product, ['synth'], { cwd: folder }));
  expect(files('labs')).toEqual({});
});

test('a file that cannot be planned is told once', () => {
  table((row) => `lab-${row === 399 ? 0 : row},user-${row}`);
  const { code, err } = runProgram(['synth'], { cwd: folder });
  expect(code).toBe(1);
  expect(err.match(/is the name of an earlier release: lab-0/g)).toHaveLength(1);
  expect(files('labs')).toEqual({});
});

test.each([
  ['ends', 'process.exit(0)'],
  ['fails', 'throw new Error("out of memory")'],
])('when a thread %s, its part is left to the caller, and nothing of it stays', async (_what, script) => {
  const io = new FakeIo(folder);
  const stage = (task: unknown) => {
    const staged = join(folder, 'labs', '.sandbox-charts.tmp-1');
    mkdirSync(staged, { recursive: true });
    const root = { folder: join(folder, 'labs'), bases: [folder] };
    const opened = { kind: 'opened', root, staging: basename(staged), created: undefined };
    const text = `const { parentPort, workerData } = require('node:worker_threads');
      parentPort.postMessage(workerData.opened);
      ${script}`;
    return new Worker(text, { eval: true, workerData: { task, opened } });
  };
  expect(await synthOnThreads(io, stage, version, {})).toBe(false);
  expect({ told: io.told, written: io.written }).toEqual({ told: '', written: '' });
  expect(files('labs')).toEqual({});
});

test('a small file needs no thread', async () => {
  writeFileSync(join(folder, 'labs.csv'), 'id,user\nlab-1,user-1\n');
  const start = () => {
    throw new Error('no thread is to be started');
  };
  expect(await synthOnThreads(new FakeIo(folder), start, version, {})).toBe(false);
});
