// Runs the tests in the order of the environment variable MUTANT_TESTS, if it is set.
const { join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const ROOT = join(__dirname, '..', '..');
const order = JSON.parse(process.env.MUTANT_TESTS ?? '[]').map((test) => join(ROOT, test));

module.exports = class extends Sequencer {
  sort(tests) {
    if (order.length === 0) return super.sort(tests);
    return [...tests].sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
  }
};
