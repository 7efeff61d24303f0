// What a run has left in a folder.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files below a folder but for the index, relative to it, in order. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.index'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** Their texts by path. */
export const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(filesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
