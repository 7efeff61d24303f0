// What an output folder holds of ours: the files of each release, so that nothing else is ever touched.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Not .json or .yaml: `kubectl apply -f` reads every such file of a folder. */
export const INDEX_FILE = '.sandbox-charts.index';

/** The files of one release: path relative to the folder, with / between its parts, and SHA-256 of the content. */
export type ReleaseFiles = Readonly<Record<string, string>>;

export interface OutputIndex {
  /** Version of the tool that wrote the folder. */
  readonly tool: string;
  readonly releases: Readonly<Record<string, ReleaseFiles>>;
}

/** The index of a folder; an empty one where there is none. Throws when it cannot be read. */
export function readIndex(folder: string): OutputIndex {
  let text: string;
  try {
    text = readFileSync(join(folder, INDEX_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { tool: '', releases: {} };
    throw error;
  }
  try {
    const index = JSON.parse(text) as OutputIndex;
    for (const files of Object.values(index.releases)) {
      for (const file of Object.keys(files)) if (!isInside(file)) throw new Error(`names a file outside: ${file}`);
    }
    return index;
  } catch (error) {
    throw new Error(
      `${join(folder, INDEX_FILE)} is damaged (${(error as Error).message}): restore it, or empty the folder`,
    );
  }
}

/** The index with other releases in it. They stand by name, so that the same releases give the same bytes. */
export function indexOf(tool: string, releases: Iterable<readonly [string, ReleaseFiles]>): OutputIndex {
  return { tool, releases: Object.fromEntries([...releases].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

export const indexText = (index: OutputIndex): string => `${JSON.stringify(index, undefined, 2)}\n`;

export const pathsOf = ({ releases }: Pick<OutputIndex, 'releases'>): Set<string> =>
  new Set(Object.values(releases).flatMap((files) => Object.keys(files)));

const isInside = (file: string): boolean =>
  file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
