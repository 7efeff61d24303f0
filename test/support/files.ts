// The files that a run has left in a folder.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Options {
  /** Including the index. */
  readonly index?: boolean;
}

/** The files below a folder, relative to it, in order. */
export const filesIn = (folder: string, { index = false }: Options = {}): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (index || !entry.name.endsWith('.index')))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** Their contents by path. */
export const textsIn = (folder: string, options: Options = {}): Record<string, string> =>
  Object.fromEntries(filesIn(folder, options).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
