// Writes V8's code cache of a script, atomically, and deletes old caches of other builds.

import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type CacheOwner, cacheFolder, isPrivate } from './cache-folder';
import { headerOf, type Loaded, MAGIC } from './code-cache';

/**
 * Writes the cache of a script unless it is current, to call when the work is done. A cache contains only what ran, so it is
 * written again after a run of greater reach: `reach` is how many packs the run loaded, or 0 if it failed. `prepare` is called
 * before writing. A read-only folder is not an error.
 */
export function writeCache(
  { script, name, build, owner, reach: known = -1 }: Loaded<unknown>,
  reach: number,
  prepare: () => void = () => undefined,
): void {
  if (reach <= known) return;
  prepare();
  try {
    const folder = cacheFolder(owner, makeMissing);
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

/** Deletes old caches of other builds, and leftovers of killed runs. Other files are not touched. */
function sweep(folder: string, build: string, { uid = -1 }: CacheOwner): void {
  // Those of version 0.1.0 have one more part.
  const ownName = /^v\d+\.\d+\.\d+\S*-[a-z0-9]+(-[0-9a-f]+){1,2}-[a-z-]+\.bin(\.\d+-\d+\.tmp)?$/;
  for (const name of readdirSync(folder)) {
    if (!ownName.test(name) || (name.startsWith(build) && name.endsWith('.bin'))) continue;
    const path = join(folder, name);
    const stats = lstatSync(path);
    const isOld = Date.now() - stats.mtimeMs > KEPT_MS;
    if (isOld && stats.isFile() && isPrivate(stats, uid) && isCache(path)) unlinkSync(path);
  }
}

function isCache(path: string): boolean {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const start = Buffer.alloc(MAGIC.length);
    readSync(descriptor, start);
    return start.toString() === MAGIC;
  } finally {
    closeSync(descriptor);
  }
}

/** Creates a folder that only this user can access, unless it exists. */
export function makeMissing(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, 0o700);
}
