// V8's settings change while code runs that V8 has compiled before: of Node, and of modules that NODE_OPTIONS loads first, such as
// Yarn's and those of monitoring tools. A setting that such code does not survive crashes the process.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTuned, leavesCompilers } from '../../cli/process/heap';
import { root } from './support/run';

/** Most settings are tried with every version of Node. Earlier ones do not survive `--concurrent-sparkplug`, which only `some` has. */
const WORKS = isTuned()
  ? ['little', 'some', 'little', 'any', 'some', 'any', 'little', 'any']
  : ['little', 'any', 'little'];
const CHARTS = isTuned() ? ['dozlab-session', 'daytona'] : ['dozlab-session'];
const TUNED = `
const { versions } = process;
Object.defineProperty(process, 'versions', { value: { ...versions, node: '24.0.0' } });
`;

/** Uses patterns in all ways, and other code until V8 optimizes it. */
const BUSY = `
const USES = [
  (pattern, text) => pattern.test(text),
  (pattern, text) => pattern.exec(text),
  (pattern, text) => text.match(pattern),
  (pattern, text) => text.search(pattern),
  (pattern, text) => text.split(pattern),
  (pattern, text) => text.replace(pattern, '$1'),
  (pattern, text) => text.replace(pattern, (found) => found),
  (pattern, text) => [...text.matchAll(new RegExp(pattern, 'g'))],
];
const patterns = () => USES.flatMap((use, at) => ['', 'g', 'y', 'u'].map((flags) => [use, new RegExp('a(b{0,' + at + '})c', flags)]));
class Item { constructor(key) { this.key = key; } get size() { return this.key.length; } }
function* items(count) { for (let at = 0; at < count; at++) yield new Item('k' + at); }
function work(list) {
  for (let at = 0; at < 8; at++) {
    for (const [use, pattern] of list) for (const text of ['xabbc abc' + at, 'xabbc abc\\u1234' + at]) use(pattern, text);
  }
  const sizes = new Map([...items(300)].map((item) => [item.key, item.size]));
  const sorted = [...sizes].sort(([, one], [, other]) => other - one).map(([key]) => key);
  return JSON.parse(JSON.stringify({ sorted, sum: [...sizes.values()].reduce((sum, size) => sum + size, 0) })).sum;
}
const warm = patterns();
for (let at = 0; at < 200; at++) work(warm);
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heap-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function node(...argv: string[]) {
  const env = { ...process.env, XDG_CACHE_HOME: folder };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8', env });
  return { status, signal, stdout, stderr };
}

test('compiled code and patterns survive every change of the settings', () => {
  const script = join(folder, 'script.js');
  const heap = JSON.stringify(join(root, 'build', 'cli', 'process', 'heap.js'));
  writeFileSync(
    script,
    `${TUNED}${BUSY}
const { expectWork, beginLongRun } = require(${heap});
const lists = [warm];
for (const next of ${JSON.stringify(WORKS)}) {
  expectWork(next);
  const end = next === 'some' ? beginLongRun() : undefined;
  lists.push(patterns());
  for (const list of lists) for (let at = 0; at < 20; at++) work(list);
  end?.();
}
console.log('done');`,
  );
  expect(node(script)).toEqual({ status: 0, signal: null, stdout: 'done\n', stderr: '' });
});

describe('options of Node', () => {
  test.each<[string[], string, boolean]>([
    [[], '', true],
    [['--max-old-space-size=4096'], '', true],
    [['--max_old_space_size', '4096', '--enable-source-maps', '-r', './x.js'], '', true],
    [['--require', './x.js', '--import=./x.js', '--no-warnings'], ' --no-deprecation  --require ./.pnp.cjs ', true],
    [['--jitless'], '', false],
    [[], '--jitless', false],
    [[], '--max-old-space-size=4096 --single-threaded', false],
    [['--require', './with space.js'], '', false],
    [['--no-maglev'], '', false],
  ])('%j and NODE_OPTIONS=%j', (execArgv, NODE_OPTIONS, expected) => {
    expect(leavesCompilers({ execArgv, env: { NODE_OPTIONS } })).toBe(expected);
  });

  // V8 has no way to read a setting, so restoring one that an option changed would crash such a process.
  test.each(['--jitless', '--single-threaded'])('%s', (option) => {
    const tuned = join(folder, 'tuned.js');
    writeFileSync(tuned, TUNED);
    const program = join(root, 'build', 'cli', 'launch.js');
    for (const argv of [
      ['synth', 'daytona-region', '-f', 'charts/daytona-region/example.values.yaml', '--stdout'],
      ['synth', 'daytona', '-f', 'charts/daytona/example.values.yaml', '-o', join(folder, 'dist')],
    ]) {
      for (let run = 1; run <= 3; run++) {
        const { status, signal } = node(option, '--require', tuned, program, ...argv);
        expect([status, signal]).toEqual([0, null]);
      }
    }
  });
});

test.each(CHARTS)('%s: a module that is loaded before the program may use them, too', (chart) => {
  const argv = ['synth', chart, '-f', `charts/${chart}/example.values.yaml`, '--stdout'];
  const preload = join(folder, 'preload.js');
  writeFileSync(
    preload,
    `${TUNED}${BUSY}
const path = require('node:path');
const fs = require('node:fs');
for (const [module, name] of [[path, 'join'], [path, 'resolve'], [fs, 'readFileSync'], [fs, 'openSync'], [fs, 'writeSync']]) {
  const original = module[name];
  module[name] = function (...values) {
    work(warm);
    return original.apply(this, values);
  };
}`,
  );
  const program = join(root, 'build', 'cli', 'launch.js');
  const expected = node(program, ...argv);
  expect(expected.status).toBe(0);
  for (let run = 1; run <= 2; run++) expect(node('--require', preload, program, ...argv)).toEqual(expected);
});
