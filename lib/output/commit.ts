// Several output folders are written together: all of them, or none.

import { StuckError } from './transaction';

export interface Written {
  /** Paths relative to the folder. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** New files of one folder, which wait to take the place of the old ones. */
export interface Swap {
  /** Absolute path. */
  readonly folder: string;
  /** Does `work` while no other run swaps files of the same folder. */
  locked<T>(work: () => T): T;
  /** Swaps the new files in, so that everything can still be put back. Returns what it took away. */
  swapIn(): readonly string[];
  /** Puts everything back that `swapIn` has replaced or removed. */
  revert(cause: unknown): void;
  /** Ends what `swapIn` began. */
  finish(removed: readonly string[]): Written;
  /** Forgets the new files. */
  abort(): void;
}

/** Does every swap, or none. */
export function commitAll(swaps: readonly Swap[]): Written[] {
  const swapped: (readonly [Swap, readonly string[]])[] = [];
  const begun: Swap[] = [];
  const swapAll = () => {
    for (const swap of swaps) {
      begun.push(swap);
      swapped.push([swap, swap.swapIn()]);
    }
  };
  try {
    // Every run takes the locks in the same order, so that no two wait for each other.
    const ordered = [...swaps].sort((a, b) => (a.folder < b.folder ? -1 : 1));
    ordered.reduceRight(
      (work, swap) => () => swap.locked(work),
      () => revertOnError(begun, swapAll),
    )();
  } catch (error) {
    if (!(error instanceof StuckError)) for (const swap of swaps) swap.abort();
    throw error;
  }
  return swapped.map(([swap, removed]) => swap.finish(removed));
}

/** Does `work`; when it fails, puts back what those of `begun` have done by then. */
function revertOnError(begun: readonly Swap[], work: () => void): void {
  try {
    work();
  } catch (error) {
    const stuck: unknown[] = [];
    for (const swap of [...begun].reverse()) {
      try {
        swap.revert(error);
      } catch (failure) {
        stuck.push(failure);
      }
    }
    throw stuck[0] ?? error;
  }
}
