// Finds or creates an output folder. A repository must not decide where its files go, so no symbolic link below the
// current folder, the releases file's folder or the Git work tree is followed. Links above those are the user's own.

import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Directory } from './directory';

export interface RootOptions {
  /** Absolute path of the output folder. */
  readonly folder: string;
  /** Folders below which no link is followed. Default: the parent of the output folder. */
  readonly bases?: readonly string[];
}

export interface MadeRoot {
  readonly root: Directory;
  /** Absolute path of the first folder that had to be created. */
  readonly created: string | undefined;
}

/** `undefined` if there is no such folder. */
export function openRoot({ folder, bases }: RootOptions): Directory | undefined {
  const base = baseOf(folder, bases);
  if (!existsSync(base)) return undefined;
  let at = Directory.open(base);
  for (const name of stepsTo(base, folder)) {
    const next = findIn(at, name);
    at.close();
    if (!next) return undefined;
    at = next;
  }
  return at;
}

/** The folder, created if it is missing. */
export function makeRoot({ folder, bases }: RootOptions): MadeRoot {
  const base = baseOf(folder, bases);
  let created = makeFolder(base);
  let at = Directory.open(base);
  for (const name of stepsTo(base, folder)) {
    try {
      if (at.stats(name) === undefined && at.makeFolder(name)) created ??= join(at.path, name);
      const next = at.open(name);
      at.close();
      at = next;
    } catch (error) {
      at.close();
      if (created !== undefined) removeEmptyRoot({ folder: at.path, bases: [base] }, created);
      throw error;
    }
  }
  return { root: at, created };
}

/** Removes the output folder and its parents up to `created`, as long as they are empty. */
export function removeEmptyRoot({ folder, bases }: RootOptions, created: string): void {
  for (let at = folder; at === created || isBelow(at, created); at = dirname(at)) {
    const parent = openRoot({ folder: dirname(at), bases: bases ?? [dirname(folder)] });
    try {
      parent?.removeFolder(at.slice(dirname(at).length).replace(/^[/\\]/, ''));
    } catch {
      // Not empty.
      return;
    } finally {
      parent?.close();
    }
  }
}

function findIn(parent: Directory, name: string): Directory | undefined {
  try {
    return parent.find(name);
  } catch (error) {
    parent.close();
    throw error;
  }
}

/** The topmost folder below which links are rejected. */
function baseOf(folder: string, bases: readonly string[] = [dirname(folder)]): string {
  // Also the outer work trees: a link in one of them may lead into another one.
  const above = [...bases, ...workTreesOf(folder)].filter((base) => base === folder || isBelow(folder, base));
  return above.sort((a, b) => a.length - b.length)[0] ?? folder;
}

/** The nearest folder, from this one up, that is a Git work tree. */
export const workTreeOf = (folder: string): string | undefined => workTreesOf(folder).next().value ?? undefined;

function* workTreesOf(folder: string): Generator<string, undefined> {
  for (let at = folder; ; at = dirname(at)) {
    // In a linked work tree, `.git` is a file.
    if (existsSync(join(at, '.git'))) yield at;
    if (dirname(at) === at) return undefined;
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way);
}

const stepsTo = (base: string, folder: string): string[] => relative(base, folder).split(sep).filter(Boolean);

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
