// The lock file: creating, reading and removing it.

import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { Staging } from '../staging';
import { UnsafePathError } from '../tree/directory';
import type { OutputTree } from '../tree/output-tree';
import { isIdentity, type ProcessIdentity } from './process-identity';

export const LOCK_FILE = '.sandbox-charts.lock';

const MAX_BYTES = 2 ** 16;

export interface LockRecord extends ProcessIdentity {
  readonly token: string;
  /** Names of the staging folders that its owner moves files into and out of. */
  readonly staging: readonly string[];
}

export class LockFile {
  /** This run's lock file, to be linked into place. */
  private readonly own: string;
  private isLinked = false;
  /** The status of the lock when it was last found to be this run's. */
  private found: Stats | undefined;

  constructor(
    private readonly tree: OutputTree,
    private readonly staging: Staging,
    private readonly record: LockRecord,
  ) {
    this.own = staging.write(JSON.stringify(record), 0o600);
  }

  /** False if there is a lock already. */
  place(): boolean {
    const { root } = this.tree;
    const { folder, name } = this.tree.place(this.own);
    try {
      folder.link(name, root, LOCK_FILE);
      this.isLinked = true;
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
    }
    // A file system without hard links. Until the file has content, other runs see a lock without an owner.
    try {
      root.create(LOCK_FILE, JSON.stringify(this.record), 0o600);
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  /** Changes whenever the lock is touched or replaced; `undefined` without a lock. */
  signature(): string | undefined {
    const stats = this.tree.root.stats(LOCK_FILE);
    if (stats === undefined) return undefined;
    // Version 0.1.0 created an empty folder.
    if (!stats.isFile() && !stats.isDirectory()) {
      const path = join(this.tree.root.path, LOCK_FILE);
      throw new UnsafePathError(`${path} is not a lock file of this tool (delete it)`);
    }
    return [stats.ino, stats.mtimeMs, this.read()?.token].join(' ');
  }

  /** `undefined` for no lock, and for one without an owner. */
  read(): LockRecord | undefined {
    try {
      return recordOf(this.tree.root.read(LOCK_FILE, MAX_BYTES).toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** Whether the lock is this run's. It is read only if its status has changed, because a swap asks for every file. */
  isOwn(): boolean {
    const stats = this.tree.root.stats(LOCK_FILE);
    if (stats === undefined) return false;
    const { found } = this;
    // Every change of a file, and of its names, sets its ctime.
    if (stats.ctimeMs === found?.ctimeMs && stats.mtimeMs === found.mtimeMs && isSameFile(stats, found)) return true;
    if (this.read()?.token !== this.record.token) return false;
    this.found = stats;
    return true;
  }

  /** Shows waiting runs that this one is active. */
  touch(): void {
    try {
      // The same file under its other name, which can never be the lock of another run.
      const { folder, name } = this.isLinked ? this.tree.place(this.own) : { folder: this.tree.root, name: LOCK_FILE };
      folder.touch(name);
    } catch {
      // The lock is lost, as the next step finds out.
    }
  }

  /** Removes this run's lock. A lock of another run is put back. */
  removeOwn(token: string): void {
    const take = [() => this.moveAside(token), () => this.tree.root.unlink(LOCK_FILE)];
    for (const attempt of take) {
      try {
        if (this.read()?.token === token) attempt();
      } catch {
        // The staging folder may be gone. A leftover lock is taken over once this process has ended.
      }
    }
  }

  /** Removes an abandoned lock; false if it was replaced by another one. */
  removeStale(stale: LockRecord | undefined): boolean {
    const { root } = this.tree;
    if (root.stats(LOCK_FILE)?.isDirectory()) {
      try {
        root.removeFolder(LOCK_FILE);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
        throw new UnsafePathError(`${join(root.path, LOCK_FILE)} is not a lock file of this tool (delete it)`);
      }
      return true;
    }
    return this.moveAside(stale?.token);
  }

  /** Afterward, the name is free, or is a lock with another token. */
  private moveAside(token: string | undefined): boolean {
    const { root } = this.tree;
    const aside = this.tree.place(this.staging.aside());
    try {
      root.rename(LOCK_FILE, aside.folder, aside.name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && root.stats(LOCK_FILE) === undefined) return true;
      throw error;
    }
    let found: LockRecord | undefined;
    try {
      found = recordOf(aside.folder.read(aside.name, MAX_BYTES).toString('utf8'));
    } catch {}
    if (found?.token === token) return true;
    // Another run was faster, and this is its lock.
    try {
      aside.folder.link(aside.name, root, LOCK_FILE);
    } catch {
      // A third run was even faster. The second one notices that it lost the lock.
    }
    return false;
  }
}

const isSameFile = (one: Stats, other: Stats): boolean =>
  one.ino === other.ino && one.dev === other.dev && one.size === other.size;

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

function recordOf(text: string): LockRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<LockRecord>;
    const { token, staging } = record;
    const isWhole = isIdentity(record) && typeof token === 'string' && Array.isArray(staging) && staging.every(isText);
    return isWhole ? (record as LockRecord) : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): boolean => typeof value === 'string';
