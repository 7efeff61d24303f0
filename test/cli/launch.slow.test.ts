// The installed program is a bundle with a code cache: the same output as the modules give, whatever the state of the cache.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { isTuned } from '../../cli/process/heap';
import { root } from './support/run';

const program = (name: string) => join(root, 'build', 'cli', name);

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'launch-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const environment = () => ({ ...process.env, XDG_CACHE_HOME: home });
const run = (name: string, ...argv: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program(name), ...argv], {
    cwd: root,
    encoding: 'utf8',
    env: environment(),
  });
  return { status, stdout, stderr };
};
const synth = (chart: string) => ['synth', chart, '-f', `charts/${chart}/example.values.yaml`, '--stdout'];
const caches = () => readdirSync(join(home, 'sandbox-charts'));

test.each(registry.map(({ name }) => name))('%s: the bundle and the modules give the same output', (chart) => {
  const bundled = run('launch.js', ...synth(chart));
  expect(bundled).toEqual(run('bin.js', ...synth(chart)));
  expect(bundled.status).toBe(0);
  expect(run('launch.js', ...synth(chart))).toEqual(bundled);
});

// V8 compiles it in every run.
test('the launcher is small', () => {
  expect(statSync(program('launch.js')).size).toBeLessThan(6000);
});

test('errors are the same, too', () => {
  const argv = ['synth', 'dozlab-session', '--set', 'session.id=A,foo=1'];
  expect(run('launch.js', ...argv)).toEqual(run('bin.js', ...argv));
});

test('each command has one cache of each pack that it uses', () => {
  for (const argv of [['version'], ['version'], ['nope'], ['version', '--nope']]) run('launch.js', ...argv);
  expect(
    caches()
      .map((name) => name.replace(/^.*-(?=[a-z]+-[a-z]+\.bin)/, ''))
      .sort(),
  ).toEqual(['start-start.bin', 'start-version.bin']);
});

test('a chart loads only three packs to standard output', () => {
  run('launch.js', ...synth('daytona-region'));
  const packs = caches().map((name) =>
    name.replace(/^v[^-]*-[^-]*-[^-]*-(.*)-synth-daytona-region-stdout\.bin$/, '$1'),
  );
  expect(packs.sort()).toEqual(['daytona-region', 'render', 'start']);
});

/** The slow modules of Node that a run loads. */
function slowModules(...argv: string[]): string[] {
  const names = ['child_process', 'crypto', 'net', 'perf_hooks', 'process', 'stream', 'timers/promises', 'v8', 'zlib'];
  const hook = join(home, 'hook.js');
  writeFileSync(
    hook,
    `process.on('exit', () => console.error('loaded: ' + JSON.stringify(process.moduleLoadList)));\n`,
  );
  const { stderr } = spawnSync(process.execPath, ['-r', hook, program('launch.js'), ...argv], {
    cwd: root,
    encoding: 'utf8',
    env: environment(),
  });
  const loaded: string[] = JSON.parse(/^loaded: (.*)$/m.exec(stderr)?.[1] ?? '');
  return names.filter((name) => loaded.includes(`NativeModule ${name}`));
}

test('slow modules of Node are loaded only for what needs them', () => {
  // For V8's settings.
  const always = isTuned() ? ['stream', 'v8'] : [];
  expect(slowModules(...synth('dozlab-session'))).toEqual(always);
  // For hashes in the index, which need streams.
  const written = slowModules(...synth('dozlab-session').slice(0, -1), '-o', join(home, 'out'));
  expect(written).toEqual(['crypto', 'stream', ...always.filter((name) => name !== 'stream')]);
});

test('a damaged cache is recreated', () => {
  run('launch.js', 'version');
  const [cache = ''] = caches();
  const file = join(home, 'sandbox-charts', cache);
  const good = readFileSync(file).length;
  writeFileSync(file, 'damaged');
  expect(run('launch.js', 'version').status).toBe(0);
  expect(Math.abs(readFileSync(file).length - good)).toBeLessThan(good / 2);
});

test('a cache folder that cannot be created is not an error', () => {
  writeFileSync(join(home, 'sandbox-charts'), 'a file in its place');
  expect(run('launch.js', 'version')).toEqual(run('bin.js', 'version'));
});

test('a home folder that is not writable is not an error', () => {
  mkdirSync(join(home, 'sandbox-charts'));
  chmodSync(join(home, 'sandbox-charts'), 0o500);
  expect(run('launch.js', 'version').status).toBe(0);
});

test('many simultaneous first runs all work', async () => {
  const statuses = await Promise.all(
    Array.from(
      { length: 6 },
      () =>
        new Promise<number | null>((resolve) => {
          spawn(process.execPath, [program('launch.js'), 'version'], { env: environment() }).on('exit', resolve);
        }),
    ),
  );
  expect(statuses).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the licenses of bundled packages are included', () => {
  const licenses = readFileSync(join(root, 'build', 'cli', 'bundle', 'LICENSES.txt'), 'utf8');
  for (const name of ['cdk8s', 'constructs', 'commander', 'yaml', '@sinclair/typebox']) {
    expect(licenses).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
});
