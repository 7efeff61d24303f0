// Orders the tests of a mutant by how likely they are to catch it.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** `lib/values/file/merge.ts` and `test/values/merge.test.ts` share two steps. */
function sharedSteps(file, test) {
  const steps = (path) => path.replace(/^(lib|test)\//, '').split(/[/.]/);
  const [own, its] = [steps(file), steps(test)];
  const differs = own.findIndex((step, index) => step !== its[index]);
  return differs < 0 ? own.length : differs;
}

/** A word of the mutant's lines says what it is about if few tests contain it. */
const RARE = 6;

function rareWords(lines, texts) {
  const words = new Set(lines.match(/[A-Za-z]{4,}/g));
  return [...words].filter((word) => texts.filter((text) => text.includes(word)).length <= RARE);
}

/** The lines that a mutant changes. */
export function linesOf(root, { file, start, end }) {
  const text = readFileSync(join(root, file), 'utf8');
  return text.slice(text.lastIndexOf('\n', start) + 1, `${text}\n`.indexOf('\n', end));
}

/**
 * `tests`, each with its `path` and `duration`, ordered by whether they have the name of the mutant's file or import it and
 * how many rare words of its lines they contain, then by folder. Of those, the test that compares everything that a chart
 * renders comes first, then the quickest.
 */
export function nearestFirst(root, tests, mutant) {
  const known = tests.map((test) => ({ ...test, text: readFileSync(join(root, test.path), 'utf8') }));
  const rare = rareWords(
    linesOf(root, mutant),
    known.map(({ text }) => text),
  );
  const name = mutant.file.replace(/^.*?\//, '/').replace(/(\/index)?\.ts$/, '');
  const rank = ({ path, duration, text }) => [
    (basename(path) === `${basename(name)}.test.ts` ? 1 : 0) +
      (text.includes(`${name}'`) ? 1 : 0) +
      rare.filter((word) => text.includes(word)).length,
    sharedSteps(mutant.file, path),
    basename(path) === 'snapshots.test.ts' ? 1 : 0,
    -duration,
  ];
  const compare = (a, b) => a.map((value, index) => b[index] - value).find((difference) => difference !== 0) ?? 0;
  return known
    .map((test) => ({ path: test.path, rank: rank(test) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ path }) => path);
}
