// Measures how many faults the fast tests catch:
//   node test/mutants/run.mjs [--count 200] [--seed 1] [--only lib/values] [--tests 12] [--jobs 2] [--results FILE] [--retry] [--keep-coverage]
// Draws mutants, puts one after the other into a copy of the repository, and runs the fast tests that execute the changed
// code, nearest first, until one fails. --tests runs only that many test files, which saves time and can only lower the
// score. With --results, an interrupted run goes on where it was; --retry runs the mutants again that FILE says were not
// caught. With --keep-coverage, only new tests are measured; in sources that have changed since, all code counts as executed
// by the tests that load it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rebuildIfStale } from '../support/build.mjs';
import { drawMutants, folderOf } from './draw.mjs';
import { measureTests } from './executed.mjs';
import { caughtBy, copyRepository } from './judge.mjs';
import { nearestFirst } from './nearest.mjs';
import { describe, report } from './report.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RECORD = join(ROOT, 'node_modules', '.cache', 'sandbox-charts', 'executed.json');

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    tests: { type: 'string', default: 'Infinity' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    results: { type: 'string' },
    retry: { type: 'boolean', default: false },
    'keep-coverage': { type: 'boolean', default: false },
  },
});
const [jobs, most] = [Number(options.jobs), Number(options.tests)];

/** Folder by folder in turn, so that a run that is stopped has seen all of them. */
function inTurn(mutants) {
  const turns = new Map();
  const turnOf = ({ file }) => {
    const turn = turns.get(folderOf(file)) ?? 0;
    turns.set(folderOf(file), turn + 1);
    return turn;
  };
  return mutants
    .map((mutant) => ({ mutant, turn: turnOf(mutant) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ mutant }) => mutant);
}

const mutants = inTurn(
  drawMutants(ROOT, { count: Number(options.count), seed: Number(options.seed) })
    .filter(({ file }) => file.startsWith(options.only))
    .map((mutant) => ({
      ...mutant,
      before: readFileSync(join(ROOT, mutant.file), 'utf8').slice(mutant.start, mutant.end),
    })),
);

const keyOf = ({ file, start, end, text, before }) => JSON.stringify([file, start, end, text, before]);
const { results: resultsFile } = options;
const known = new Map(
  resultsFile && existsSync(resultsFile)
    ? JSON.parse(readFileSync(resultsFile, 'utf8')).map((result) => [keyOf(result), result])
    : [],
);

rebuildIfStale(ROOT);
const copies = Array.from({ length: jobs }, () => copyRepository(ROOT));
try {
  const testsOf = await measureTests(copies[0], RECORD, { workers: jobs, keepOld: options['keep-coverage'] });
  const waiting = [...mutants.entries()];
  const work = async (copy) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, mutant] = next;
      const earlier = known.get(keyOf(mutant));
      if (!earlier || (!earlier.by && options.retry)) {
        const tests = nearestFirst(copy, testsOf(mutant), mutant);
        const by = await caughtBy(copy, mutant, tests.slice(0, most));
        known.set(keyOf(mutant), { ...mutant, by, ...(by ? {} : { tests: tests.length }) });
        if (resultsFile) writeFileSync(resultsFile, JSON.stringify([...known.values()], null, 1));
      }
      const { by, tests } = known.get(keyOf(mutant));
      console.log(`${index + 1}/${mutants.length} ${describe(mutant)}: ${by ?? `NOT CAUGHT (of ${tests} tests)`}`);
    }
  };
  await Promise.all(copies.map(work));
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
}
report(mutants.map((mutant) => known.get(keyOf(mutant))));
