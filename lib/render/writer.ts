// Puts rendered releases into a folder: built beside, then swapped in; on failure the folder is as it was.

import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, type Layout } from './files';
import { INDEX_FILE, indexText, type OutputIndex, type Recipe, type ReleaseFiles, readIndex } from './output-index';
import type { Rendered } from './render';

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
/** Inside the folder, so that every rename stays within one file system. */
const STAGING_PREFIX = '.sandbox-charts.tmp-';

/** Takes releases one after the other and keeps none of them in memory. End it with `commit` or `abort`. */
export class OutputWriter {
  private readonly created: string | undefined;
  private readonly staging: string;
  private readonly before: OutputIndex;
  private readonly releases = new Map<string, ReleaseFiles>();
  private readonly recipes = new Map<string, Recipe>();
  private readonly swaps: Swap[] = [];
  private readonly folders = new Set<string>();
  /** What takes each step of the swap back. */
  private readonly done: (() => void)[] = [];

  constructor(private readonly options: WriterOptions) {
    const { folder } = options;
    this.created = mkdirSync(folder, { recursive: true });
    this.before = readIndex(folder);
    this.staging = mkdtempSync(join(folder, STAGING_PREFIX));
  }

  /** Stages the files of one release. Throws when an earlier one has the same name. */
  add(rendered: Pick<Rendered, 'name' | 'objects'>, recipe?: Recipe): void {
    if (this.releases.has(rendered.name)) throw new Error(`release ${rendered.name} is rendered twice`);
    const hashes: Record<string, string> = {};
    for (const { path, text, secret } of filesOf(rendered, this.options.layout)) {
      const mode = secret ? SECRET_MODE : MODE;
      hashes[path] = createHash('sha256').update(text).digest('hex');
      const target = join(this.options.folder, path);
      if (this.isOnDisk(target, text) && !(secret && isOpen(target))) continue;
      const staged = join(this.staging, 'new', path);
      this.makeFolder(dirname(staged));
      writeFileSync(staged, text, { mode });
      this.swaps.push({ path, staged });
    }
    this.releases.set(rendered.name, hashes);
    if (recipe) this.recipes.set(rendered.name, recipe);
  }

  /** The texts that an earlier run wrote for a release. */
  earlier(release: string): string[] {
    return Object.keys(this.before.releases[release] ?? {})
      .filter((path) => this.exists(path) && this.isFile(path))
      .map((path) => readFileSync(join(this.options.folder, path), 'utf8'));
  }

  /** Swaps the staged files in, and removes those that the releases no longer have. */
  commit(): Written {
    const written = this.swapIn();
    this.finish(written);
    return written;
  }

  /** As `commit`, but everything can still be put back. */
  swapIn(): Written {
    try {
      this.refuseForeign();
      const { releases, recipes = {} } = this.before;
      const after: OutputIndex = {
        tool: this.options.tool,
        releases: this.withKept(releases, this.releases),
        recipes: this.withKept(recipes, this.recipes),
      };
      const current = pathsOf(after);
      const removed = [...pathsOf(this.before)].filter((path) => !current.has(path) && this.exists(path));
      const index = indexText(after);
      const steps = [...this.swaps, ...removed.map((path): Swap => ({ path }))];
      if (!this.isOnDisk(join(this.options.folder, INDEX_FILE), index)) {
        const staged = join(this.staging, 'index');
        writeFileSync(staged, index, { mode: MODE });
        steps.push({ path: INDEX_FILE, staged });
      }
      this.swap(steps);
      const changed = this.swaps.map(({ path }) => path);
      const fresh = new Set(changed);
      const unchanged = [...this.releases.values()]
        .flatMap((files) => Object.keys(files))
        .filter((path) => !fresh.has(path));
      return { changed, unchanged, removed };
    } catch (error) {
      this.abort();
      throw error;
    }
  }

