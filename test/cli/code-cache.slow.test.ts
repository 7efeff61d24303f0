// The program runs nothing from a cache that is damaged, of another build, or that another user could have written.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { cacheFolder } from '../../cli/process/cache-folder';
import { type CachedRun, runCached } from '../../cli/process/code-cache';
import { isTuned } from '../../cli/process/heap';
import { CHARTS, COMMANDS, purposeOf } from '../../cli/process/purpose';
import { makeMissing, writeCache } from '../../cli/process/write-cache';
import { sha256 } from '../../lib/names/hash';
import { root, runProgram } from './support/run';

const LAUNCH = join(root, 'build', 'cli', 'launch.js');
const REGION = 'charts/daytona-region/example.values.yaml';
const LAB = 'charts/dozlab-session/example.values.yaml';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cache-'));
  folder = join(home, 'sandbox-charts');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const launch = (argv: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = root) => {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [LAUNCH, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: home, ...env },
  });
  return { status, signal, stdout, stderr };
};
/** The environment of a run that first runs `source`. */
const hooked = (source: string): NodeJS.ProcessEnv => {
  const hook = join(home, 'hook.js');
  writeFileSync(hook, source);
  return { NODE_OPTIONS: `--require ${hook}` };
};
/** The cache files, which are replaced when they are written again. */
const written = () => readdirSync(folder).map((name) => [name, statSync(join(folder, name)).ino]);
const cacheFile = () => join(folder, readdirSync(folder)[0] ?? '');
const uid = process.geteuid?.() ?? 0;

/** Bytes from a generator with a seed. */
function* random(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield state >>> 8;
  }
}

describe('damage', () => {
  const expected = () => ({ status: 0, signal: null, stdout: runProgram(['version']).out, stderr: '' });

  test('30 runs, each with 64 flipped bits', () => {
    launch(['version']);
    const file = cacheFile();
    const good = readFileSync(file);
    const numbers = random(7);
    const next = () => numbers.next().value as number;
    for (let run = 0; run < 30; run++) {
      const bad = Buffer.from(good);
      for (let flip = 0; flip < 64; flip++) {
        const at = next() % bad.length;
        bad[at] = (bad[at] as number) ^ (1 << (next() % 8));
      }
      writeFileSync(file, bad);
      expect(launch(['version'])).toEqual(expected());
      // Rewritten, so the next start is fast again.
      expect(readFileSync(file).equals(bad)).toBe(false);
    }
  });

  test.each<[string, (file: string) => void]>([
    ['a page of zeros', (file) => writeFileSync(file, readFileSync(file).fill(0, 8192, 12288))],
    ['a page of zeros at the start', (file) => writeFileSync(file, readFileSync(file).fill(0, 0, 4096))],
    ['a lost end', (file) => truncateSync(file, readFileSync(file).length - 1)],
    ['only a header', (file) => truncateSync(file, 256)],
    ['nothing', (file) => truncateSync(file, 0)],
    ['more than was written', (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(8)]))],
  ])('%s', (_what, damage) => {
    launch(['version']);
    damage(cacheFile());
    expect(launch(['version'])).toEqual(expected());
    expect(readFileSync(cacheFile()).length).toBeGreaterThan(100_000);
  });
});

