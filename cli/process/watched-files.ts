// Waits until one of several files changes. Editors replace files, so their folders are watched.

import { existsSync, type FSWatcher, realpathSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A file is read only after it has not changed for this time, in milliseconds, because editors write in several steps. */
const QUIET_MS = 5;

/** The same for an empty or missing file, which is probably being written. */
const EMPTY_MS = 100;

/**
 * How often files are compared even if nothing happens, in milliseconds: network file systems and the folders that a virtual
 * machine shares report no events, and the number of watched folders is limited.
 */
const POLL_MS = 500;

export class WatchedFiles {
  /** By absolute path. */
  private stamps = new Map<string, Stamp>();
  private read = new Set<string>();

  get count(): number {
    return this.stamps.size;
  }

  /** Call it before a run reads any of the files. */
  begin(): void {
    this.stamps = this.now();
    this.read = new Set();
  }

  /** Call it before a file is read. */
  add(path: string): void {
    this.read.add(path);
    if (!this.stamps.has(path)) this.stamps.set(path, stampOf(path));
  }

  /** Call it after a successful run. A failed one may not have reached all of its files. */
  forgetUnread(): void {
    for (const path of this.stamps.keys()) if (!this.read.has(path)) this.stamps.delete(path);
  }

  /** Resolves when a file has changed since it was added, or since `begin`. Rejects when `signal` is aborted. */
  async change(signal: AbortSignal): Promise<void> {
    while (!this.isChanged()) await this.event(signal);
    for (let before = this.now(); ; ) {
      await sleep([...before.values()].includes(EMPTY) ? EMPTY_MS : QUIET_MS, undefined, { signal });
      const after = this.now();
      if ([...after].every(([path, stamp]) => isSame(stamp, before.get(path)))) return;
      before = after;
    }
  }

  private now(): Map<string, Stamp> {
    return new Map([...this.stamps.keys()].map((path) => [path, stampOf(path)]));
  }

  private isChanged(isLike = isSame): boolean {
    return [...this.stamps].some(([path, stamp]) => !isLike(stampOf(path), stamp));
  }

  /** Resolves when something happens in one of the folders, or a file has changed. */
  private async event(signal: AbortSignal): Promise<void> {
    const watchers: FSWatcher[] = [];
    let stop: () => void = () => undefined;
    let polling: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((done, fail) => {
        stop = () => fail(signal.reason);
        signal.addEventListener('abort', stop);
        for (const folder of this.folders()) watchers.push(...watchersOf(folder, done));
        polling = setInterval(() => {
          if (this.isChanged(seemsSame)) done();
        }, POLL_MS);
        // Whatever happened before the folders were watched.
        if (this.isChanged()) done();
        if (signal.aborted) stop();
      });
    } finally {
      signal.removeEventListener('abort', stop);
      clearInterval(polling);
      for (const watcher of watchers) watcher.close();
    }
  }

  /** The folders of the files, and of the files that they link to. */
  private folders(): Set<string> {
    const paths = [...this.stamps.keys()];
    return new Set([...paths, ...paths.flatMap(targetOf)].map(folderOf));
  }
}

/** What identifies the content of a file. */
interface Stamp {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
}

/** A file that is empty or missing. */
const EMPTY: Stamp = { size: 0n, mtimeNs: 0n, ctimeNs: 0n, ino: 0n };

function stampOf(path: string): Stamp {
  try {
    const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
    return size === 0n ? EMPTY : { size, mtimeNs, ctimeNs, ino };
  } catch {
    return EMPTY;
  }
}

/** Without an event, only what stays the same on network file systems counts. */
const seemsSame = (one: Stamp, other?: Stamp): boolean => one.size === other?.size && one.mtimeNs === other.mtimeNs;

const isSame = (one: Stamp, other?: Stamp): boolean =>
  seemsSame(one, other) && one.ctimeNs === other?.ctimeNs && one.ino === other.ino;

/** Calls `onEvent` when something happens in a folder. Empty if the folder cannot be watched. */
function watchersOf(folder: string, onEvent: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, onEvent);
    // Only polling is left: a folder that cannot be watched would fail again at once.
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

/** The file itself, or the target of its link; none if it does not exist. */
function targetOf(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

/** The folder of a file, or the closest one above it that exists. */
function folderOf(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) ? folder : folderOf(folder);
}
