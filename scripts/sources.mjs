// Checks whether build/ was compiled from the current sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const FOLDERS = ['lib', 'charts', 'cli', 'imports', 'scripts/bundle'];
const FILES = [
  'breaking-changes.yaml',
  'index.ts',
  'plus.ts',
  'testing.ts',
  'toolkit.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
];

/** A hash of the path and content of every file that the build reads. */
export function hashSources(root) {
  const sources = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const hash = createHash('sha256');
  for (const path of [...sources, ...FILES.map((file) => join(root, file))].sort()) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const recordOf = (root) => join(root, 'build', '.sources');

/** Written last, so that a failed or interrupted build has no record. */
export function recordSources(root, hash) {
  writeFileSync(recordOf(root), hash);
}

export function isFresh(root) {
  const record = recordOf(root);
  return existsSync(record) && readFileSync(record, 'utf8') === hashSources(root);
}
