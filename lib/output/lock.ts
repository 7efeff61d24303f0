// One run at a time swaps its files into a folder; the others wait.

import { mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const LOCK_FOLDER = '.sandbox-charts.lock';

/** Swapping takes milliseconds: who holds the lock this long was killed. */
const ABANDONED_MS = 10_000;
const PAUSE_MS = 20;

/** Does `work` while no other run does its own in the same folder. `now` is the time of the folder's file system. */
export function withLock<T>(folder: string, now: () => number, work: () => T): T {
  const lock = join(folder, LOCK_FOLDER);
  while (!taken(lock)) {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && now() - since > ABANDONED_MS) rmSync(lock, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  try {
    return work();
  } finally {
    release(lock);
  }
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function release(lock: string): void {
  try {
    rmdirSync(lock);
  } catch {
    // What became of the work matters more. A lock that stays is abandoned soon.
  }
}
