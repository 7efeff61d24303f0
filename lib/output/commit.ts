// Several output folders are written together: all of them, or none.

/** Paths relative to the folder. */
export interface Written {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** No longer rendered, but edited since they were written. */
  readonly kept: readonly string[];
}

export type Removal = Pick<Written, 'removed' | 'kept'>;

export interface CommitOptions {
  /** Ends the wait for another run. */
  readonly signal?: AbortSignal | undefined;
  /** Called when that takes long. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** New files of one folder, which wait to take the place of the old ones. */
export interface Swap {
  /** Absolute path. */
  readonly folder: string;
  /** From here to `unlock` no other run swaps files of the same folder. */
  lock(options: CommitOptions): Promise<void>;
  unlock(): void;
  /** Swaps the new files in, so that everything can still be put back. Returns what it took away. */
  swapIn(): Removal;
  /** Puts everything back that `swapIn` has replaced or removed. */
  revert(cause: unknown): void;
  /** Ends what `swapIn` began. */
  finish(removal: Removal): Written;
  /** Deletes what belongs to this run alone: the new files that are not in place. */
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

/** When one fails, those before it are reverted. */
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
