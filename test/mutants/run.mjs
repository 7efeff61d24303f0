// Measures how many faults the fast tests catch:
//   node test/mutants/run.mjs [--count 200] [--seed 1] [--only lib/values] [--tests 12] [--results FILE] [--retry]
// Draws mutants, puts one after the other into a copy of the repository, and runs the fast tests related to its file
// until one fails. --tests runs only the nearest test files, which saves most of the time and can only lower the score.
// With --results, an interrupted run goes on where it was; --retry runs the mutants again that FILE says were not caught.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rebuildIfStale } from '../support/build.mjs';
import { mutated } from './compiler.mjs';
import { drawMutants, folderOf } from './draw.mjs';

/** A mutant that makes a test run this long, in ms, has been noticed. */
const TIMEOUT = 600_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    tests: { type: 'string', default: '' },
    results: { type: 'string' },
    retry: { type: 'boolean', default: false },
  },
});

function copyOfRepository() {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  cpSync(join(ROOT, 'build'), join(copy, 'build'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Test files that fail without any mutant: they prove nothing. */
const red = new Set();
const green = new Set();

/** The first test that fails with the mutant and passes without it, or undefined if there is none. */
function caughtBy(copy, mutant) {
  const path = join(copy, mutant.file);
  const text = readFileSync(path, 'utf8');
  for (;;) {
    writeFileSync(path, mutated(text, mutant));
    const { error, status, stderr } = jest(copy, mutant, ['--bail', '--findRelatedTests', mutant.file]);
    writeFileSync(path, text);
    if (status === 0) return undefined;
    if (error?.code === 'ETIMEDOUT') return 'timeout';
    const failed = /^FAIL (\S+)/m.exec(stderr)?.[1];
    if (!failed) throw new Error(`jest did not run: ${stderr || error}`);
    if (!green.has(failed) && jest(copy, mutant, ['--runTestsByPath', failed]).status !== 0) red.add(failed);
    else {
      green.add(failed);
      return `${failed}: ${/^ +● (.*)/m.exec(stderr)?.[1]}`;
    }
    console.error(`${failed} fails without a mutant: ignored`);
  }
}

/** The lines that it changes. */
function linesOf({ file, start, end }) {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return text.slice(text.lastIndexOf('\n', start) + 1, `${text}\n`.indexOf('\n', end));
}

const jest = (copy, mutant, args) =>
  spawnSync(
    process.execPath,
    [...['node_modules/jest/bin/jest.js', '--config', 'test/mutants/jest.config.js', '--runInBand', '--ci'], ...args],
    {
      cwd: copy,
      encoding: 'utf8',
      env: {
        ...process.env,
        CI: 'true',
        MUTANT_FILE: mutant.file,
        MUTANT_LINES: linesOf(mutant),
        MUTANT_TESTS: options.tests,
        MUTANT_IGNORED: JSON.stringify([...red]),
      },
      timeout: TIMEOUT,
      maxBuffer: 2 ** 28,
    },
  );

const describe = ({ file, line, kind, before, text }) =>
  `${file}:${line} ${kind}: ${JSON.stringify(before.slice(0, 80))} -> ${JSON.stringify(text.slice(0, 80))}`;

function report(results) {
  const folders = new Map();
  for (const result of results)
    folders.set(folderOf(result.file), [...(folders.get(folderOf(result.file)) ?? []), result]);
  const row = (name, all) => {
    const caught = all.filter(({ by }) => by !== null).length;
    return `| ${name} | ${all.length} | ${caught} | ${Math.round((100 * caught) / all.length)} % |`;
  };
  console.log('\nNot caught:');
  for (const result of results.filter(({ by }) => by === null)) console.log(`  ${describe(result)}`);
  console.log('\n| folder | mutants | caught | score |\n|---|---|---|---|');
  for (const [folder, all] of folders) console.log(row(`\`${folder}\``, all));
  console.log(row('all', results));
}

const drawn = drawMutants(ROOT, { count: Number(options.count), seed: Number(options.seed) })
  .filter(({ file }) => file.startsWith(options.only))
  .map((mutant) => ({
    ...mutant,
    before: readFileSync(join(ROOT, mutant.file), 'utf8').slice(mutant.start, mutant.end),
  }));
// Folder by folder in turn, so that a run that is stopped has seen all of them.
const turns = new Map();
const turnOf = ({ file }) => {
  const turn = turns.get(folderOf(file)) ?? 0;
  turns.set(folderOf(file), turn + 1);
  return turn;
};
const inTurn = drawn.map((mutant) => ({ mutant, turn: turnOf(mutant) })).sort((a, b) => a.turn - b.turn);

const keyOf = ({ file, start, end, text, before }) => JSON.stringify([file, start, end, text, before]);
const { results: resultsFile } = options;
const known = new Map(
  resultsFile && existsSync(resultsFile)
    ? JSON.parse(readFileSync(resultsFile, 'utf8')).map((result) => [keyOf(result), result])
    : [],
);

rebuildIfStale(ROOT);
const copy = copyOfRepository();
const results = [];
try {
  for (const [index, { mutant }] of inTurn.entries()) {
    const earlier = known.get(keyOf(mutant));
    const result =
      earlier && (earlier.by || !options.retry) ? earlier : { ...mutant, by: caughtBy(copy, mutant) ?? null };
    results.push(result);
    known.set(keyOf(result), result);
    if (resultsFile) writeFileSync(resultsFile, JSON.stringify([...known.values()], null, 1));
    console.log(`${index + 1}/${drawn.length} ${describe(result)}: ${result.by ?? 'NOT CAUGHT'}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
report(results);
