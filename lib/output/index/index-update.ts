// The index after a run, and while the run swaps its files in.

import { isInShard, type Shard } from '../../releases/shard';
import type { OutputTree } from '../tree/output-tree';
import {
  indexText,
  isAsRecorded,
  type OutputIndex,
  type Recipe,
  type ReleaseFiles,
  shardedBy,
  type WrittenShards,
} from './output-index';

interface UpdateOptions {
  readonly tool: string;
  /** Removes the releases that this run does not render. */
  readonly prune: boolean;
  /** The only releases that this run renders and removes. Absent: all. */
  readonly shard?: Shard | undefined;
}

/** The index, with the files that a killed run wrote assigned to their releases. */
export function settled(tree: OutputTree, index: OutputIndex): OutputIndex {
  if (index.pending.size === 0) return index;
  const releases = new Map(index.releases);
  for (const [name, files] of index.pending) {
    const known = { ...releases.get(name) };
    for (const [path, hashes] of Object.entries(files)) {
      const text = tree.readIfRegular(path);
      if (text === undefined || (path in known && !isAsRecorded(text, [hashes]))) continue;
      known[path] = hashes;
    }
    if (Object.keys(known).length > 0) releases.set(name, known);
  }
  return { ...index, releases, pending: new Map() };
}

export class IndexUpdate {
  constructor(
    private readonly before: OutputIndex,
    private readonly options: UpdateOptions,
    private readonly releases: ReadonlyMap<string, ReleaseFiles>,
    private readonly recipes: ReadonlyMap<string, Recipe>,
  ) {}

  /** Also lists the files that are about to be written, so that the next run knows them if this one is killed. */
  withPending(): string {
    const { before, releases, options } = this;
    return indexText({ ...before, tool: before.tool || options.tool, pending: releases });
  }

  after(): OutputIndex {
    const { before, options } = this;
    return {
      tool: options.tool,
      releases: this.withOthers(before.releases, this.releases),
      pending: new Map(),
      recipes: this.withOthers(before.recipes, this.recipes),
      shards: this.shards(),
    };
  }

  /** Like `after`, with the files that are no longer rendered but were kept: they stay listed until they are deleted. */
  afterKeeping(kept: readonly string[]): OutputIndex {
    const after = this.after();
    const releases = new Map(after.releases);
    for (const [name, files] of kept.length === 0 ? [] : this.before.releases) {
      const own = Object.entries(files).filter(([path]) => kept.includes(path));
      if (own.length > 0) releases.set(name, { ...releases.get(name), ...Object.fromEntries(own) });
    }
    return { ...after, releases };
  }

  /** What is kept of releases that this run does not render. */
  staying<T>(before: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
    return new Map([...before].filter(([name]) => !this.releases.has(name) && !this.isPruned(name)));
  }

  private isPruned(name: string): boolean {
    const { prune, shard } = this.options;
    return prune && (shard === undefined || isInShard(shardedBy(this.before, name), shard));
  }

  /** A run of another number of shards starts over. */
  private shards(): WrittenShards | undefined {
    const { before, options } = this;
    const { prune, shard } = options;
    if (!shard) return prune ? undefined : before.shards;
    const { of, number } = shard;
    const earlier = before.shards?.of === of ? before.shards.written : [];
    const written = [...new Set([...earlier, number])].sort((a, b) => a - b);
    return written.length === of ? undefined : { of, written };
  }

  /** The entries of this run's releases, and what is kept of the others. */
  private withOthers<T>(before: ReadonlyMap<string, T>, fresh: ReadonlyMap<string, T>): Map<string, T> {
    return new Map([...this.staying(before), ...fresh]);
  }
}
