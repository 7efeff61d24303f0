// Selects and orders the tests for a mutant: those that most likely catch it come first.
const { readFileSync, statSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const ROOT = join(__dirname, '..', '..');
const { MUTANT_FILE = '', MUTANT_TESTS, MUTANT_IGNORED = '[]' } = process.env;
const ignored = JSON.parse(MUTANT_IGNORED).map((file) => join(ROOT, file));

/** `lib/values/file/merge.ts` and `test/values/merge.test.ts` share two steps. */
function sharedSteps(test) {
  const steps = (file) => file.replace(/^(lib|test)\//, '').split(/[/.]/);
  const [own, its] = [steps(MUTANT_FILE), steps(relative(ROOT, test))];
  const differs = own.findIndex((step, index) => step !== its[index]);
  return differs < 0 ? own.length : differs;
}

/** Whether the test imports the file itself, and whether it compares everything that a chart renders. */
function rank(test) {
  const name = MUTANT_FILE.replace(/^.*?\//, '/').replace(/(\/index)?\.ts$/, '');
  const imports = readFileSync(test, 'utf8').includes(`${name}'`);
  return [imports ? 1 : 0, sharedSteps(test), basename(test) === 'snapshots.test.ts' ? 1 : 0, -statSync(test).size];
}

module.exports = class extends Sequencer {
  sort(tests) {
    const useful = tests.filter(({ path }) => !ignored.includes(path));
    const ranked = useful.map((test) => ({ test, rank: rank(test.path) }));
    const compare = (a, b) => a.map((value, index) => b[index] - value).find((difference) => difference !== 0) ?? 0;
    ranked.sort((a, b) => compare(a.rank, b.rank));
    return ranked.slice(0, MUTANT_TESTS ? Number(MUTANT_TESTS) : undefined).map(({ test }) => test);
  }
};
