// The scripts that install the programs of sandboxes and reduce their CPUs, run with real files and a stub of Docker.

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { variablesOf } from '../../support/pods';
import { Shell } from '../../support/shell';
import { podsWith, script } from './support/runners';

const containerOf = (name: string, runner: object) => {
  const found = podsWith(runner).containers.find((container) => container.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

let shell: Shell;
afterEach(() => shell.dispose());

describe('the programs of sandboxes', () => {
  const TARGET = '/usr/local/bin/.tmp/binaries';
  const onNode = (name: string) => join(shell.folder, 'node', TARGET, name);

  /** A runner that unpacks its programs, and then serves. */
  const runner = (unpack: string) => {
    const file = join(shell.folder, 'home', 'daytona-runner');
    writeFileSync(file, `#!/bin/sh\n[ -n "$API_TOKEN" ] && [ -n "$AWS_REGION" ] || exit 1\n${unpack}\nexec sleep 60\n`);
    chmodSync(file, 0o755);
  };
  const UNPACK =
    'mkdir -p .tmp/binaries; for n in daemon-amd64 daytona-computer-use; do echo "$n 1" >.tmp/binaries/$n; done';

  const REAL_PAUSES = `PATH=\${PATH#*:} exec sleep "$1"`;
  /** Shortens only the pause before the script looks again. */
  const SHORT_PAUSES = `[ "$1" != 1 ] || set -- 0.05\n${REAL_PAUSES}`;
  const start = (sleep: string) => {
    shell?.dispose();
    shell = new Shell({ sleep });
    mkdirSync(join(shell.folder, 'home'));
    runner(UNPACK);
  };

  beforeEach(() => start(SHORT_PAUSES));

  const install = (more: Record<string, string> = {}) =>
    shell.run(script('install-binaries.sh'), {
      ...variablesOf(containerOf('daytona-binary-installer', {})),
      NODE: join(shell.folder, 'node'),
      HOME_DIR: join(shell.folder, 'home'),
      REFRESH_SECONDS: '0',
      ROUNDS: '1',
      ...more,
    });

  test('are on the node, executable, and at the path from which Docker mounts them', () => {
    expect(install()).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(onNode('.'))).toEqual(['daemon-amd64', 'daytona-computer-use']);
    expect(readFileSync(onNode('daemon-amd64'), 'utf8')).toBe('daemon-amd64 1\n');
    expect(statSync(onNode('daemon-amd64')).mode & 0o777).toBe(0o755);
  });

  test('replace the empty folders that Docker created, but no folder with files', () => {
    mkdirSync(onNode('daemon-amd64'), { recursive: true });
    expect(install().code).toBe(0);
    expect(statSync(onNode('daemon-amd64')).isFile()).toBe(true);
    mkdirSync(join(shell.folder, 'node/other/daemon-amd64/own'), { recursive: true });
    const { code, stderr } = install({ TARGET: '/other' });
    expect(code).toBe(1);
    expect(stderr).toContain('error: /other/daemon-amd64 on the node is a folder with files: remove it');
  });

  test('are replaced by those of another image, atomically, and left alone otherwise', () => {
    install();
    const before = statSync(onNode('daemon-amd64')).ino;
    expect(install().stdout).toBe('');
    expect(statSync(onNode('daemon-amd64')).ino).toBe(before);
    runner(UNPACK.replace('$n 1', '$n 2'));
    expect(install().stdout).toBe(`installed ${TARGET}/daemon-amd64\ninstalled ${TARGET}/daytona-computer-use\n`);
    expect(statSync(onNode('daemon-amd64')).ino).not.toBe(before);
  });

  test('come back if they are removed while the pod runs', () => {
    start(`[ "$1" != 0 ] || rm -f "${'$'}NODE$TARGET/daemon-amd64"\n${SHORT_PAUSES}`);
    expect(install({ ROUNDS: '2' }).stdout.match(/daemon-amd64/g)).toHaveLength(2);
    expect(existsSync(onNode('daemon-amd64'))).toBe(true);
  });

  test('a runner that does not unpack them is reported with its log', () => {
    start(REAL_PAUSES);
    runner('echo "no permission" >&2; mkdir -p .tmp/binaries; echo x >.tmp/binaries/daemon-amd64');
    const { code, stderr } = install({ EXTRACT_SECONDS: '1' });
    expect(code).toBe(1);
    expect(stderr).toContain('no permission\n');
    expect(stderr).toContain('error: the runner has not unpacked daemon-amd64 daytona-computer-use within 1 seconds');
    expect(existsSync(onNode('daemon-amd64'))).toBe(false);
  });

  test('no half-written program is installed, and the runner does not stay', () => {
    start(REAL_PAUSES);
    runner(`${UNPACK}; echo $$ >"$STATE/pid"; sleep 1; echo more >>.tmp/binaries/daemon-amd64`);
    expect(install().code).toBe(0);
    expect(readFileSync(onNode('daemon-amd64'), 'utf8')).toBe('daemon-amd64 1\nmore\n');
    expect(existsSync(join('/proc', shell.text('pid').trim()))).toBe(false);
  });
});

describe('the CPUs of sandboxes', () => {
  const SANDBOX = '0b9a3c5e-1111-4222-8333-444455556666';

  beforeEach(() => {
    shell = new Shell({
      docker: `
[ ! -e "$STATE/down" ] || exit 1
case "$1 $2" in
  'ps --no-trunc') cat "$STATE/ps" ;;
  'ps --all') cut -d' ' -f1 "$STATE/ps" ;;
  'inspect --format') cat "$STATE/inspect-$4" ;;
  update*) [ ! -e "$STATE/refuses" ] || exit 1; echo "$*" >>"$CALLS" ;;
esac`,
    });
  });

  const reduce = (values: object = {}) =>
    shell.run(script('limit-cpus.sh'), {
      ...variablesOf(containerOf('sandbox-cpu-reconciler', { sandboxResources: { enabled: true, ...values } })),
      DONE: join(shell.folder, 'done'),
      CHECK_SECONDS: '0',
      ROUNDS: '1',
    });
  /** Quota, period and NanoCpus of a container, by ID. */
  const running = (containers: Record<string, readonly [name: string, settings: string]>) => {
    shell.put(
      'ps',
      Object.entries(containers)
        .map(([id, [name]]) => `${id} ${name}\n`)
        .join(''),
    );
    for (const [id, [, settings]] of Object.entries(containers)) shell.put(`inspect-${id}`, `${settings}\n`);
  };

  test.each([
    ['two CPUs', '200000 100000 0', {}, '--cpu-period 100000 --cpu-quota 50000'],
    ['part of a CPU', '150000 100000 0', {}, '--cpu-period 100000 --cpu-quota 50000'],
    ['another period', '100000 50000 0', {}, '--cpu-period 100000 --cpu-quota 50000'],
    ['no period', '100000 0 0', {}, '--cpu-period 100000 --cpu-quota 25000'],
    ['CPUs instead of a quota', '0 0 3000000000', {}, '--cpus 0.750'],
    [
      'a share',
      '200000 100000 0',
      { limitMillicoresPerVcpu: 500, requestMillicoresPerVcpu: 100 },
      '--cpu-period 100000 --cpu-quota 100000 --cpu-shares 204',
    ],
  ])('are reduced once: %s', (_name, settings, values, update) => {
    running({ c1: [SANDBOX, settings] });
    expect(reduce(values)).toMatchObject({ code: 0, stderr: '' });
    reduce(values);
    expect(shell.calls).toEqual([`update ${update} c1`]);
  });

  test('are left alone without a limit, and for other containers', () => {
    running({ c1: [SANDBOX, '0 0 0'], c2: ['registry', '100000 100000 0'] });
    reduce();
    expect(shell.calls).toEqual([]);
  });

  test('are tried again if Docker refuses or does not answer', () => {
    running({ c1: [SANDBOX, '100000 100000 0'] });
    shell.put('down', '');
    expect(reduce().code).toBe(0);
    shell.run('rm "$STATE/down"; touch "$STATE/refuses"', {});
    expect(reduce().stdout).toContain(`cannot limit ${SANDBOX}: trying again`);
    shell.run('rm "$STATE/refuses"', {});
    reduce();
    expect(shell.calls).toHaveLength(1);
  });
});
