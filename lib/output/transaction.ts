// Files put in place and taken away: all of them or none.

import { linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, removeEmpty } from './folders';

/** One file to put in place, or, without a staged file, to take away. */
export interface Step {
  /** Relative to the folder of the transaction. */
  readonly path: string;
  /** Absolute path of the file to put there. */
  readonly staged?: string;
}

/** A transaction failed, and could not be undone: what it put aside must be kept. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
}

export class Transaction {
  private readonly undo: (() => void)[] = [];
  private readonly folders = new Set<string>();

  /** What is replaced or taken away waits in `aside`, which is in the same file system as `folder`. */
  constructor(
    private readonly folder: string,
    private readonly aside: string,
  ) {}

  apply({ path, staged }: Step): void {
    const target = join(this.folder, path);
    if (lstatSync(target, { throwIfNoEntry: false })) this.replace(target, staged);
    else if (staged !== undefined) this.create(target, staged);
  }

  private create(target: string, staged: string): void {
    this.makeFolder(dirname(target));
    renameSync(staged, target);
    this.undo.push(() => rmSync(target));
  }

  private replace(target: string, staged: string | undefined): void {
    makeFolder(this.aside);
    const kept = join(this.aside, String(this.undo.length));
    const putBack = () => renameSync(kept, target);
    // A link leaves the file where it is until the other one takes its place: no moment is without it.
    const isLinked = staged !== undefined && link(target, kept);
    if (!isLinked) {
      renameSync(target, kept);
      this.undo.push(putBack);
    }
    if (staged !== undefined) renameSync(staged, target);
    if (isLinked) this.undo.push(putBack);
  }

  /** Puts everything back. What cannot be put back stays in `aside`, and the error says so. */
  rollBack(cause: unknown): void {
    let stuck = 0;
    for (const step of this.undo.reverse()) {
      try {
        step();
      } catch {
        stuck++;
      }
    }
    if (stuck === 0) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StuckError(
      `${why}; and ${stuck} of the files could not be put back: look for the earlier ones in ${this.aside}`,
      { cause },
    );
  }

  private makeFolder(folder: string): void {
    if (this.folders.has(folder)) return;
    this.folders.add(folder);
    const made = makeFolder(folder);
    if (made !== undefined) this.undo.push(() => removeEmpty(folder, made));
  }
}

/** False where the file system has no links. */
function link(file: string, to: string): boolean {
  try {
    linkSync(file, to);
    return true;
  } catch {
    return false;
  }
}