describe('trust', () => {
  const script = () => join(home, 'script.js');
  const owner = (): CachedRun['owner'] => ({ env: { XDG_CACHE_HOME: home }, cwd: () => root, uid });
  /** The output of the script. V8 itself compares only the lengths of sources. */
  const start = (source: string, given: Partial<CachedRun> = {}) => {
    writeFileSync(script(), source);
    utimesSync(script(), 0, 0);
    const hash = sha256(source).slice(0, 16);
    const folder = cacheFolder(owner());
    writeCache(runCached({ file: script(), hash, purpose: 'list', owner: owner(), folder, ...given }), 1);
    return readFileSync(join(home, 'ran'), 'utf8');
  };
  const GOOD =
    '(function (exports, require, module, file, folder) { require("node:fs").writeFileSync(folder + "/ran", (() => "good")()); })';
  const EVIL = GOOD.replace('good', 'evil');

  test('a cache is used by the second run', () => {
    expect(start(GOOD)).toBe('good');
    const { mtimeMs } = statSync(cacheFile());
    expect(start(GOOD)).toBe('good');
    expect(statSync(cacheFile()).mtimeMs).toBe(mtimeMs);
    expect(statSync(cacheFile()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  /** Puts the cache of the malicious script in place of the good one's. */
  const swap = (intact: boolean) => {
    start(GOOD);
    const good = cacheFile();
    renameSync(good, `${good}.good`);
    start(EVIL);
    const evil = readdirSync(folder).find((name) => !name.startsWith(good.slice(folder.length + 1))) ?? '';
    const bytes = readFileSync(join(folder, evil));
    rmSync(join(folder, evil));
    rmSync(`${good}.good`);
    writeFileSync(good, intact ? bytes : bytes.subarray(256), { mode: 0o600 });
  };

  /** Writes a table with many lab sessions, and the releases file for it. */
  function fleet(): string {
    const rows = Array.from({ length: 120 }, (_, id) => `lab-${id},s${id}\n`);
    writeFileSync(join(home, 'labs.csv'), `name,id\n${rows.join('')}`);
    const set = '{createNamespace: false, session: {id: "{{ row.id }}"}}';
    const values = JSON.stringify(join(root, 'charts', 'dozlab-session', 'example.values.yaml'));
    const entry = `{forEach: labs.csv, name: "{{ row.name }}", chart: dozlab-session, values: [${values}], set: ${set}}`;
    writeFileSync(join(home, 'labs.yaml'), `releases: [${entry}]\n`);
    return join(home, 'labs.yaml');
  }

  /** A values file that takes long to read. */
  function large(): string {
    const file = join(home, 'large.yaml');
    writeFileSync(file, `# ${'-'.repeat(70_000)}\nnameOverride: lab\n`);
    return file;
  }

  // V8 rejects a cache that was written with other settings.
  test.each<[string, () => readonly string[]]>([
    ['the largest chart', () => ['daytona', '-f', 'charts/daytona/example.values.yaml', '--stdout']],
    ['a small chart', () => ['dozlab-session', '-f', LAB, '--stdout']],
    ['a small chart with a large file', () => ['dozlab-session', '-f', LAB, '-f', large(), '--stdout']],
    ['the releases of a file', () => ['--stdout']],
    ['many releases', () => ['--allow-outside', '-c', fleet(), '-o', join(home, 'out')]],
  ])('synth of %s changes settings of V8, and writes caches that the next run uses', (_what, argv) => {
    expect(launch(['synth', ...argv()])).toMatchObject({ status: 0 });
    const first = written();
    expect(first.length).toBeGreaterThan(2);
    expect(launch(['synth', ...argv()])).toMatchObject({ status: 0 });
    expect(written()).toEqual(first);
  });

  test.each([
    { argv: ['nonsense'], exits: true },
    { argv: ['synth', '--nope'], exits: true },
    { argv: ['completion', 'bash'], exits: false },
    { argv: ['merge', 'nowhere'], exits: false },
    { argv: ['schema', 'dozlab-session'], exits: false },
    { argv: ['synth', 'daytona', '-f', 'charts/daytona/example.values.yaml', '--stdout'], exits: false },
    { argv: ['synth', 'dozlab-session', '-f', LAB, '--stdout'], exits: isTuned() },
  ])('$argv exits at once: $exits', ({ argv, exits }) => {
    const env = hooked('const { exit } = process; process.exit = (code) => { console.error("AT ONCE"); exit(code); };');
    expect(launch(argv, env).stderr.includes('AT ONCE')).toBe(exits);
  });

  test.each([
    { first: 'a run that fails', argv: ['--set', 'proxyUrl=nowhere'], status: 1 },
    { first: 'a run that prints help', argv: ['--help'], status: 0 },
    { first: 'a run with fewer parts of the chart', argv: [], status: 0 },
  ])('after $first, the next run that gets further writes the caches again', ({ argv, status }) => {
    const synth = (...more: string[]) => launch(['synth', 'daytona-region', '-f', REGION, '--stdout', ...more]).status;
    const whole = ['--set', 'services.runnerReaper.enabled=true'];
    expect(synth(...argv)).toBe(status);
    const first = written();
    expect(synth(...argv)).toBe(status);
    expect(written()).toEqual(first);
    expect(synth(...whole)).toBe(0);
    const last = written();
    for (const file of first) expect(last).not.toContainEqual(file);
    for (const again of [whole, argv]) synth(...again);
    expect(written()).toEqual(last);
  });

  // V8 uses the code cache that Node comes with only with its default settings, which change before this pack is loaded.
  test.each([...CHARTS.map((chart) => [chart, '-f', `charts/${chart}/example.values.yaml`]), ['-c', 'releases.yaml']])(
    'synth %s loads no module of Node after the pack that renders',
    (...argv) => {
      const env = hooked(
        "const fs = require('node:fs'); const { openSync } = fs; let early;" +
          "fs.openSync = (path, ...rest) => { if (String(path).endsWith('render.js')) early ??= new Set(process.moduleLoadList);" +
          'return openSync(path, ...rest); };' +
          "process.on('exit', () => { process._rawDebug('RENDERED ' + (early !== undefined));" +
          'for (const module of process.moduleLoadList)' +
          "if (module.startsWith('NativeModule ') && !early.has(module)) process._rawDebug('LATE ' + module); });",
      );
      for (const output of [...(argv[0] === '-c' ? [] : [['--stdout']]), ['-o', join(home, 'out')]]) {
        const { status, stderr } = launch(['synth', ...argv, ...output], env);
        expect(status).toBe(0);
        expect(stderr.split('\n').filter((line) => /^(LATE|RENDERED)/.test(line))).toEqual(['RENDERED true']);
      }
    },
  );

  test('a run that watches ends with the settings of V8 that it began with', () => {
    const env = hooked(
      "const v8 = require('node:v8'); const { setFlagsFromString } = v8;" +
        'v8.setFlagsFromString = (flag) => { process._rawDebug("FLAG " + flag); setFlagsFromString(flag); };',
    );
    const argv = [LAUNCH, 'synth', 'dozlab-session', '-f', LAB, '-o', join(home, 'out'), '--watch'];
    const { stderr } = spawnSync(process.execPath, argv, {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: home, ...env },
      timeout: 3000,
    });
    expect(stderr).toContain('press Ctrl-C to stop');
    const last = new Map<string, boolean>();
    for (const [, no, flag = ''] of stderr.matchAll(/^FLAG --(no-)?(\w*(?:sparkplug|maglev|turbofan))$/gm)) {
      last.set(flag, no === undefined);
    }
    const compilers = { maglev: true, turbofan: true, sparkplug: true };
    expect(Object.fromEntries(last)).toEqual(isTuned() ? compilers : {});
  });

  test.each([true, false])('the cache of another program is not run (with header: %s)', (intact) => {
    swap(intact);
    expect(start(GOOD)).toBe('good');
  });

  test('a program with the same length and time has its own cache', () => {
    start(GOOD);
    expect(start(EVIL)).toBe('evil');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test.each<[string, () => void]>([
    ['a folder that the group can write to', () => chmodSync(home, 0o770)],
    ['a world-writable folder', () => chmodSync(home, 0o777)],
    ['a sticky world-writable folder', () => chmodSync(home, 0o1777)],
    ['a cache folder that others can read', () => mkdirSync(folder, 0o755)],
    ['a link in place of the cache folder', () => symlinkSync(mkdtempSync(join(tmpdir(), 'cache-')), folder)],
    ['a file in place of the cache folder', () => writeFileSync(folder, '')],
    ['a repository', () => mkdirSync(join(home, '.git'))],
  ])('%s: no cache', (_what, prepare) => {
    prepare();
    expect(cacheFolder(owner(), makeMissing)).toBeUndefined();
    expect(launch(['version'])).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : []).toEqual([]);
  });

  test.each<[string, (file: string) => void]>([
    ['others can read', (file) => chmodSync(file, 0o644)],
    ['the group can write to', (file) => chmodSync(file, 0o660)],
    [
      'is a link',
      (file) => {
        renameSync(file, join(home, 'elsewhere'));
        symlinkSync(join(home, 'elsewhere'), file);
      },
    ],
  ])('a file that %s is replaced, not run', (_what, change) => {
    start(GOOD);
    const { ino } = statSync(cacheFile());
    change(cacheFile());
    expect(start(GOOD)).toBe('good');
    expect(statSync(cacheFile()).ino).not.toBe(ino);
  });

  test("another user's folder is not used", () => {
    start(GOOD);
    expect(cacheFolder({ ...owner(), uid: uid + 1 })).toBeUndefined();
    expect(cacheFolder(owner())).toBe(folder);
  });

  test.each([{ XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: '.cache' }, { HOME: '' }, { HOME: 'home' }])(
    '%j: no cache, and nothing in the current folder',
    (env) => {
      const cwd = mkdtempSync(join(tmpdir(), 'cwd-'));
      mkdirSync(join(cwd, '.cache'));
      try {
        expect(cacheFolder({ env, cwd: () => cwd, uid }, makeMissing)).toBeUndefined();
        expect(launch(['version'], { XDG_CACHE_HOME: undefined, ...env }, cwd)).toMatchObject({
          status: 0,
          stderr: '',
        });
        expect(readdirSync(cwd)).toEqual(['.cache']);
        expect(readdirSync(join(cwd, '.cache'))).toEqual([]);
      } finally {
        rmSync(cwd, { recursive: true });
      }
    },
  );

  test('a cache below the current folder is not used, unless the home folder is there, too', () => {
    const env = { XDG_CACHE_HOME: join(home, 'x') };
    expect(cacheFolder({ env, cwd: () => home, uid }, makeMissing)).toBeUndefined();
    expect(cacheFolder({ env: { ...env, HOME: home }, cwd: () => home, uid }, makeMissing)).toBeDefined();
  });

  test('on systems without user IDs: no cache', () => {
    expect(cacheFolder({ ...owner(), uid: undefined }, makeMissing)).toBeUndefined();
  });
});

describe('old caches', () => {
  const lastMonth = Date.now() / 1000 - 30 * 24 * 60 * 60;
  const OLD = 'v20.0.0-x64-1a2b3c-4d5e6f-list.bin';
  const put = (name: string, text: string, mode = 0o600) => {
    writeFileSync(join(folder, name), text, { mode });
    utimesSync(join(folder, name), lastMonth, lastMonth);
  };

  test('only those of the tool are deleted', () => {
    mkdirSync(folder, 0o700);
    const own = 'sandbox-charts code cache\n';
    put(OLD, own);
    put('v20.0.0-x64-1a2b3c-4d5e6f-synth-daytona.bin.77-1234.tmp', own);
    put('notes.txt', own);
    put('v20.0.0-x64-1a2b3c-4d5e6f-diff.bin', 'of another tool');
    put('v20.0.0-x64-1a2b3c-4d5e6f-help.bin', own, 0o644);
    launch(['version']);
    expect(readdirSync(folder).filter((name) => !name.startsWith(process.version))).toEqual([
      'notes.txt',
      'v20.0.0-x64-1a2b3c-4d5e6f-diff.bin',
      'v20.0.0-x64-1a2b3c-4d5e6f-help.bin',
    ]);
  });
});

describe('names', () => {
  test('are those of commands and charts, and never come from user input', () => {
    expect(purposeOf(['synth', 'daytona', '--set', 'a=b']).name).toBe('synth-daytona');
    expect(purposeOf(['synth', 'daytona', '--stdout']).name).toBe('synth-daytona-stdout');
    expect(purposeOf(['synth', 'secret-project']).name).toBe('synth');
    expect(purposeOf(['diff', 'daytona', '--stdout']).name).toBe('diff-daytona');
    expect(purposeOf(['secret-project', 'daytona']).name).toBe('start');
    expect(purposeOf([]).name).toBe('start');
  });

  test('every command and every chart has one', () => {
    const listed = [...runProgram(['--help']).out.matchAll(/^ {2}([a-z]+) .*$/gm)].map(([, name]) => name);
    expect([...listed].sort()).toEqual(COMMANDS);
    expect(registry.map(({ name }) => name).sort()).toEqual(CHARTS);
  });
});
