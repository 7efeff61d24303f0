// What an output folder holds of ours: the files of each release, so that nothing else is ever touched.

import type { Layout } from '../render/layout';
import { isAsHashed } from './object-hashes';
import type { OutputTree } from './output-tree';

/** The files of one release: path relative to the folder, with / between its parts, and the hashes of the objects in it. */
export type ReleaseFiles = Readonly<Record<string, string>>;

/** How to render a release again. Paths are relative to the output folder, with / between their parts. */
export interface Recipe {
  readonly chart: string;
  readonly layout: Layout;
  /** The release that the files tell Argo CD or Flux of; absent where they are its manifests. */
  readonly delivers?: string;
  /** The flags of `synth`, by their names in `SynthFlags`, without any secret value. */
  readonly flags: Readonly<Record<string, string | readonly string[]>>;
  /** SHA-256 of each file that was read. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Why it cannot be rendered again; absent when it can. */
  readonly unreproducible?: string;
}

export interface OutputIndex {
  /** Version of the tool that wrote the folder. */
  readonly tool: string;
  readonly releases: ReadonlyMap<string, ReleaseFiles>;
  /** Files that a run was about to write. Empty unless it was killed. */
  readonly pending: ReadonlyMap<string, ReleaseFiles>;
  /** By release; absent where a program wrote it. */
  readonly recipes: ReadonlyMap<string, Recipe>;
}

/** As a file. Releases are in the order of their names, so that the same releases give the same bytes. */
export function indexText({ tool, releases, pending, recipes }: OutputIndex): string {
  const index = {
    tool,
    releases: byName(releases),
    ...(pending.size > 0 ? { pending: byName(pending) } : {}),
    recipes: byName(recipes),
  };
  return `${JSON.stringify(index, undefined, 2)}\n`;
}

const byName = <T>(entries: ReadonlyMap<string, T>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Every file that is recorded, with the hashes that it may have. */
export function recordedFiles({ releases, pending }: Pick<OutputIndex, 'releases' | 'pending'>): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const release of [...releases.values(), ...pending.values()]) {
    for (const [path, hashes] of Object.entries(release)) files.set(path, [...(files.get(path) ?? []), hashes]);
  }
  return files;
}

/** Whether a text is as an earlier run wrote it, but for the line ends that Git may have changed. */
export const isAsRecorded = (text: string, hashes: readonly string[]): boolean =>
  hashes.some((recorded) => isAsHashed(text.replaceAll('\r\n', '\n'), recorded));

/** What an earlier run wrote for a release, as far as it is still there. */
export const earlierTexts = (
  tree: OutputTree,
  { releases }: Pick<OutputIndex, 'releases'>,
  release: string,
): string[] => Object.keys(releases.get(release) ?? {}).flatMap((path) => tree.readIfRegular(path) ?? []);
