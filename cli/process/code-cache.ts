// Runs a script from V8's code cache, so that nothing is compiled at startup, which would take half of the time.
// V8 does not validate such data, and damaged data crashes the process. The file therefore has two copies, and if there is
// any doubt about them, the script runs without the cache. A checksum takes longer: `node:zlib` has to be loaded for it.
// Node's built-in cache (version 22 and later) contains less of the code: startup with it takes 50 % longer.

import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import type { Script } from 'node:vm';
import { type CacheOwner, isPrivate } from './cache-folder';
import { continuesWith, readNext, readScript } from './reused-memory';

export interface CachedRun {
  /** Absolute path of the script: one function with the parameters of a CommonJS module, and `__pack`. */
  readonly file: string;
  /** Identifies the content, because V8 compares only the lengths of sources. Letters and digits. */
  readonly hash: string;
  /** Which part of the script will run, such as the command. Each part has its own cache. */
  readonly purpose: string;
  readonly owner: CacheOwner;
  /** Where its caches are, as `cacheFolder` finds it. */
  readonly folder: string | undefined;
  /** What the function gets as `__pack`. */
  readonly pack?: unknown;
}

/** What a script exported, and what its cache needs. */
export interface Loaded<T> {
  readonly exports: T;
  readonly script: Script;
  /** Of the cache file. */
  readonly name: string;
  /** The start of that name. */
  readonly build: string;
  readonly owner: CacheOwner;
  /** Of the cache that was used. Absent if there was none. */
  readonly reach: number | undefined;
}

/** Loads `file` like `require`. What it requires is resolved from here. */
export function runCached<T>({ file, hash, purpose, owner, folder, pack }: CachedRun): Loaded<T> {
  const {
    text: source,
    stats: { size, mtimeMs },
  } = readScript(file);
  // The size and time notice a file that was changed after the build.
  const build = `${process.version}-${process.arch}-${hash}${size.toString(16)}${Math.floor(mtimeMs).toString(16)}`;
  const name = `${build}-${purpose}.bin`;
  const cache = folder === undefined ? undefined : read(folder, name, owner);
  // Loaded here because prepared outputs do not need it.
  const vm = require('node:vm') as typeof import('node:vm');
  const script = new vm.Script(source, { filename: file, ...(cache ? { cachedData: cache.data } : {}) });
  const module = { exports: {} as T };
  script.runInThisContext()(module.exports, require, module, file, dirname(file), pack);
  const reach = script.cachedDataRejected ? undefined : cache?.reach;
  return { exports: module.exports, script, name, build, owner, reach };
}

export const MAGIC = 'sandbox-charts code cache\n';

/** A multiple of eight bytes, because V8 copies unaligned data. */
const HEADER = 256;

/** More than any of our programs compiles to. */
const MOST_BYTES = 2 ** 26;

/** The header for `data`. Its last byte is the reach: how many packs the run loaded that wrote it; 0 if it failed. */
export const headerOf = (name: string, data: Buffer, reach: number): Buffer =>
  Buffer.from(`${MAGIC}${name}\n${data.length}\n`.padEnd(HEADER - 1) + String.fromCharCode(reach));

interface Cache {
  /** Valid until another file is read. */
  readonly data: Buffer;
  /** Of the run that wrote it. */
  readonly reach: number;
}

function read(folder: string, name: string, { uid = -1 }: CacheOwner): Cache | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder + sep + name, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > MOST_BYTES || !isPrivate(stats, uid)) return undefined;
    const bytes = readNext(descriptor, HEADER + Math.floor((stats.size - HEADER) / 2));
    const header = bytes.subarray(0, HEADER);
    const data = bytes.subarray(HEADER);
    const reach = header.at(-1) ?? 0;
    const isIntact = headerOf(name, data, reach).equals(header) && continuesWith(descriptor, data);
    return isIntact ? { data, reach } : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
