// Puts files in place and removes others, in one output folder or in several: all of them or none.
//
// Each step moves a file into or out of the run's staging folder. A run that takes over the lock deletes that folder.

import { LostLockError } from './lock/lock';
import type { Staging } from './staging';
import type { OutputTree } from './tree/output-tree';

/** A file to put in place. Both paths are relative to the output folder. */
export interface Step {
  readonly path: string;
  readonly staged: string;
}

/** A transaction failed and could not be reverted: the earlier files must be kept. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
}

export class Transaction {
  /** Whether some earlier files are only in the staging folder. */
  isStuck = false;
  private readonly undo: (() => void)[] = [];

  /** `demandHeld` throws if nothing may be changed anymore. */
  constructor(
    private readonly tree: OutputTree,
    private readonly staging: Staging,
    private readonly demandHeld: () => void,
  ) {}

  put({ path, staged }: Step): void {
    this.demandHeld();
    if (this.tree.stats(path)) this.replace(path, staged);
    else this.create(path, staged);
  }

  /** Removes a file if `isOurs` accepts its text; false if it stays. */
  remove(path: string, isOurs: (text: string) => boolean): boolean {
    this.demandHeld();
    if (!isOursAt(this.tree, path, isOurs)) return false;
    const aside = this.staging.aside();
    this.move(path, aside);
    // It may have been replaced after it was read.
    if (isOursAt(this.tree, aside, isOurs)) {
      this.undo.push(() => {
        const folder = folderOf(path);
        if (folder !== undefined) this.tree.makeFolder(folder);
        this.move(aside, path);
      });
      return true;
    }
    this.move(aside, path);
    return false;
  }

  /** Removes the folders of a file, as long as they are empty. */
  removeEmptyFolder(path: string): void {
    const folder = folderOf(path);
    if (folder === undefined) return;
    this.demandHeld();
    this.tree.removeEmptyFolders(folder);
  }

  /** Restores everything. Files that cannot be restored are kept, and the error says where. */
  rollBack(cause: unknown): void {
    let stuck = 0;
    for (const step of this.undo.reverse()) {
      try {
        this.demandHeld();
        step();
      } catch (error) {
        if (error instanceof LostLockError) throw error;
        stuck++;
      }
    }
    if (stuck === 0) return;
    this.isStuck = true;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StuckError(
      `${why}; and ${stuck} ${stuck === 1 ? 'file' : 'files'} could not be restored: the earlier ones are in ${this.staging.rescue()}`,
      { cause },
    );
  }

  private create(path: string, staged: string): void {
    const folder = folderOf(path);
    if (folder !== undefined && this.tree.entryAt(folder) === 'missing') {
      // First, because it may succeed only for some of the folders.
      this.undo.push(() => this.tree.removeEmptyFolders(folder));
      this.tree.makeFolder(folder);
    }
    this.move(staged, path);
    this.undo.push(() => this.move(path, this.staging.aside()));
  }

  private replace(path: string, staged: string): void {
    const aside = this.staging.aside();
    const putBack = () => this.move(aside, path);
    // With a link, the file stays in place until the new one replaces it, so it is never missing.
    const isLinked = this.link(path, aside);
    if (!isLinked) {
      this.move(path, aside);
      this.undo.push(putBack);
    }
    this.move(staged, path);
    if (isLinked) this.undo.push(putBack);
  }

  private move(from: string, to: string): void {
    const [source, target] = [this.tree.place(from), this.tree.place(to)];
    source.folder.rename(source.name, target.folder, target.name);
  }

  /** False if the file system has no hard links. */
  private link(from: string, to: string): boolean {
    const [source, target] = [this.tree.place(from), this.tree.place(to)];
    try {
      source.folder.link(source.name, target.folder, target.name);
      return true;
    } catch {
      return false;
    }
  }
}

const folderOf = (path: string): string | undefined =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined;

function isOursAt(tree: OutputTree, path: string, isOurs: (text: string) => boolean): boolean {
  const text = tree.readIfRegular(path);
  return text !== undefined && isOurs(text);
}

/** Paths relative to the folder. */
/** What a run did to the files of a folder. Paths are relative to the folder. */
export interface Written {
  /** New files, and files with a new text. */
  readonly changed: readonly string[];
  /** Files that had the right text already. */
  readonly unchanged: readonly string[];
  /** Files that are no longer rendered. */
  readonly removed: readonly string[];
  /** Files that are no longer rendered, but were edited since they were written. */
  readonly kept: readonly string[];
}

export type Removal = Pick<Written, 'removed' | 'kept'>;

export interface CommitOptions {
  /** Cancels waiting for another run. */
  readonly signal?: AbortSignal | undefined;
  /** Called if that takes long. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** New files of one folder, staged to replace the old ones. */
export interface Swap {
  /** Absolute path. */
  readonly folder: string;
  /** Until `unlock`, no other run can swap files in the same folder. */
  lock(options: CommitOptions): Promise<void>;
  unlock(): void;
  /** Swaps the new files in, in a way that can be reverted. Returns what it removed. */
  swapIn(): Removal;
  /** Restores everything that `swapIn` replaced or removed. */
  revert(cause: unknown): void;
  /** Completes `swapIn`. */
  finish(removal: Removal): Written;
  /** Deletes this run's staged files. */
  close(): void;
}

/** Does every swap, or none. */
export async function commitAll(swaps: readonly Swap[], options: CommitOptions = {}): Promise<Written[]> {
  const locked: Swap[] = [];
  try {
    // Every run takes the locks in the same order, so that no two wait for each other.
    for (const swap of [...swaps].sort((a, b) => (a.folder < b.folder ? -1 : 1))) {
      await swap.lock(options);
      locked.push(swap);
    }
    options.signal?.throwIfAborted();
    const removals = swapAll(swaps);
    return swaps.map((swap, at) => swap.finish(removals[at] as Removal));
  } finally {
    for (const swap of locked) swap.unlock();
    for (const swap of swaps) swap.close();
  }
}

/** If one fails, the ones before it are reverted. */
function swapAll(swaps: readonly Swap[]): Removal[] {
  const begun: Swap[] = [];
  try {
    return swaps.map((swap) => {
      begun.push(swap);
      return swap.swapIn();
    });
  } catch (error) {
    const stuck: unknown[] = [];
    for (const swap of begun.reverse()) {
      try {
        swap.revert(error);
      } catch (failure) {
        stuck.push(failure);
      }
    }
    throw stuck[0] ?? error;
  }
}
