// Creates and removes folders together with their parents.

import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates `folder` and its missing parents, and returns the topmost folder that it created.
 *
 * Node's `recursive` option never returns on file systems that report a new folder as missing, such as `/proc`.
 */
export function makeFolder(folder: string, mode?: number): string | undefined {
  if (isFolder(folder)) return undefined;
  const parent = dirname(folder);
  const top = parent === folder ? undefined : makeFolder(parent, mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    // Another run may have created it in the meantime.
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

/** Removes `folder` and its parents up to `top`, as long as they are empty. */
export function removeEmpty(folder: string, top: string): void {
  for (let current = folder; current.startsWith(top); current = dirname(current)) {
    try {
      rmdirSync(current);
    } catch {
      // Not empty.
      return;
    }
  }
}
