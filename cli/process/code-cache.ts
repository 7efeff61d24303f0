// Runs a script from V8's code cache, so that nothing is compiled at startup, which would take half of the time.
// V8 does not validate such data, and damaged data crashes the process. The file therefore has two copies, and if there is
// any doubt about them, the script runs without the cache. A checksum takes longer: `node:zlib` has to be loaded for it.
// Node's built-in cache (version 22 and later) contains less of the code: startup with it takes 50 % longer.

import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { Script } from 'node:vm';
import { type CacheOwner, cacheFolder, isPrivate } from './cache-folder';
import { expectedWork, expectWork } from './heap';
import type { Purpose } from './purpose';
import { continuesWith, readNext, readScript } from './reused-memory';

export interface CachedRun {
  /** Absolute path of the script: one function with the parameters of a CommonJS module, and `__pack`. */
  readonly file: string;
  /** Identifies its content, because V8 compares only the lengths of sources. Letters and digits. */
  readonly build: (script: Stats) => string;
  /** Which part of the script will run, such as the command. Each part has its own cache. */
  readonly purpose: string;
  readonly owner: CacheOwner;
  /** What the function gets as `__pack`. */
  readonly pack?: LoadPack;
}

/** What `scripts/bundle` exports from a pack: the modules that other packs import. */
type Pack = Readonly<Record<string, () => unknown>>;

type LoadPack = (name: string) => Pack;

/** The hash of all packs, which `scripts/bundle` inserts. */
declare const BUNDLE_HASH: string;

/** The pack that renders. */
const RENDER = 'render';

const buildOfPack = ({ size, mtimeMs }: Stats): string =>
  `${BUNDLE_HASH}${size.toString(16)}${Math.floor(mtimeMs).toString(16)}`;

/** Loads a module of a pack; the packs that it needs are loaded when it needs them. */
export function launch<T>(start: string, module: string, { name: purpose, work: expected, builtIns }: Purpose): T {
  const owner = { env: process.env, cwd: () => process.cwd(), uid: process.geteuid?.() };
  const packs = new Map<string, Pack>();
  const caches: ((reach: number) => void)[] = [];
  // One listener: Node warns about more than ten.
  process.once('exit', (code) => {
    for (const keep of caches) keep(code === 0 ? packs.size : 0);
  });
  // Nothing is left to do, and Node would take its time to free the memory. Only if V8 compiles nothing in other threads, or
  // little, as for a usage error: if such a thread waits for the main thread to collect garbage, an exit never ends.
  process.once('beforeExit', () => {
    if (packs.size === 1 || expectedWork() === 'little') process.exit();
  });
  const pack: LoadPack = (name) => {
    const known = packs.get(name);
    if (known) return known;
    // Usage errors do not get here.
    if (name === RENDER) {
      for (const builtIn of builtIns) require(builtIn);
      expectWork(expected);
    }
    const file = `${__dirname}${sep}bundle${sep}${name}.js`;
    const { exports, keep } = runCached<Pack>({ file, build: buildOfPack, purpose: `${name}-${purpose}`, owner, pack });
    packs.set(name, exports);
    // A cache is valid only for the settings of V8 that it was written with.
    const work = expectedWork();
    caches.push((reach) => keep(reach, () => expectWork(work)));
    return exports;
  };
  return pack(start)[module]?.() as T;
}

/** What a script exported. */
interface Loaded<T> {
  readonly exports: T;
  /**
   * Writes the cache unless it is current, to call when the work is done. A cache contains only what ran, so it is written
   * again after a run of greater reach. `reach`: how many packs the run loaded; 0 if it failed. `prepare` is called before
   * writing.
   */
  readonly keep: (reach: number, prepare?: () => void) => void;
}

