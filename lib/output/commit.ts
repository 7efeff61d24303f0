// Writes several output folders together: all of them, or none.

/** Paths relative to the folder. */
export interface Written {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
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
