// The compiled program as a child process, for behavior that only a real process has.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root, runProgram } from './support/run';

const bin = join(root, 'build', 'cli', 'bin.js');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const bash = (script: string) => {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, bin], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
};

test('--version is that of the package', () => {
  expect(runProgram(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test('usage errors exit with status 2, and print only to standard error', () => {
  const err = "error: unknown option '--nope'\nRun sandbox-charts list --help for usage.\n";
  expect(runProgram(['list', '--nope'])).toEqual({ code: 2, out: '', err });
});

test('a reader that closes early is not an error', () => {
  expect(bash('set -o pipefail; "$1" "$2" completion bash | head -n 1')).toEqual({
    code: 0,
    out: '# bash completion for sandbox-charts\n',
    err: '',
  });
});

test('a stream that is not read to its end is not an error either', () => {
  const example = join(root, 'charts', 'dozlab-session', 'example.values.yaml');
  const { code, out } = bash(`set -o pipefail; "$1" "$2" synth dozlab-session -f ${example} --stdout | head -n 1`);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^apiVersion: .*\n$/) });
});

test('values can come from a pipe', () => {
  const stdin = readFileSync(join(root, 'charts', 'dozlab-session', 'example.values.yaml'), 'utf8');
  const { code, out } = runProgram(['synth', 'dozlab-session', '-n', 'labs', '-f', '-', '--stdout'], { stdin });
  expect({ code, out }).toEqual({ code: 0, out: readFileSync(join(root, 'dist', 'dozlab-session.k8s.yaml'), 'utf8') });
});

test('a pipe that another program made non-blocking gets everything, however slowly it is read', () => {
  const { code, out } = bash(
    `set -o pipefail; (perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK)'; "$1" "$2" schema daytona) | (sleep 1; cat)`,
  );
  expect({ code, out }).toEqual({ code: 0, out: runProgram(['schema', 'daytona']).out });
  expect(out.length).toBeGreaterThan(2 ** 16);
});

test('a file that the shell opened for credentials is readable only by its owner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-'));
  const modeOf = (...flags: string[]) => {
    const file = join(folder, `${flags.length}.yaml`);
    const example = join(root, 'charts', 'daytona-region', 'example.values.yaml');
    const keys =
      '--set services.snapshotManager.storage.s3.accessKey=A,services.snapshotManager.storage.s3.secretKey=B';
    const { code } = bash(
      `umask 022; "$1" "$2" synth daytona-region -f ${example} ${keys} ${flags.join(' ')} > ${file}`,
    );
    return { code, mode: statSync(file).mode & 0o777, secret: /^kind: Secret$/m.test(readFileSync(file, 'utf8')) };
  };
  expect(modeOf('--stdout')).toEqual({ code: 0, mode: 0o600, secret: true });
  expect(modeOf('--stdout', '--secrets existing')).toEqual({ code: 0, mode: 0o644, secret: false });
  rmSync(folder, { recursive: true });
});

test('output that cannot be written is an error', () => {
  expect(bash('"$1" "$2" list > /dev/full')).toEqual({
    code: 1,
    out: '',
    err: 'error: cannot write to standard output: ENOSPC: no space left on device, write\n',
  });
});

test('colors are only for terminals, unless they are forced', () => {
  expect(runProgram(['nope']).err).not.toContain('\u001b');
  expect(runProgram(['nope'], { env: { FORCE_COLOR: '1' } }).err).toContain('\u001b[31merror: ');
});

describe('start-up', () => {
  const listLoaded = `process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));
    require(process.argv[1]);`;

  test.each([['list'], ['--help'], ['synth', '--help'], ['list', '--nope'], ['synth', 'nope']])(
    '%s %s loads only two small libraries',
    (...argv) => {
      const { stderr } = spawnSync(process.execPath, ['-e', listLoaded, bin, ...argv], { encoding: 'utf8' });
      const packages = [...stderr.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].map(([, name]) => name);
      expect([...new Set(packages)].sort()).toEqual(['commander', 'fastest-levenshtein']);
    },
  );

  test('synth loads only its own chart, and no validator that is not needed', () => {
    const example = join(root, 'charts', 'dozlab-session', 'example.values.yaml');
    const argv = ['synth', 'dozlab-session', '-f', example, '--stdout'];
    const { stderr } = spawnSync(process.execPath, ['-e', listLoaded, bin, ...argv], { encoding: 'utf8' });
    const charts = [...stderr.matchAll(/build\/charts\/([a-z-]+)\/system\.js/g)].map(([, name]) => name);
    expect(charts).toEqual(['dozlab-session']);
    expect(stderr).not.toMatch(
      /kubernetes-models|cdk8s-plus|schema-check|values\/(template|json-schema|reference)\.js/,
    );
  });

  test('many releases read each file only once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    const example = 'example.values.yaml';
    copyFileSync(join(root, 'charts', 'dozlab-session', example), join(folder, example));
    const entry = (id: number) =>
      `  - {name: lab-${id}, chart: dozlab-session, values: [${example}], set: {session: {id: "s${id}"}}}`;
    writeFileSync(
      join(folder, 'releases.yaml'),
      ['releases:', ...Array.from({ length: 20 }, (_, id) => entry(id))].join('\n'),
    );
    const countReads = `const fs = require('node:fs'), { openSync: open, readFileSync: read } = fs, seen = {};
      const count = (file) => { seen[file] = (seen[file] ?? 0) + 1; };
      fs.openSync = (file, ...rest) => { count(file); return open(file, ...rest); };
      fs.readFileSync = (file, ...rest) => { count(file); return read(file, ...rest); };
      process.on('exit', () => console.error(JSON.stringify(seen)));
      require(process.argv[1]);`;
    try {
      const argv = ['synth', '-c', join(folder, 'releases.yaml'), '--stdout'];
      const { stderr } = spawnSync(process.execPath, ['-e', countReads, bin, ...argv], { encoding: 'utf8' });
      const reads = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Record<string, number>;
      const own = Object.entries(reads).filter(([file]) => /\.(ya?ml|sh)$/.test(file));
      expect(own.map(([file, times]) => [basename(file), times])).toEqual(
        expect.arrayContaining([
          ['releases.yaml', 1],
          ['example.values.yaml', 1],
          ['network-setup.sh', 1],
          ['code-server.sh', 1],
        ]),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
