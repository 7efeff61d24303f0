// What a run has left in a folder.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files below a folder but for the index, relative to it, in order. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.index'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