/** Loads `file` like `require`. What it requires is resolved from here. */
export function runCached<T>({ file, build: buildOf, purpose, owner, pack }: CachedRun): Loaded<T> {
  const { text: source, stats } = readScript(file);
  const folder = knownFolder(owner);
  const build = `${process.version}-${process.arch}-${buildOf(stats)}`;
  const name = `${build}-${purpose}.bin`;
  const cache = folder === undefined ? undefined : read(folder + sep + name, name, owner);
  const script = new Script(source, { filename: file, ...(cache ? { cachedData: cache.data } : {}) });
  const module = { exports: {} as T };
  script.runInThisContext()(module.exports, require, module, file, dirname(file), pack);
  const isUsed = cache !== undefined && !script.cachedDataRejected;
  return {
    exports: module.exports,
    keep: (reach, prepare) => {
      if (isUsed && reach <= cache.reach) return;
      prepare?.();
      keep(script, { name, build, owner, reach });
    },
  };
}

/** Looked up once for all packs. */
const folders = new WeakMap<CacheOwner, string | undefined>();

function knownFolder(owner: CacheOwner): string | undefined {
  if (!folders.has(owner)) folders.set(owner, cacheFolder(owner));
  return folders.get(owner);
}

const MAGIC = 'sandbox-charts code cache\n';

/** A multiple of eight bytes, because V8 copies unaligned data. */
const HEADER = 256;

/** More than any of our programs compiles to. */
const MOST_BYTES = 2 ** 26;

/** The header for `data`. Its last byte is the reach. */
const headerOf = (name: string, data: Buffer, reach: number): Buffer =>
  Buffer.from(`${MAGIC}${name}\n${data.length}\n`.padEnd(HEADER - 1) + String.fromCharCode(reach));

interface Cache {
  /** Valid until another file is read. */
  readonly data: Buffer;
  /** Of the run that wrote it. */
  readonly reach: number;
}

function read(path: string, name: string, owner: CacheOwner): Cache | undefined {
  try {
    return withOwnFile(path, owner, (descriptor, size) => {
      const bytes = readNext(descriptor, HEADER + Math.floor((size - HEADER) / 2));
      const header = bytes.subarray(0, HEADER);
      const data = bytes.subarray(HEADER);
      const reach = header.at(-1) ?? 0;
      const isIntact = headerOf(name, data, reach).equals(header) && continuesWith(descriptor, data);
      return isIntact ? { data, reach } : undefined;
    });
  } catch {
    return undefined;
  }
}

/** Does `work` with a file that only this user can read and write. */
function withOwnFile<T>(
  path: string,
  { uid = -1 }: CacheOwner,
  work: (descriptor: number, size: number) => T,
): T | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() && stats.size < MOST_BYTES && isPrivate(stats, uid)
      ? work(descriptor, stats.size)
      : undefined;
  } finally {
    closeSync(descriptor);
  }
}

interface Kept {
  /** Of the file. */
  readonly name: string;
  /** The start of that name. */
  readonly build: string;
  readonly owner: CacheOwner;
  readonly reach: number;
}

/** Writes the cache atomically, and deletes old caches of other builds. A read-only folder is not an error. */
function keep(script: Script, { name, build, owner, reach }: Kept): void {
  try {
    const folder = cacheFolder(owner, true);
    if (folder === undefined) return;
    const data = script.createCachedData();
    const own = join(folder, `${name}.${process.pid}-${process.hrtime.bigint()}.tmp`);
    // Must not exist, not even as a link.
    const descriptor = openSync(own, 'wx', 0o600);
    try {
      try {
        for (const part of [headerOf(name, data, reach), data, data]) writeFileSync(descriptor, part);
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

/** How long caches of other builds are kept, because a machine may have several builds in use. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Those of version 0.1.0 have one more part. */
const OWN_NAME = /^v\d+\.\d+\.\d+\S*-[a-z0-9]+(-[0-9a-f]+){1,2}-[a-z-]+\.bin(\.\d+-\d+\.tmp)?$/;

/** Deletes old caches of other builds, and leftovers of killed runs. Other files are not touched. */
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
