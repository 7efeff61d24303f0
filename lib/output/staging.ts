// A folder of a run's own inside the output folder, so that every rename stays within one file system.

import { randomBytes } from 'node:crypto';
import { getuid } from 'node:process';
import type { Directory } from './directory';
import type { OutputTree } from './output-tree';
import { hasEnded, isIdentity, isOnThisMachine, ownIdentity, type ProcessIdentity } from './process-identity';

const PREFIX = '.sandbox-charts.tmp-';

/** Earlier files that could not be put back. Nothing removes them. */
const RESCUED = '.sandbox-charts.rescued-';

/** Says which process the folder belongs to. */
const OWNER_FILE = 'owner';

/** When nothing else is known of the process that made a folder, it must be this much older than the present one. */
const ABANDONED_MS = 60 * 60 * 1000;

export const isStagingName = (name: string): boolean => /^\.sandbox-charts\.tmp-[A-Za-z0-9]{6,16}$/.test(name);

export class Staging {
  /** Of the folder, in the output folder. */
  readonly name: string;
  private writes = 0;

  constructor(private readonly tree: OutputTree) {
    this.name = newStagingFolder(tree.root);
  }

  /** Writes a file; returns its path in the output folder. */
  write(text: string, mode: number): string {
    const path = `${this.name}/new/${this.writes++}`;
    const { folder, name } = this.tree.place(path);
    folder.create(name, text, mode);
    return path;
  }

  /** A path for a file that is taken out of the output. */
  aside(): string {
    return `${this.name}/old/${this.writes++}`;
  }

  remove(): void {
    removeStaging(this.tree.root, this.name);
  }

  /** Keeps the earlier files from being swept; returns where they are. */
  rescue(): string {
    const { root } = this.tree;
    const name = this.name.replace(PREFIX, RESCUED);
    try {
      root.rename(this.name, root, name);
      return this.tree.nameOf(`${name}/old`);
    } catch {
      return this.tree.nameOf(`${this.name}/old`);
    }
  }

  /** Removes what runs that were killed have left behind. Only the owner of the lock may; `beat` keeps it. */
  sweep(inUse: readonly string[], beat: () => void): void {
    const { root } = this.tree;
    const now = root.stats(this.name)?.mtimeMs ?? 0;
    for (const name of root.names()) {
      if (name === this.name || inUse.includes(name) || !isStagingName(name)) continue;
      if (isAbandoned(root, name, now)) removeStaging(root, name);
      beat();
    }
  }
}

/** Never fails: what cannot be removed now is swept later. */
export function removeStaging(root: Directory, name: string): void {
  // Its run may still be adding files.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      root.removeAll(name);
      return;
    } catch {}
  }
}

function newStagingFolder(root: Directory): string {
  for (let attempt = 1; ; attempt++) {
    const name = `${PREFIX}${randomBytes(5).toString('hex')}`;
    if (!root.makeFolder(name, 0o700)) continue;
    try {
      fillStagingFolder(root, name);
      return name;
    } catch (error) {
      removeStaging(root, name);
      // Another run may have swept the folder as one that was never finished.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
}

const ATTEMPTS = 5;

function fillStagingFolder(root: Directory, name: string): void {
  const folder = root.open(name);
  try {
    folder.create(OWNER_FILE, JSON.stringify(ownIdentity()), 0o600);
    // A run that is killed leaves its files, which may be Secrets: Git must not take them.
    folder.create('.gitignore', '*\n', 0o600);
    folder.makeFolder('old', 0o700);
    folder.makeFolder('new', 0o700);
  } finally {
    folder.close();
  }
}

function isAbandoned(root: Directory, name: string, now: number): boolean {
  const stats = root.stats(name);
  // Windows has no user numbers.
  const isOwn = getuid === undefined || stats?.uid === getuid();
  if (!stats?.isDirectory() || !isOwn) return false;
  const owner = ownerOf(root, name);
  if (owner && isOnThisMachine(owner)) return hasEnded(owner);
  // Its run was killed before it staged anything.
  if (!owner && isUnfinished(root, name)) return true;
  return now - stats.mtimeMs > ABANDONED_MS;
}

/** What a run puts there before `new`. */
const SET_UP = [OWNER_FILE, '.gitignore', 'old'];

function isUnfinished(root: Directory, name: string): boolean {
  return look(root, name, (folder) => folder.names().every((entry) => SET_UP.includes(entry))) === true;
}

function ownerOf(root: Directory, name: string): ProcessIdentity | undefined {
  return look(root, name, (folder) => {
    const owner: unknown = JSON.parse(folder.read(OWNER_FILE, 2 ** 16).toString('utf8'));
    return isIdentity(owner) ? owner : undefined;
  });
}

/** What a folder says; `undefined` when it cannot be read. */
function look<T>(root: Directory, name: string, read: (folder: Directory) => T): T | undefined {
  let folder: Directory | undefined;
  try {
    folder = root.open(name);
    return read(folder);
  } catch {
    return undefined;
  } finally {
    folder?.close();
  }
}
