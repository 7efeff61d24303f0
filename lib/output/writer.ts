// Puts rendered releases into a folder: built beside, then swapped in; on failure the folder is as it was.

import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Layout } from '../render/layout';
import { commitAll, type Swap, type Written } from './commit';
import { makeFolder, removeEmpty } from './folders';
import { withLock } from './lock';
import { hashesOf } from './object-hashes';
import {
  earlierTexts,
  INDEX_FILE,
  indexOf,
  indexText,
  type OutputIndex,
  pathsOf,
  type Recipe,
  type ReleaseFiles,
  readIndex,
} from './output-index';
import { type Filed, filesOf } from './release-files';
import { Staging } from './staging';
import { type Step, Transaction } from './transaction';

export interface WriterOptions {
  /** Absolute path of the output folder; it is created when it is missing. */
  readonly folder: string;
  readonly layout: Layout;
  /** Version of this tool, for the index. */
  readonly tool: string;
  /** Removes the files of releases that this run does not render. */
  readonly prune: boolean;
}

/** What the writer of another thread has staged for the same folder. */
export interface Staged {
  readonly folder: string;
  /** Folder of the staged files. */
  readonly root: string;
  /** The first folder that had to be made. */
  readonly created: string | undefined;
  readonly releases: readonly (readonly [string, ReleaseFiles])[];
  readonly recipes: readonly (readonly [string, Recipe])[];
  readonly changes: readonly Step[];
}

const MODE = 0o644;
const SECRET_MODE = 0o600;

/** Takes releases one after the other and keeps none of them in memory. End it with `commit` or `abort`. */
export class OutputWriter implements Swap {
  /** The first folder that this run had to make. */
  private readonly created: string | undefined;
  private readonly staging: Staging;
  private readonly transaction: Transaction;
  /** As it was when this run first asked for it. */
  private before: OutputIndex | undefined;
  private readonly releases = new Map<string, ReleaseFiles>();
  private readonly recipes = new Map<string, Recipe>();
  private readonly changes: Step[] = [];
  private readonly adopted: Staged[] = [];

  constructor(private readonly options: WriterOptions) {
    const { folder } = options;
    this.created = makeFolder(folder);
    this.staging = new Staging(folder);
    this.transaction = new Transaction(folder, this.staging.aside);
  }

  get folder(): string {
    return this.options.folder;
  }

  /**
   * Stages the files of one release; returns the paths of those that hold credentials. Throws when an earlier one has
   * the same name.
   */
  add(rendered: Filed, recipe?: Recipe): string[] {
    if (this.releases.has(rendered.name)) throw new Error(`release ${rendered.name} is rendered twice`);
    const hashes: Record<string, string> = {};
    const files = filesOf(rendered, this.options.layout);
    for (const { path, text, secret } of files) {
      hashes[path] = hashesOf(text);
      if (this.isOnDisk(path, text, secret)) continue;
      this.changes.push({ path, staged: this.staging.write(text, secret ? SECRET_MODE : MODE) });
    }
    this.releases.set(rendered.name, hashes);
    if (recipe) this.recipes.set(rendered.name, recipe);
    return files.filter(({ secret }) => secret).map(({ path }) => path);
  }

  /** What another writer is to commit in place of this one. */
  handOver(): Staged {
    const { folder, created, changes } = this;
    return {
      folder,
      root: this.staging.root,
      created,
      releases: [...this.releases],
      recipes: [...this.recipes],
      changes,
    };
  }

  /** Commits what another writer has staged as its own. */
  takeOver(staged: Staged): void {
    for (const [name, files] of staged.releases) this.releases.set(name, files);
    for (const [name, recipe] of staged.recipes) this.recipes.set(name, recipe);
    for (const change of staged.changes) this.changes.push(change);
    this.adopted.push(staged);
  }

  /** The texts that an earlier run wrote for a release. */
  earlier(release: string): string[] {
    this.before ??= readIndex(this.options.folder);
    return earlierTexts(this.options.folder, this.before, release);
  }

  /** Swaps the staged files in, and removes those that the releases no longer have. */
  commit(): Written {
    const [written] = commitAll([this]);
    return written as Written;
  }

  /** Does `work` while no other run swaps files of the same folder. */
  locked<T>(work: () => T): T {
    return withLock(this.options.folder, () => this.staging.now(), work);
  }

  /** As `commit`, but everything can still be put back. Returns what it took away. */
  swapIn(): readonly string[] {
    const before = readIndex(this.options.folder);
    this.refuseForeign(before);
    // If this run is killed, the next one knows these files as ours.
    this.record(this.claim(before));
    const after = this.after(before);
    const ours = pathsOf(after);
    const removed = [...pathsOf(before)].filter((path) => !ours.has(path) && this.exists(path));
    for (const step of [...this.changes, ...removed.map((path): Step => ({ path }))]) this.transaction.apply(step);
    this.record(after);
    return removed;
  }

  /** Puts everything back that `swapIn` has replaced or removed. */
  revert(cause: unknown): void {
    this.transaction.rollBack(cause);
  }

  /** Ends what `swapIn` began. */
  finish(removed: readonly string[]): Written {
    const { folder } = this.options;
    this.removeStaged();
    for (const path of removed) removeEmpty(dirname(join(folder, path)), join(folder, '/'));
    return this.summary(removed);
  }

  /** Forgets everything that was staged. A folder that only this run made goes with it. */
  abort(): void {
    this.removeStaged();
    if (this.created !== undefined) removeEmpty(this.options.folder, this.created);
  }

  private removeStaged(): void {
    this.staging.remove();
    for (const staged of this.adopted) discard(staged);
  }

  private summary(removed: readonly string[]): Written {
    const changed = this.changes.map(({ path }) => path);
    const fresh = new Set(changed);
    const all = [...this.releases.values()].flatMap((files) => Object.keys(files));
    return { changed, unchanged: all.filter((path) => !fresh.has(path)), removed };
  }

  /** The index once everything is in place. */
  private after({ releases, recipes }: OutputIndex): OutputIndex {
    return indexOf(this.options.tool, this.withKept(releases, this.releases), this.withKept(recipes, this.recipes));
  }

  /** What this run says of its releases, with what stays of the others. */
  private withKept<T>(before: Readonly<Record<string, T>>, fresh: ReadonlyMap<string, T>): [string, T][] {
    const others = Object.entries(before).filter(([name]) => !this.releases.has(name));
    return [...(this.options.prune ? [] : others), ...fresh];
  }

  /** The index that also owns the files that are about to come; as it is when none of them is new. */
  private claim(index: OutputIndex): OutputIndex {
    const owned = pathsOf(index);
    if (this.changes.every(({ path }) => owned.has(path))) return index;
    const claimed = [...this.releases].map(([name, files]) => [name, { ...index.releases[name], ...files }] as const);
    const releases = new Map([...Object.entries(index.releases), ...claimed]);
    return indexOf(index.tool, releases, Object.entries(index.recipes));
  }

  private record(index: OutputIndex): void {
    const text = indexText(index);
    if (this.isOnDisk(INDEX_FILE, text, false)) return;
    this.transaction.apply({ path: INDEX_FILE, staged: this.staging.write(text, MODE) });
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

/** Forgets what another writer has staged. */
export function discard({ folder, root, created }: Pick<Staged, 'folder' | 'root' | 'created'>): void {
  rmSync(root, { recursive: true, force: true });
  if (created !== undefined) removeEmpty(folder, created);
}
