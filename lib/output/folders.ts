// Folders made and removed together with those above them.

import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes `folder` and what is missing above it, and returns the topmost one that it made.
 *
 * Node's own `recursive` never returns where a file system says of a new folder that it does not exist, as `/proc` does.
 */
export function makeFolder(folder: string, mode?: number): string | undefined {
  if (isFolder(folder)) return undefined;
  const parent = dirname(folder);
  const top = parent === folder ? undefined : makeFolder(parent, mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    // Another run may have made it meanwhile.
    if (isFolder(folder)) return top;
    throw error;
  }
  return top ?? folder;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Removes `folder` and the folders above it up to `top`, as long as nothing is in them. */
export function removeEmpty(folder: string, top: string): void {
  for (let current = folder; current.startsWith(top); current = dirname(current)) {
    try {
      rmdirSync(current);
    } catch {
      // Something else is in it, and stays.
      return;
    }
  }
}
