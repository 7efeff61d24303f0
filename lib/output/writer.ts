// Writes rendered releases to a folder: staged first, then swapped in. After a failure, the folder is unchanged.

import type { Shard } from '../releases/shard';
import type { Layout } from '../render/render';
import { IndexUpdate, settled } from './index/index-update';
import { hashesOf } from './index/object-hashes';
import {
  earlierTexts,
  emptyTable,
  indexText,
  isAsRecorded,
  type OutputIndex,
  type Recipe,
  type ReleaseFiles,
  recordedFiles,
} from './index/output-index';
import { readIndex } from './index/parse-index';
import { FolderLock, type LockTiming } from './lock/lock';
import { type Filed, filesOf, type OutputFile } from './release-files';
import { Staging } from './staging';
import {
  type CommitOptions,
  commitAll,
  type Removal,
  type Step,
  type Swap,
  Transaction,
  type Written,
} from './transaction';
import { foreignFiles, INDEX_FILE, isReleaseName } from './tree/file-names';
import { OutputTree } from './tree/output-tree';
import { makeRoot, type RootOptions, removeEmptyRoot } from './tree/root';

export interface WriterOptions extends RootOptions {
  readonly layout: Layout;
  /** Version of this tool, for the index. */
  readonly tool: string;
  /** Removes the files of releases that this run does not render. */
  readonly prune: boolean;
  /** The only releases that this run renders and removes. Absent: all. */
  readonly shard?: Shard | undefined;
  readonly lockTiming?: Partial<LockTiming>;
  /** Throws if this run conflicts with the releases that stay in the folder. `read` returns the text of a file. */
  readonly admit?: (staying: Releases, read: (path: string) => string | undefined) => void;
}

type Releases = ReadonlyMap<string, ReleaseFiles>;

const MODE = 0o644;
const SECRET_MODE = 0o600;

/** Takes releases one by one, and keeps none in memory. End it with `commit` or `abort`. */
export class OutputWriter implements Swap {
  private readonly tree: OutputTree;
  /** The first folder that this run had to create. */
  private readonly created: string | undefined;
  private readonly staging: Staging;
  private readonly transaction: Transaction;
  private lockHeld: FolderLock | undefined;
  /** As it was when this run first read it. */
  private before: OutputIndex | undefined;
  private readonly releases = new Map<string, ReleaseFiles>();
  private readonly recipes = new Map<string, Recipe>();
  private readonly changes: Step[] = [];
  /** As the last commit found it. */
  private found: OutputIndex | undefined;
  private isFinished = false;
  private isClosed = false;

  constructor(private readonly options: WriterOptions) {
    const { root, created } = makeRoot(options);
    this.tree = new OutputTree(root);
    this.created = created;
    try {
      this.staging = new Staging(this.tree);
    } catch (error) {
      this.tree.close();
      if (created !== undefined) removeEmptyRoot(options, created);
      throw error;
    }
    this.transaction = new Transaction(this.tree, this.staging, () => this.demandLock());
  }

  get folder(): string {
    return this.options.folder;
  }

  /**
   * Stages the files of one release; returns the paths of those with credentials. Throws if an earlier release has the
   * same name.
   */
  add(rendered: Filed, recipe?: Recipe): string[] {
    return this.addFiles(rendered.name, filesOf(rendered, this.options.layout), recipe);
  }

  /** The same for a release that was rendered earlier. */
  addFiles(name: string, files: readonly OutputFile[], recipe?: Recipe): string[] {
    if (!isReleaseName(name)) throw new Error(`${JSON.stringify(name)} cannot be the name of a release`);
    if (this.releases.has(name)) throw new Error(`release ${name} is rendered twice`);
    const hashes = emptyTable<string>();
    for (const { path, text, secret } of files) {
      hashes[path] = hashesOf(text);
      // A folder that this run created has no earlier files.
      if (this.created === undefined && this.isOnDisk(path, text, secret)) continue;
      this.changes.push({ path, staged: this.staging.write(text, secret ? SECRET_MODE : MODE) });
    }
    this.releases.set(name, hashes);
    if (recipe) this.recipes.set(name, recipe);
    return files.filter(({ secret }) => secret).map(({ path }) => path);
  }

  /** The texts that an earlier run wrote for a release. */
  earlier(release: string): string[] {
    this.before ??= readIndex(this.tree);
    return earlierTexts(this.tree, this.before, release);
  }

