// Puts rendered releases into a folder: built beside, then swapped in; on failure the folder is as it was.

import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, type Layout } from './files';
import { withLock } from './lock';
import {
  INDEX_FILE,
  indexOf,
  indexText,
  type OutputIndex,
  pathsOf,
  type ReleaseFiles,
  readIndex,
} from './output-index';
import type { Rendered } from './render';
import { Staging } from './staging';
import { removeEmpty, type Step, StuckError, Transaction } from './transaction';

export interface WriterOptions {
  /** Absolute path of the output folder; it is created when it is missing. */
  readonly folder: string;
  readonly layout: Layout;
  /** Version of this tool, for the index. */
  readonly tool: string;
  /** Removes the files of releases that this run does not render. */
  readonly prune: boolean;
}

export interface Written {
  /** Paths relative to the folder. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

const MODE = 0o644;
const SECRET_MODE = 0o600;

/** Takes releases one after the other and keeps none of them in memory. End it with `commit` or `abort`. */
export class OutputWriter {
  /** The first folder that this run had to make. */
  private readonly created: string | undefined;
  private readonly staging: Staging;
  private readonly releases = new Map<string, ReleaseFiles>();
  private readonly changes: Step[] = [];

  constructor(private readonly options: WriterOptions) {
    const { folder } = options;
    this.created = mkdirSync(folder, { recursive: true });
    // Told before anything is rendered.
    readIndex(folder);
    this.staging = new Staging(folder);
  }

  /** Stages the files of one release. Throws when an earlier one has the same name. */
  add(rendered: Pick<Rendered, 'name' | 'objects'>): void {
    if (this.releases.has(rendered.name)) throw new Error(`release ${rendered.name} is rendered twice`);
    const hashes: Record<string, string> = {};
    for (const { path, text, secret } of filesOf(rendered, this.options.layout)) {
      hashes[path] = createHash('sha256').update(text).digest('hex');
      if (this.isOnDisk(path, text, secret)) continue;
      this.changes.push({ path, staged: this.staging.write(text, secret ? SECRET_MODE : MODE) });
    }
    this.releases.set(rendered.name, hashes);
  }

  /** Swaps the staged files in, and removes those that the releases no longer have. */
  commit(): Written {
    const { folder } = this.options;
    let removed: readonly string[];
    try {
      removed = withLock(
        folder,
        () => this.staging.now(),
        () => this.swap(),
      );
    } catch (error) {
      if (!(error instanceof StuckError)) this.abort();
      throw error;
    }
    this.staging.remove();
    for (const path of removed) removeEmpty(dirname(join(folder, path)), join(folder, '/'));
    return this.summary(removed);
  }

  /** Returns what it took away. */
  private swap(): readonly string[] {
    const { folder } = this.options;
    const transaction = new Transaction(folder, this.staging.aside);
    try {
      const before = readIndex(folder);
      this.refuseForeign(before);
      // If this run is killed, the next one knows these files as ours.
      this.record(transaction, this.claim(before));
      const after = this.after(before);
      const ours = pathsOf(after);
      const removed = [...pathsOf(before)].filter((path) => !ours.has(path) && this.exists(path));
      for (const step of [...this.changes, ...removed.map((path): Step => ({ path }))]) transaction.apply(step);
      this.record(transaction, after);
      return removed;
    } catch (error) {
      transaction.rollBack(error);
      throw error;
    }
  }

  /** Forgets everything that was staged. A folder that only this run made goes with it. */
  abort(): void {
    this.staging.remove();
    if (this.created !== undefined) removeEmpty(this.options.folder, this.created);
  }

  private summary(removed: readonly string[]): Written {
    const changed = this.changes.map(({ path }) => path);
    const fresh = new Set(changed);
    const all = [...this.releases.values()].flatMap((files) => Object.keys(files));
    return { changed, unchanged: all.filter((path) => !fresh.has(path)), removed };
  }

  /** The index once everything is in place. */
  private after({ releases }: OutputIndex): OutputIndex {
    const others = this.options.prune ? [] : Object.entries(releases).filter(([name]) => !this.releases.has(name));
    return indexOf(this.options.tool, [...others, ...this.releases]);
  }

  /** The index that also owns the files that are about to come; as it is when none of them is new. */
  private claim(index: OutputIndex): OutputIndex {
    const owned = pathsOf(index);
    if (this.changes.every(({ path }) => owned.has(path))) return index;
    const claimed = [...this.releases].map(([name, files]) => [name, { ...index.releases[name], ...files }] as const);
    return indexOf(index.tool, [...new Map([...Object.entries(index.releases), ...claimed])]);
  }

  private record(transaction: Transaction, index: OutputIndex): void {
    const text = indexText(index);
    if (this.isOnDisk(INDEX_FILE, text, false)) return;
    transaction.apply({ path: INDEX_FILE, staged: this.staging.write(text, MODE) });
  }

  private refuseForeign(index: OutputIndex): void {
    const owned = pathsOf(index);
    const foreign = new Set<string>();
    for (const { path } of this.changes) {
      const parent = dirname(path);
      if (parent !== '.' && this.exists(parent) && !this.stats(parent)?.isDirectory()) foreign.add(parent);
      else if (this.exists(path) && !(owned.has(path) && this.stats(path)?.isFile())) foreign.add(path);
    }
    if (foreign.size === 0) return;
    const names = [...foreign].map((path) => join(this.options.folder, path)).join(', ');
    throw new Error(`not written by this tool, so not overwritten: ${names} (move it away, or choose another folder)`);
  }

  private exists(path: string): boolean {
    return this.stats(path) !== undefined;
  }

  private stats(path: string) {
    return lstatSync(join(this.options.folder, path), { throwIfNoEntry: false });
  }

  /** The file is there with this text; a secret one for nobody but its owner, which a checkout by Git does not keep. */
  private isOnDisk(path: string, text: string, secret: boolean): boolean {
    const stats = this.stats(path);
    if (stats?.isFile() !== true || (secret && (stats.mode & 0o077) !== 0)) return false;
    return readFileSync(join(this.options.folder, path), 'utf8') === text;
  }
}
