// A run's staging folder, inside the output folder so that every rename stays within one file system.

import { getuid } from 'node:process';
import { hasEnded, isOnThisMachine, ownIdentity, type ProcessIdentity } from './lock/process-identity';
import type { Directory } from './tree/directory';
import type { OutputTree } from './tree/output-tree';
import { uniqueHex } from './unique';

const PREFIX = '.sandbox-charts.tmp-';

/** Folder for earlier files that could not be restored. It is never removed automatically. */
const RESCUED = '.sandbox-charts.rescued-';

/** If nothing else is known about the process that created a folder, it must be this much older than the current one. */
const ABANDONED_MS = 60 * 60 * 1000;

export const isStagingName = (name: string): boolean => /^\.sandbox-charts\.tmp-[A-Za-z0-9]{6,80}$/.test(name);

/** The folder's name contains the process that it belongs to, so that it is always known. */
const OWNED = /^\.sandbox-charts\.tmp-(\d+)x(\d*)x([0-9a-f]{16})x[0-9a-f]{10}$/;

export class Staging {
  /** Name of the folder within the output folder. */
  readonly name: string;
  private writes = 0;

  constructor(private readonly tree: OutputTree) {
    this.name = newStagingFolder(tree.root);
    const folder = tree.root.open(this.name);
    try {
      // A killed run leaves its files behind, which may be Secrets: Git must not add them.
      folder.create('.gitignore', '*\n', 0o600);
      folder.makeFolder('old', 0o700);
      folder.makeFolder('new', 0o700);
    } catch (error) {
      this.remove();
      throw error;
    } finally {
      folder.close();
    }
  }

  /** Writes a file; returns its path in the output folder. */
  write(text: string, mode: number): string {
    const path = `${this.name}/new/${this.writes++}`;
    const { folder, name } = this.tree.place(path);
    folder.create(name, text, mode);
    return path;
  }

  /** A path for a file that is moved out of the output. */
  aside(): string {
    return `${this.name}/old/${this.writes++}`;
  }

  remove(): void {
    removeStaging(this.tree.root, this.name);
  }

  /** Protects the earlier files from being swept; returns their folder. */
  rescue(): string {
    const { root } = this.tree;
    const name = this.name.replace(PREFIX, RESCUED);
    try {
      // Someone may have replaced it with something else.
      if (!root.stats(this.name)?.isDirectory()) return this.tree.nameOf(`${this.name}/old`);
      root.rename(this.name, root, name);
      return this.tree.nameOf(`${name}/old`);
    } catch {
      return this.tree.nameOf(`${this.name}/old`);
    }
  }

  /** Removes what killed runs have left behind. Only the owner of the lock may call it; `beat` keeps the lock. */
  sweep(beat: () => void): void {
    const { root } = this.tree;
    const now = root.stats(this.name)?.mtimeMs ?? 0;
    for (const name of root.names()) {
      if (name === this.name || !isStagingName(name)) continue;
      if (isAbandoned(root, name, now)) removeStaging(root, name);
      beat();
    }
  }
}

/** Never fails: anything that cannot be removed now is swept later. */
export function removeStaging(root: Directory, name: string): void {
  // Its run may still be adding files.
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      root.removeAll(name);
      return;
    } catch {}
  }
}

function newStagingFolder(root: Directory): string {
  const { pid, start, host } = ownIdentity();
  for (;;) {
    const name = `${PREFIX}${pid}x${start}x${host}x${uniqueHex(2).slice(0, 10)}`;
    if (root.makeFolder(name, 0o700)) return name;
  }
}

function isAbandoned(root: Directory, name: string, now: number): boolean {
  const stats = root.stats(name);
  // Windows has no user IDs.
  const isOwn = getuid === undefined || stats?.uid === getuid();
  if (!stats?.isDirectory() || !isOwn) return false;
  const owner = ownerOf(name);
  if (owner && isOnThisMachine(owner)) return hasEnded(owner);
  return now - stats.mtimeMs > ABANDONED_MS;
}

function ownerOf(name: string): ProcessIdentity | undefined {
  const [, pid, start, host] = OWNED.exec(name) ?? [];
  return pid && start !== undefined && host ? { pid: Number(pid), start, host } : undefined;
}
