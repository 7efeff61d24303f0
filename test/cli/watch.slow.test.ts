// `synth --watch`: one process that renders again after every save.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './support/run';

const REGION = readFileSync(join(root, 'charts', 'daytona-region', 'example.values.yaml'), 'utf8');
const LAB = 'userId: b}\nrootfs: {imageUrl: "https://e.com/x"}\ncodeServer: {existingSecret: c}\n';

let cwd: string;
let child: ChildProcess | undefined;
let messages = '';

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'watch-'));
  messages = '';
});
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) await stopped();
  rmSync(cwd, { recursive: true, force: true });
});

async function start(...argv: string[]): Promise<void> {
  child = spawn(process.execPath, [join(root, 'build', 'cli', 'launch.js'), 'synth', '--watch', ...argv], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    messages += text;
  });
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
  });
  await until(() => hasEnded || /^watching \d+ files?; press Ctrl-C to stop$/m.test(messages));
  if (hasEnded) throw new Error(messages);
}

/** Interrupts the program; returns its exit status. */
async function stopped(): Promise<number | null> {
  const ended = new Promise<number | null>((done) => child?.once('exit', (status) => done(status)));
  child?.kill('SIGINT');
  return ended;
}

const state = () =>
  child?.exitCode === null && child.signalCode === null ? 'runs' : `ended (${child?.exitCode ?? child?.signalCode})`;

/** Waits until something is true, which takes a while on a busy machine. */
async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`timeout; the program ${state()} and printed:\n${messages}`);
    await sleep(2);
  }
}

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
const OUTPUT = 'dist/daytona-region.k8s.yaml';
const hasHost = (host: string) => () => read(OUTPUT).includes(host);
const withHost = (host: string) => REGION.replaceAll('proxy.mycompany', host);

test('renders after each save, in about the time of rendering alone', async () => {
  write('values.yaml', REGION);
  await start('daytona-region', '-f', 'values.yaml');
  const times: number[] = [];
  for (let save = 1; save <= 20; save++) {
    const begin = performance.now();
    write('values.yaml', withHost(`proxy.save${save}`));
    await until(hasHost(`proxy.save${save}.`));
    times.push(performance.now() - begin);
  }
  const median = times.sort((a, b) => a - b)[10] ?? Number.NaN;
  // 30 ms on an idle machine. Starting the program takes longer than this bound on a busy one.
  expect(median).toBeLessThan(250);
  if (process.env.PRINT_TIMES) process.stderr.write(`median of ${times.length} saves: ${median.toFixed(1)} ms\n`);
  expect(await stopped()).toBe(130);
  expect(readdirSync(join(cwd, 'dist')).sort()).toEqual([
    '.sandbox-charts.index',
    'daytona-region.k8s.yaml',
    'daytona-region.requirements.yaml',
  ]);
});

test('shows errors, keeps the last output, and goes on', async () => {
  write('values.yaml', REGION);
  await start('daytona-region', '-f', 'values.yaml');
  const before = read(OUTPUT);
  write('values.yaml', `${REGION}\nregionNam: x\n`);
  await until(() => messages.includes('regionNam: unknown key'));
  expect(read(OUTPUT)).toBe(before);
  write('values.yaml', 'regionName: [');
  await until(() => messages.split('nothing was written').length > 2);
  expect(read(OUTPUT)).toBe(before);
  write('values.yaml', withHost('proxy.fixed'));
  await until(hasHost('proxy.fixed.'));
});

test('a file that an editor replaces, removes for a moment, or saves in steps', async () => {
  write('values.yaml', REGION);
  await start('daytona-region', '-f', 'values.yaml');
  write('.values.yaml.swp', withHost('proxy.renamed'));
  renameSync(join(cwd, '.values.yaml.swp'), join(cwd, 'values.yaml'));
  await until(hasHost('proxy.renamed.'));
  rmSync(join(cwd, 'values.yaml'));
  await sleep(20);
  write('values.yaml', '');
  await sleep(20);
  write('values.yaml', withHost('proxy.steps'));
  await until(hasHost('proxy.steps.'));
  expect(messages).not.toContain('problem');
});

test('all files of a releases file are watched, even files that appear later', async () => {
  const releases = (table: string) =>
    `defaults: {chart: dozlab-session, values: [values/lab.yaml]}\nreleases:\n  - {name: "{{ row.name }}", forEach: ${table}, set: {session: {id: "{{ row.id }}"}, createNamespace: false}}\n`;
  write('releases.yaml', releases('labs.csv'));
  await start();
  expect(messages).toContain('labs.csv: no such file');
  write('labs.csv', 'name,id\nlab-a,a\n');
  await until(() => messages.includes('lab.yaml: no such file'));
  mkdirSync(join(cwd, 'values'));
  write('values/lab.yaml', `session: {${LAB}`);
  await until(() => messages.includes('dist/lab-a.k8s.yaml'));
  write('labs.csv', 'name,id\nlab-b,b\n');
  await until(() => messages.includes('dist/lab-b.k8s.yaml') || /1 removed/.test(messages));
  expect(readdirSync(join(cwd, 'dist')).sort()).toEqual(['.sandbox-charts.index', 'lab-b.k8s.yaml']);
  write('values/lab.yaml', `session: {${LAB}podLabels: {team: blue}\n`);
  await until(() => read('dist/lab-b.k8s.yaml').includes('team: blue'));
  write('more.csv', 'name,id\nlab-c,c\n');
  write('releases.yaml', releases('more.csv'));
  await until(() => readdirSync(join(cwd, 'dist')).includes('lab-c.k8s.yaml'));
});

test.each([
  [['daytona-region', '-f', '-'], 'standard input can only be read once: --watch needs files'],
  [['daytona-region', '--stdout'], '--stdout'],
  [['nonsense'], 'nonsense'],
])(
  '%j ends with a usage error',
  async (argv, message) => {
    await expect(start(...argv)).rejects.toThrow(message);
  },
  30_000,
);
