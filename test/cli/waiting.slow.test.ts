// Whatever the program waits for, a signal ends it within a second, and the shell sees which one.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './support/run';

const VALUES = 'session: {id: a, userId: b}\nrootfs: {imageUrl: "https://e.com/x"}\ncodeServer: {existingSecret: c}\n';
const RELEASE = '{ name: lab, chart: dozlab-session, values: [values.yaml] }';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'waiting-'));
  execFileSync('mkfifo', [join(cwd, 'pipe'), join(cwd, 'pipe.csv')]);
  writeFileSync(join(cwd, 'values.yaml'), VALUES);
});
afterEach(() => rmSync(cwd, { recursive: true }));

interface Ended {
  readonly shell: number;
  readonly seconds: number;
}

/** The status that a shell reports after it has sent `signal` to the program. */
async function interrupted(signal: NodeJS.Signals, argv: readonly string[]): Promise<Ended> {
  const launch = join(root, 'build', 'cli', 'launch.js');
  // Standard input stays open without data.
  const child = spawn('sh', ['-c', '"$@" & echo $!; wait $!; echo $?', 'sh', process.execPath, launch, ...argv], {
    cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  let sent = 0;
  let again: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    // A background job of a shell ignores SIGINT until Node has started, which takes a while on a busy machine.
    again ??= setInterval(() => {
      sent = Date.now();
      process.kill(Number.parseInt(text, 10), signal);
    }, 1500);
    text += part;
  });
  await ended;
  clearInterval(again);
  return { shell: Number(text.trim().split('\n').at(-1)), seconds: (Date.now() - sent) / 1000 };
}

const LAB = ['synth', 'dozlab-session', '-f'];

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, status) => {
  test.each<[string, readonly string[]]>([
    ['a values file that is a pipe without a writer', [...LAB, 'pipe']],
    ['the same, to standard output', [...LAB, 'pipe', '--stdout']],
    ['a pipe for --set-file', [...LAB, 'values.yaml', '--set-file', 'session.id=pipe']],
    ['a releases file that is a pipe', ['synth', '-c', 'pipe']],
    ['a certificate that is a pipe', [...LAB, 'values.yaml', '--secrets', 'sealed-secrets', '--certificate', 'pipe']],
    ['a pipe for `diff --against`', ['diff', 'dozlab-session', '-f', 'values.yaml', '--against', 'pipe']],
    ['a pipe for `secrets`', ['secrets', 'dozlab-session', '-f', 'pipe']],
  ])('%s', async (_what, argv) => {
    const { shell, seconds } = await interrupted(signal, argv);
    expect(shell).toBe(status);
    expect(seconds).toBeLessThan(1);
    expect(readdirSync(cwd).sort()).toEqual(['pipe', 'pipe.csv', 'values.yaml']);
  });

  test.each<[string, string]>([
    ['a values file of a releases file', `releases: [${RELEASE.replace('values.yaml', 'pipe')}]`],
    ['a table', `releases: [${RELEASE.replace('{', '{ forEach: pipe.csv,')}]`],
    [
      'a values file of a long list of releases',
      `releases:\n${Array.from({ length: 600 }, (_, at) => `- ${RELEASE.replace('lab', `lab-${at}`).replace('values.yaml', 'pipe')}\n`).join('')}`,
    ],
  ])('%s that is a pipe', async (_what, releases) => {
    writeFileSync(join(cwd, 'releases.yaml'), releases);
    const { shell, seconds } = await interrupted(signal, ['synth']);
    expect(shell).toBe(status);
    expect(seconds).toBeLessThan(1);
    expect(readdirSync(cwd)).not.toContain('dist');
  });
});

test('standard input without data', async () => {
  // A shell gives its background jobs an empty input, so the program is started directly.
  const child = spawn(process.execPath, [join(root, 'build', 'cli', 'launch.js'), ...LAB, '-'], { cwd });
  const ended = new Promise((done) => child.on('close', (code, signal) => done(signal ?? code)));
  setTimeout(() => child.kill('SIGTERM'), 700);
  expect(await ended).toBe('SIGTERM');
});