  /** Swaps the staged files in, and removes files that the releases no longer have. */
  async commit(options: CommitOptions = {}): Promise<Written> {
    const [written] = await commitAll([this], options);
    return written as Written;
  }

  /** What the folder contained before the last commit; absent if it was no output folder yet. */
  get previous(): { readonly tool: string; readonly charts: ReadonlySet<string> } | undefined {
    if (!this.found?.tool) return undefined;
    const recipes = [...this.found.recipes.values(), ...this.recipes.values()];
    return { tool: this.found.tool, charts: new Set(recipes.map(({ chart }) => chart)) };
  }

  async lock(options: CommitOptions): Promise<void> {
    this.lockHeld = await FolderLock.acquire({
      ...options,
      tree: this.tree,
      staging: this.staging,
      timing: this.options.lockTiming ?? {},
    });
  }

  unlock(): void {
    this.lockHeld?.release();
    this.lockHeld = undefined;
  }

  swapIn(): Removal {
    this.staging.sweep(() => this.demandLock());
    const found = readIndex(this.tree);
    this.found = found;
    // Before the index replaces them with the files of this run.
    const pending = recordedFiles({ releases: new Map(), pending: found.pending });
    for (const path of pending.keys()) this.transaction.removeEmptyFolder(path);
    const before = settled(this.tree, found);
    const update = new IndexUpdate(before, this.options, this.releases, this.recipes);
    const foreign = foreignFiles(this.tree, this.changes, new Set(recordedFiles(before).keys()), () =>
      this.lockHeld?.keep(),
    );
    if (foreign.length > 0) {
      throw new Error(
        `not written by this tool, so not overwritten: ${foreign.join(', ')} (move it, or choose a different folder)`,
      );
    }
    this.options.admit?.(update.staying(before.releases), (path) => this.tree.readIfRegular(path));
    // If this run is killed, the next one recognizes these files as ours.
    if (this.changes.length > 0) this.record(update.withPending());
    for (const step of this.changes) this.transaction.put(step);
    const removal = this.removeStale(before, update.after());
    this.record(indexText(update.afterKeeping(removal.kept)));
    return removal;
  }

  revert(cause: unknown): void {
    this.demandLock();
    this.transaction.rollBack(cause);
  }

  finish({ removed, kept }: Removal): Written {
    this.isFinished = true;
    const changed = this.changes.map(({ path }) => path);
    const fresh = new Set(changed);
    const all = [...this.releases.values()].flatMap((files) => Object.keys(files));
    return { changed, unchanged: all.filter((path) => !fresh.has(path)), removed, kept };
  }

  /** Deletes everything that was staged, and any folder that this run created. */
  abort(): void {
    this.close();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (!this.transaction.isStuck) this.staging.remove();
    this.tree.close();
    if (this.created !== undefined && !this.isFinished) removeEmptyRoot(this.options, this.created);
  }

  private demandLock(): void {
    if (!this.lockHeld) throw new Error(`${this.folder}: the lock is not held`);
    this.lockHeld.demandHeld();
  }

  private removeStale(before: OutputIndex, after: OutputIndex): Removal {
    const ours = recordedFiles(after);
    const known = recordedFiles(before);
    const removed: string[] = [];
    const kept: string[] = [];
    const stale = [...known.keys()].filter((path) => !ours.has(path));
    for (const path of stale) {
      if (this.tree.entryAt(path) === 'missing') continue;
      const isGone = this.transaction.remove(path, (text) => isAsRecorded(text, known.get(path) ?? []));
      (isGone ? removed : kept).push(path);
    }
    // Also the folders of files that a killed run removed.
    for (const path of stale) this.transaction.removeEmptyFolder(path);
    return { removed, kept };
  }

  private record(index: string): void {
    if (this.isOnDisk(INDEX_FILE, index, false)) return;
    this.transaction.put({ path: INDEX_FILE, staged: this.staging.write(index, MODE) });
  }

  /** Whether the file has this text and, if it is secret, a mode for its owner only, which Git does not preserve. */
  private isOnDisk(path: string, text: string, secret: boolean): boolean {
    if (this.tree.readIfRegular(path) !== text) return false;
    return !secret || ((this.tree.stats(path)?.mode ?? 0) & 0o077) === 0;
  }
}