  /** What this run says of its releases, with what stays of the others. */
  private withKept<T>(before: Readonly<Record<string, T>>, fresh: ReadonlyMap<string, T>): Record<string, T> {
    const others = Object.entries(before).filter(([name]) => !this.releases.has(name));
    return Object.fromEntries([...(this.options.prune ? [] : others), ...fresh].sort(byName));
  }

  /** Ends what `swapIn` began. */
  finish({ removed }: Written): void {
    for (const path of removed) this.dropEmptyFolders(dirname(path));
    this.clean();
  }

  /** Puts everything back that `swapIn` has replaced or removed. */
  revert(): void {
    for (const undo of this.done.splice(0).reverse()) undo();
    this.abort();
  }

  /** Forgets everything that was staged. */
  abort(): void {
    this.clean();
    // A folder that only this run made goes with it.
    if (this.created) rmSync(this.created, { recursive: true, force: true });
  }

  private clean(): void {
    rmSync(this.staging, { recursive: true, force: true });
  }

  /** Every step or none: what is replaced or removed moves aside first, and back when a later step fails. */
  private swap(steps: readonly Swap[]): void {
    const { done } = this;
    try {
      for (const [number, { path, staged }] of steps.entries()) {
        const target = join(this.options.folder, path);
        if (this.exists(path)) {
          const aside = join(this.staging, 'old', String(number));
          this.makeFolder(dirname(aside));
          renameSync(target, aside);
          done.push(() => renameSync(aside, target));
        }
        if (staged === undefined) continue;
        const made = this.makeFolder(dirname(target));
        if (made) done.push(() => rmSync(made, { recursive: true, force: true }));
        renameSync(staged, target);
        done.push(() => rmSync(target));
      }
    } catch (error) {
      for (const undo of done.splice(0).reverse()) undo();
      throw error;
    }
  }

  /** Asks the disk once for each folder. Returns the first one that had to be made. */
  private makeFolder(folder: string): string | undefined {
    if (this.folders.has(folder)) return undefined;
    this.folders.add(folder);
    return mkdirSync(folder, { recursive: true });
  }

  private refuseForeign(): void {
    const owned = pathsOf(this.before);
    const foreign = this.swaps
      .map(({ path }) => path)
      .filter((path) => this.exists(path) && !(owned.has(path) && this.isFile(path)));
    if (foreign.length === 0) return;
    const names = foreign.map((path) => join(this.options.folder, path)).join(', ');
    throw new Error(`not written by this tool, so not overwritten: ${names} (move it away, or choose another folder)`);
  }

  private exists(path: string): boolean {
    return lstatSync(join(this.options.folder, path), { throwIfNoEntry: false }) !== undefined;
  }

  private isFile(path: string): boolean {
    return lstatSync(join(this.options.folder, path)).isFile();
  }

  private isOnDisk(file: string, text: string): boolean {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
    return readFileSync(file, 'utf8') === text;
  }

  private dropEmptyFolders(folder: string): void {
    if (folder === '.') return;
    try {
      rmdirSync(join(this.options.folder, folder));
    } catch {
      // Something else is in it, and stays.
      return;
    }
    this.dropEmptyFolders(dirname(folder));
  }
}

/** Commits every writer or none. */
export function commitAll(writers: readonly OutputWriter[]): Written[] {
  const swapped: OutputWriter[] = [];
  try {
    const written = writers.map((writer) => {
      const result = writer.swapIn();
      swapped.push(writer);
      return result;
    });
    for (const [index, result] of written.entries()) writers[index]?.finish(result);
    return written;
  } catch (error) {
    for (const writer of swapped) writer.revert();
    for (const writer of writers) writer.abort();
    throw error;
  }
}

/** One file to put in place, or, without a staged file, to take away. */
interface Swap {
  readonly path: string;
  readonly staged?: string;
}

/** Others than the owner may read the file, as after a checkout by Git. */
const isOpen = (file: string): boolean => (statSync(file).mode & 0o077) !== 0;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const pathsOf = ({ releases }: OutputIndex): Set<string> =>
  new Set(Object.values(releases).flatMap((files) => Object.keys(files)));
