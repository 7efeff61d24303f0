// Runs a script from V8's code cache, so that a start compiles nothing: half of a start is compiling otherwise.
// The cache is a file in the user's cache folder. Whatever is wrong with it, the script runs all the same.
// Node's own cache, which it has from version 22 on, holds less of what runs: with it a start takes half as long again.

import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { makeFolder } from '../output/folders';

export interface CachedRun {
  /** Absolute path of the script, a CommonJS module. */
  readonly file: string;
  /** What of the script will run, such as the command: each purpose has a cache of its own. */
  readonly purpose: string;
  /** Folder for the caches. */
  readonly folder: string;
}

/** Where a user's programs keep what they can make again. */
export function cacheFolder({ XDG_CACHE_HOME: xdg }: Readonly<Record<string, string | undefined>>): string {
  return join(xdg || join(homedir(), '.cache'), 'sandbox-charts');
}

/** Runs a bundled program. */
export function launch(name: string, purpose: string): void {
  const file = join(__dirname, 'bundle', name);
  process.once('exit', runCached({ file, purpose, folder: cacheFolder(process.env) }));
}

/** Loads `file` as `require` would. Returns what to call once its work is done: it keeps the cache for next time. */
export function runCached({ file, purpose, folder }: CachedRun): () => void {
  const source = readFileSync(file, 'latin1');
  // V8 itself refuses the cache of another version, of other flags, or of a source of another length.
  const { size, mtimeMs } = statSync(file);
  const build = `${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}`;
  const cache = join(folder, `${build}-${purpose}.bin`);
  const cachedData = read(cache);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData && !script.cachedDataRejected) return () => undefined;
  return () => keep(cache, script.createCachedData(), build);
}

function read(cache: string): Buffer | undefined {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

/** So long a build keeps its caches beside those of others: a machine may have several, which take turns. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Puts the cache in place at once, and drops old ones of other builds. A folder that cannot be written is no error. */
function keep(cache: string, data: Buffer, build: string): void {
  const folder = dirname(cache);
  const own = join(folder, `${basename(cache)}.${process.pid}`);
  try {
    makeFolder(folder, 0o700);
    try {
      writeFileSync(own, data, { mode: 0o600 });
      renameSync(own, cache);
    } finally {
      rmSync(own, { force: true });
    }
    const others = readdirSync(folder).filter((name) => !name.startsWith(build));
    for (const other of others.map((name) => join(folder, name))) {
      if (Date.now() - statSync(other).mtimeMs > KEPT_MS) rmSync(other, { force: true });
    }
  } catch {
    // The next start compiles again.
  }
}
