// Draws random mutants with a seed, spread over the folders.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Compiler } from './compiler.mjs';
import { mutantsOf } from './mutate.mjs';

/** A folder with its own score: `lib/values`, `charts/daytona`. */
export const folderOf = (file) => file.split('/').slice(0, 2).join('/');

const sourcesOf = (root, top) =>
  readdirSync(join(root, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();

/** mulberry32: numbers from 0 to 1, the same for the same seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/**
 * `count` mutants that compile. The share of a folder grows with the square root of its size, so that small ones count;
 * within a folder, each kind of change is equally likely. The draw of a folder does not depend on the others.
 */
export function drawMutants(root, { count, seed }) {
  const compiler = new Compiler(root);
  const files = ['lib', 'charts']
    .flatMap((top) => sourcesOf(root, top))
    .filter((file) => file !== 'charts/registry.ts');
  const all = files.flatMap((file) => mutantsOf(compiler.parse(file)).map((mutant) => ({ file, ...mutant })));
  const folders = [...grouped(all, ({ file }) => folderOf(file)).values()];
  const total = folders.reduce((sum, mutants) => sum + Math.sqrt(mutants.length), 0);
  const drawn = folders.flatMap((mutants) =>
    drawFrom(mutants, Math.ceil((count * Math.sqrt(mutants.length)) / total), random(seed), compiler),
  );
  compiler.close();
  return drawn;
}

function drawFrom(mutants, count, next, compiler) {
  const kinds = grouped(mutants, ({ kind }) => kind);
  const drawn = [];
  while (drawn.length < count && kinds.size > 0) {
    const kind = [...kinds.keys()][Math.floor(next() * kinds.size)];
    const pool = kinds.get(kind);
    const [mutant] = pool.splice(Math.floor(next() * pool.length), 1);
    if (pool.length === 0) kinds.delete(kind);
    if (!compiler.refuses(mutant)) drawn.push(mutant);
  }
  return drawn;
}
