// Knows which fast tests execute a piece of code: V8 measures it for one test file after another.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runTests } from './jest.mjs';

/** Test files that one process measures: V8 keeps the code of all of them, and gets slower with each. */
const TOGETHER = 16;

const hashOf = (path) =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16) : '';

function fastTests(root) {
  const args = ['node_modules/jest/bin/jest.js', '--config', 'test/mutants/jest.config.js', '--listTests'];
  const listed = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => relative(root, path));
}

/**
 * Measures the fast tests of `root` that have changed since `record` was written, or whose sources have; with `keepOld`, only
 * new ones. Returns a function from a mutant to the tests that pass without it and execute the code
 * that it changes, each with `path` and `duration`.
 */
export async function measureTests(root, record, { workers, keepOld }) {
  const tests = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  const hashes = new Map();
  const hash = (file) => {
    if (!hashes.has(file)) hashes.set(file, hashOf(join(root, file)));
    return hashes.get(file);
  };
  const isFresh = (path) =>
    tests[path]?.passed &&
    (keepOld ||
      (tests[path].hash === hash(path) &&
        Object.entries(tests[path].sources).every(([file, { hash: then }]) => then === hash(file))));
  const all = fastTests(root);
  const stale = all.filter((path) => !isFresh(path));
  if (stale.length > 0) {
    console.error(`measuring what ${stale.length} test files execute`);
    mkdirSync(dirname(record), { recursive: true });
    for (let first = 0; first < stale.length; first += TOGETHER) {
      const measured = await measure(root, stale.slice(first, first + TOGETHER), workers);
      for (const [path, { left, ...test }] of Object.entries(measured)) {
        const sources = Object.entries(left).map(([file, stretches]) => [file, { hash: hash(file), left: stretches }]);
        tests[path] = { hash: hash(path), ...test, sources: Object.fromEntries(sources) };
      }
      writeFileSync(record, JSON.stringify(tests));
    }
  }
  for (const path of all.filter((each) => !tests[each].passed))
    console.error(`${path} fails without a mutant: ignored`);
  const usable = all.filter((path) => tests[path].passed).map((path) => ({ path, ...tests[path] }));
  return ({ file, start }) => {
    const loading = usable.filter(({ sources }) => Object.hasOwn(sources, file));
    // A new file. Any test may load it.
    const candidates = loading.length === 0 && keepOld ? usable : loading;
    return candidates
      .filter(({ sources }) => sources[file]?.hash !== hash(file) || executes(sources[file].left, start))
      .map(({ path, duration }) => ({ path, duration }));
  };
}

async function measure(root, tests, workers) {
  const file = join(root, 'executed.json');
  const reporter = '<rootDir>/test/mutants/executed-reporter.js';
  const args = ['--coverage', '--maxWorkers', String(workers), '--reporters', reporter];
  rmSync(file, { force: true });
  const { stderr } = await runTests(root, tests, { args, env: { MUTANT_RECORD: file } });
  if (!existsSync(file)) throw new Error(`jest did not run: ${stderr}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Whether an offset is in none of the stretches that a test left out. */
function executes(left, offset) {
  for (let at = 0; at < left.length; at += 2) if (left[at] <= offset && offset <= left[at + 1]) return false;
  return true;
}
