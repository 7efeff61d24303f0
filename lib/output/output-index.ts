// What an output folder holds of ours: the files of each release, so that nothing else is ever touched.

import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../render/layout';
import { readText } from '../values/load';
import { isMap } from '../values/scalar';

/** Not .json or .yaml: `kubectl apply -f` reads every such file of a folder. */
export const INDEX_FILE = '.sandbox-charts.index';

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
  readonly releases: Readonly<Record<string, ReleaseFiles>>;
  /** By release; absent where a program wrote it. */
  readonly recipes: Readonly<Record<string, Recipe>>;
}

/** The index of a folder; an empty one where there is none. Throws when it cannot be read. */
export function readIndex(folder: string): OutputIndex {
  const file = join(folder, INDEX_FILE);
  if (!lstatSync(file, { throwIfNoEntry: false })) return { tool: '', releases: {}, recipes: {} };
  return parseIndex(file, readText(file, file));
}

/** The index that `file` holds. Throws when it is none. */
export function parseIndex(file: string, text: string): OutputIndex {
  try {
    const index = JSON.parse(text) as Omit<OutputIndex, 'recipes'> & Partial<OutputIndex>;
    for (const files of Object.values(index.releases)) {
      for (const path of Object.keys(files)) if (!isInside(path)) throw new Error(`names a file outside: ${path}`);
    }
    const { recipes = {} } = index;
    for (const [release, { chart, flags, inputs }] of Object.entries(recipes)) {
      const isWhole = typeof chart === 'string' && isMap(flags) && isMap(inputs);
      if (!isWhole) throw new Error(`the recipe of ${release} lacks its chart, flags or inputs`);
    }
    return { ...index, recipes };
  } catch (error) {
    throw new Error(`${file} is damaged (${(error as Error).message}): restore it, or empty the folder`);
  }
}

/** The index with other releases in it. They stand by name, so that the same releases give the same bytes. */
export const indexOf = (
  tool: string,
  releases: Iterable<readonly [string, ReleaseFiles]>,
  recipes: Iterable<readonly [string, Recipe]>,
): OutputIndex => ({ tool, releases: byName(releases), recipes: byName(recipes) });

const byName = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

export const indexText = (index: OutputIndex): string => `${JSON.stringify(index, undefined, 2)}\n`;

export const pathsOf = ({ releases }: Pick<OutputIndex, 'releases'>): Set<string> =>
  new Set(Object.values(releases).flatMap((files) => Object.keys(files)));

/** What an earlier run wrote for a release, as far as it is still there. */
export function earlierTexts(folder: string, { releases }: Pick<OutputIndex, 'releases'>, release: string): string[] {
  return Object.keys(releases[release] ?? {})
    .map((path) => join(folder, path))
    .filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => readFileSync(file, 'utf8'));
}

const isInside = (file: string): boolean =>
  file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
