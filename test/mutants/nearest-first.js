// Runs the tests of the mutant's own folder first: most mutants end there.
const { relative, join } = require('node:path');
const { statSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

const ROOT = join(__dirname, '..', '..');

/** `lib/values/merge.ts` and `test/values/merge.test.ts` share three steps. */
function nearness(test) {
  const steps = (file) => file.replace(/^(lib|test)\//, '').split(/[/.]/);
  const [own, its] = [steps(process.env.MUTANT_FILE), steps(relative(ROOT, test))];
  const differs = own.findIndex((step, index) => step !== its[index]);
  return differs < 0 ? own.length : differs;
}

module.exports = class extends Sequencer {
  sort(tests) {
    const ranked = tests.map((test) => ({ test, near: nearness(test.path), size: statSync(test.path).size }));
    return ranked.sort((a, b) => b.near - a.near || a.size - b.size).map(({ test }) => test);
  }
};
