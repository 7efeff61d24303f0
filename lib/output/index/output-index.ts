// The index of an output folder: which files belong to each release, so that no other file is ever touched.

import type { Layout } from '../../render/render';
import type { OutputTree } from '../tree/output-tree';
import { isAsHashed } from './object-hashes';

/** The files of one release: path relative to the folder, parts separated by /, with the hashes of the file's objects. */
export type ReleaseFiles = Readonly<Record<string, string>>;

/** How to render a release again. Paths are relative to the output folder, with parts separated by /. */
export interface Recipe {
  readonly chart: string;
  readonly layout: Layout;
  /** The release that the files deliver with Argo CD or Flux; absent if they are the release's manifests. */
  readonly delivers?: string;
  /** The flags of `synth`, by their names in `SynthFlags`, without any secret value. */
  readonly flags: Readonly<Record<string, string | readonly string[]>>;
  /** SHA-256 of each input file. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Why it cannot be rendered again; absent if it can. */
  readonly unreproducible?: string;
}

/** The shards that were written so far, of a folder that is written in shards. */
export interface WrittenShards {
  /** Number of shards. */
  readonly of: number;
  /** The numbers of the written ones, ascending. */
  readonly written: readonly number[];
}

export interface OutputIndex {
  /** Version of the tool that wrote the folder. */
  readonly tool: string;
  readonly releases: ReadonlyMap<string, ReleaseFiles>;
  /** Files that a run was about to write. Empty unless that run was killed. */
  readonly pending: ReadonlyMap<string, ReleaseFiles>;
  /** By release; absent if a program wrote it through the library. */
  readonly recipes: ReadonlyMap<string, Recipe>;
  /** Absent if the folder was written as a whole, or by all shards. */
  readonly shards?: WrittenShards | undefined;
}

/** The release that decides to which shard an entry of the index belongs: with delivery objects, the delivered one. */
export const shardedBy = ({ recipes }: Pick<OutputIndex, 'recipes'>, entry: string): string =>
  recipes.get(entry)?.delivers ?? entry;

/** The index as text. Releases are sorted by name, so that the same releases give the same bytes. */
export function indexText({ tool, releases, pending, recipes, shards }: OutputIndex): string {
  const index = {
    tool,
    ...(shards ? { shards } : {}),
    releases: byName(releases),
    ...(pending.size > 0 ? { pending: byName(pending) } : {}),
    recipes: byName(recipes),
  };
  return `${JSON.stringify(index, undefined, 2)}\n`;
}

function byName<T>(entries: ReadonlyMap<string, T>): Record<string, T | undefined> {
  const sorted = emptyTable<T | undefined>();
  for (const name of [...entries.keys()].sort()) sorted[name] = entries.get(name);
  return sorted;
}

/** A map for many different keys: without a prototype, V8 does not make a hidden class for each of them. */
export const emptyTable = <T>(): Record<string, T> => Object.create(null);

/** All recorded files, with the hashes that each may have. */
export function recordedFiles({ releases, pending }: Pick<OutputIndex, 'releases' | 'pending'>): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const release of [...releases.values(), ...pending.values()]) {
    for (const [path, hashes] of Object.entries(release)) files.set(path, [...(files.get(path) ?? []), hashes]);
  }
  return files;
}

/** Whether a text is what an earlier run wrote, except for line endings, which Git may have changed. */
export const isAsRecorded = (text: string, hashes: readonly string[]): boolean =>
  hashes.some((recorded) => isAsHashed(text.replaceAll('\r\n', '\n'), recorded));

/** The files that an earlier run wrote for a release, as far as they still exist. */
export const earlierTexts = (
  tree: OutputTree,
  { releases }: Pick<OutputIndex, 'releases'>,
  release: string,
): string[] => Object.keys(releases.get(release) ?? {}).flatMap((path) => tree.readIfRegular(path) ?? []);
