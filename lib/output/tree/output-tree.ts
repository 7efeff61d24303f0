// The files of an output folder by path, with parts separated by /. No path leads out of the folder.

import type { Stats } from 'node:fs';
import { type Directory, UnsafePathError } from './directory';
import { openRoot, type RootOptions } from './root';

/** Maximum size: of the manifests of one release, or of an index with many releases. */
const MAX_BYTES = 256 * 2 ** 20;

/** Folders that are kept open: those of the staged files, and the one being written. */
const KEPT_OPEN = 8;

interface Place {
  readonly folder: Directory;
  readonly name: string;
}

export class OutputTree {
  /** The most recently used folders, the latest last. */
  private readonly opened = new Map<string, Directory>();

  constructor(readonly root: Directory) {}

  /** `undefined` if there is no such folder. */
  static open(options: RootOptions): OutputTree | undefined {
    const root = openRoot(options);
    return root && new OutputTree(root);
  }

  close(): void {
    for (const folder of this.opened.values()) folder.close();
    this.opened.clear();
    this.root.close();
  }

  /** Absolute, for messages. */
  nameOf(path: string): string {
    return `${this.root.path.replace(/[/\\]$/, '')}/${path}`;
  }

  /** The folder and name of a file that may exist; `undefined` if its folder does not exist. */
  find(path: string): Place | undefined {
    const at = path.lastIndexOf('/');
    const folder = at < 0 ? this.root : this.folder(path.slice(0, at));
    return folder && { folder, name: path.slice(at + 1) };
  }

  place(path: string): Place {
    const found = this.find(path);
    if (found) return found;
    const missing = Object.assign(new Error(`ENOENT: no such folder, open '${this.nameOf(path)}'`), {
      code: 'ENOENT',
      syscall: 'open',
      path: this.nameOf(path),
    });
    throw missing;
  }

  stats(path: string): Stats | undefined {
    const found = this.find(path);
    return found?.folder.stats(found.name);
  }

  /** What is at a path, without following links; a path through something that is not a folder is `other`. */
  entryAt(path: string): 'missing' | 'file' | 'other' {
    try {
      const stats = this.stats(path);
      if (stats === undefined) return 'missing';
      return stats.isFile() ? 'file' : 'other';
    } catch (error) {
      if (error instanceof UnsafePathError || isBlocked(error)) return 'other';
      throw error;
    }
  }

  /** The content of a regular file. */
  readBytes(path: string): Buffer {
    const { folder, name } = this.place(path);
    return folder.read(name, MAX_BYTES);
  }

  read(path: string): string {
    return this.readBytes(path).toString('utf8');
  }

  /** The text of a regular file that is reachable without links; `undefined` otherwise. */
  readIfRegular(path: string): string | undefined {
    try {
      return this.stats(path)?.isFile() ? this.read(path) : undefined;
    } catch (error) {
      if (error instanceof UnsafePathError || isAbsent(error) || isBlocked(error)) return undefined;
      throw error;
    }
  }

  /** Creates a folder and its parents; returns the paths of the created ones, topmost first. */
  makeFolder(path: string): string[] {
    const made: string[] = [];
    const parts = path.split('/');
    for (let count = 1; count <= parts.length; count++) {
      const { folder, name } = this.place(parts.slice(0, count).join('/'));
      if (folder.stats(name) === undefined && folder.makeFolder(name)) made.push(parts.slice(0, count).join('/'));
    }
    return made;
  }

  /** Removes a folder and its parents, as long as they are empty. */
  removeEmptyFolders(path: string): void {
    for (let at = path; at !== '' && at !== '.'; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
      try {
        this.forget(at);
        const found = this.find(at);
        found?.folder.removeFolder(found.name);
      } catch {
        // Not empty.
        return;
      }
    }
  }

  private folder(path: string): Directory | undefined {
    const known = this.opened.get(path);
    if (known) {
      this.opened.delete(path);
      this.opened.set(path, known);
      return known;
    }
    const place = this.find(path);
    const found = place?.folder.find(place.name);
    if (!found) return undefined;
    this.opened.set(path, found);
    for (const [oldest] of this.opened) {
      if (this.opened.size <= KEPT_OPEN) break;
      this.forget(oldest);
    }
    return found;
  }

  private forget(path: string): void {
    this.opened.get(path)?.close();
    this.opened.delete(path);
  }
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** There is a file where a folder is needed. */
const isBlocked = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOTDIR';
