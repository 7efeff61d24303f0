// The files that an index lists for each release.

import { parseIndex } from '../../lib/output/index/parse-index';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import type { Layout } from '../../lib/render/render';
import type { TextFiles } from './text-files';

export interface Source {
  readonly source: string;
  readonly text: string;
}

/** The contents of the files; if there is an index, only the files of the selected releases. */
export function textsOf(files: TextFiles, releases: readonly string[] | undefined): Source[] {
  const paths = files.paths.includes(INDEX_FILE) ? ownedPaths(files, releases) : files.paths;
  return paths.map((path) => ({ source: files.nameOf(path), text: files.read(path) }));
}

/** The layout of each release, if there is an index. */
export function layoutsOf(files: TextFiles): [release: string, Layout][] {
  if (!files.paths.includes(INDEX_FILE)) return [];
  const { recipes } = parseIndex(files.nameOf(INDEX_FILE), files.read(INDEX_FILE));
  return [...recipes].map(([release, { layout }]) => [release, layout]);
}

function ownedPaths(files: TextFiles, releases: readonly string[] | undefined): readonly string[] {
  const index = parseIndex(files.nameOf(INDEX_FILE), files.read(INDEX_FILE));
  const present = new Set(files.paths);
  return [...index.releases]
    .filter(([release]) => releases === undefined || releases.includes(release))
    .flatMap(([, owned]) => Object.keys(owned).filter((path) => present.has(path)));
}
