// Chooses and orders the tests of a mutant: those that most likely catch it come first.
const { readFileSync, statSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const ROOT = join(__dirname, '..', '..');
const { MUTANT_FILE = '', MUTANT_LINES = '', MUTANT_TESTS, MUTANT_IGNORED = '[]' } = process.env;
const ignored = JSON.parse(MUTANT_IGNORED).map((file) => join(ROOT, file));

/** Tests of the compiled program, whose build does not have the mutant. */
const STARTS_BUILD = /\brunProgram\b|'build', 'cli'/;

/** `lib/values/file/merge.ts` and `test/values/merge.test.ts` share two steps. */
function sharedSteps(test) {
  const steps = (file) => file.replace(/^(lib|test)\//, '').split(/[/.]/);
  const [own, its] = [steps(MUTANT_FILE), steps(relative(ROOT, test))];
  const differs = own.findIndex((step, index) => step !== its[index]);
  return differs < 0 ? own.length : differs;
}

/** A word of the mutant's lines says what it is about if few tests contain it. */
const RARE = 6;

function rareWords(texts) {
  const words = new Set(MUTANT_LINES.match(/[A-Za-z]{4,}/g));
  return [...words].filter((word) => texts.filter((text) => text.includes(word)).length <= RARE);
}

/**
 * Whether the test has the name of the file or imports it, how many rare words of the mutant's lines it contains, and
 * whether it compares everything that a chart renders.
 */
function rank(test, text, rare) {
  const name = MUTANT_FILE.replace(/^.*?\//, '/').replace(/(\/index)?\.ts$/, '');
  const isNamesake = basename(test) === `${basename(name)}.test.ts`;
  const near =
    (isNamesake ? 1 : 0) + (text.includes(`${name}'`) ? 1 : 0) + rare.filter((word) => text.includes(word)).length;
  return [near, sharedSteps(test), basename(test) === 'snapshots.test.ts' ? 1 : 0, -statSync(test).size];
}

module.exports = class extends Sequencer {
  sort(tests) {
    const known = tests
      .filter(({ path }) => !ignored.includes(path))
      .map((test) => ({ test, text: readFileSync(test.path, 'utf8') }));
    const useful = known.filter(({ text }) => !STARTS_BUILD.test(text));
    const texts = useful.map(({ text }) => text);
    const rare = rareWords(texts);
    const ranked = useful.map(({ test, text }) => ({ test, rank: rank(test.path, text, rare) }));
    const compare = (a, b) => a.map((value, index) => b[index] - value).find((difference) => difference !== 0) ?? 0;
    ranked.sort((a, b) => compare(a.rank, b.rank));
    return ranked.slice(0, MUTANT_TESTS ? Number(MUTANT_TESTS) : undefined).map(({ test }) => test);
  }
};
