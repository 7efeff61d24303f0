// Runs a script from V8's code cache, so that a start compiles nothing: compiling takes half of it otherwise.
// V8 trusts such data blindly: damaged data crashes the process. So the file has a checksum of its own, and any doubt
// about it means a run without cache.
// Node's own cache, which it has from version 22 on, holds less of what runs: a start with it takes half as long again.

import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { type CacheOwner, cacheFolder, isPrivate } from './cache-folder';

export interface CachedRun {
  /** Absolute path of the script, a CommonJS module. */
  readonly file: string;
  /** Which part of the script will run, such as the command: each has a cache of its own. */
  readonly purpose: string;
  readonly owner: CacheOwner;
}

/** Runs a bundled program. */
export function launch(name: string, purpose: string): void {
  const file = join(__dirname, 'bundle', name);
  const owner = { env: process.env, cwd: () => process.cwd(), uid: process.geteuid?.() };
  process.once('exit', runCached({ file, purpose, owner }));
}

/** Loads `file` as `require` would. Returns a function to call when its work is done, which writes the cache. */
export function runCached({ file, purpose, owner }: CachedRun): () => void {
  const source = readFileSync(file);
  const folder = cacheFolder(owner);
  const build = `${process.version}-${process.arch}-${cachedDataVersionTag().toString(16)}-${checksum(source)}`;
  const name = `${build}-${purpose}.bin`;
  const cachedData = folder === undefined ? undefined : read(join(folder, name), name, owner);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`,
    { filename: file, ...(cachedData ? { cachedData } : {}) },
  );
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData && !script.cachedDataRejected) return () => undefined;
  return () => keep(script, name, build, owner);
}

const MAGIC = 'sandbox-charts code cache\n';

/** A multiple of eight bytes: V8 copies data that is not aligned. */
const HEADER = 256;

/** More than any program here compiles to. */
const MOST_BYTES = 2 ** 26;

/** The header that belongs to `data`: it tells what for and, with a checksum over both, whether it is intact. */
function headerOf(name: string, data: Buffer): Buffer {
  const about = `${MAGIC}${name}\n${data.length}\n`;
  return Buffer.from(`${about}${checksum(Buffer.from(about), data)}\n`.padEnd(HEADER));
}

/** Finds damage. Against attackers there are the owner and the mode of the file. */
function checksum(...parts: readonly Buffer[]): string {
  if (typeof crc32 === 'function') {
    return parts.reduce((sum, part) => crc32(part, sum), 0).toString(16);
  }
  // Node before 20.15. `node:crypto` takes longer to load than all else here.
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function read(path: string, name: string, owner: CacheOwner): Buffer | undefined {
  try {
    const bytes = withOwnFile(path, owner, (descriptor) => readFileSync(descriptor));
    const data = bytes?.subarray(HEADER);
    return data && headerOf(name, data).equals(bytes?.subarray(0, HEADER) as Buffer) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Does `work` with a file that this user alone can read and write. */
function withOwnFile<T>(path: string, { uid = -1 }: CacheOwner, work: (descriptor: number) => T): T | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() && stats.size < MOST_BYTES && isPrivate(stats, uid) ? work(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Writes the cache in one step, and drops old ones of other builds. A folder that cannot be written to is no error. */
function keep(script: Script, name: string, build: string, owner: CacheOwner): void {
  try {
    const folder = cacheFolder(owner, true);
    if (folder === undefined) return;
    const data = script.createCachedData();
    const own = join(folder, `${name}.${process.pid}-${process.hrtime.bigint()}.tmp`);
    // Must not be there yet, not even as a link.
    const descriptor = openSync(own, 'wx', 0o600);
    try {
      try {
        writeFileSync(descriptor, Buffer.concat([headerOf(name, data), data]));
      } finally {
        closeSync(descriptor);
      }
      renameSync(own, join(folder, name));
    } catch (error) {
      unlinkSync(own);
      throw error;
    }
    sweep(folder, build, owner);
  } catch {
    // The next start compiles again.
  }
}

/** A machine may have several builds, which take turns: each keeps its caches this long. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const OWN_NAME = /^v\d+\.\d+\.\d+\S*-[a-z0-9]+-[0-9a-f]+-[0-9a-f]+-[a-z-]+\.bin(\.\d+-\d+\.tmp)?$/;

/** Deletes old caches of other builds, and what killed runs have left. Other files are left alone. */
function sweep(folder: string, build: string, owner: CacheOwner): void {
  for (const name of readdirSync(folder)) {
    if (!OWN_NAME.test(name) || (name.startsWith(build) && name.endsWith('.bin'))) continue;
    const path = join(folder, name);
    if (Date.now() - lstatSync(path).mtimeMs > KEPT_MS && withOwnFile(path, owner, isCache)) unlinkSync(path);
  }
}

function isCache(descriptor: number): boolean {
  const start = Buffer.alloc(MAGIC.length);
  readSync(descriptor, start);
  return start.toString() === MAGIC;
}
