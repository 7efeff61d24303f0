// An open folder whose entries are accessed without following symbolic links.
//
// On Linux, an entry is accessed through the open descriptor (/proc/self/fd/N/name), so replacing a parent folder with a
// link has no effect. Elsewhere Node has no such path: the folder and its parents are compared with the opened ones
// before and after each operation. A link that is swapped in and out between the two checks goes undetected there.

import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** A path that must not be followed, read or written. */
export class UnsafePathError extends Error {
  override readonly name = 'UnsafePathError';
}

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = constants;
// Missing on Windows, where creating links requires privileges.
const { O_DIRECTORY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

const DESCRIPTORS = '/proc/self/fd';
/** `node:os` is loaded here because printing needs no folder. */
const hasDescriptorPaths = (): boolean =>
  (require('node:os') as typeof import('node:os')).platform() === 'linux' && existsSync(DESCRIPTORS);

/** This tool never nests folders deeper than this. */
const MAX_DEPTH = 3;

/** How a folder is accessed. */
type Access =
  | { readonly descriptor: number }
  | { readonly parent: Directory | undefined; readonly dev: number; readonly ino: number };

export class Directory {
  private constructor(
    /** Its name in messages. */
    readonly path: string,
    private readonly access: Access,
  ) {}

  /** Opens a folder that the user named. Links in its path are followed, because the user chose them. */
  static open(path: string): Directory {
    if (hasDescriptorPaths()) return new Directory(path, { descriptor: openSync(path, O_RDONLY | O_DIRECTORY) });
    const { dev, ino } = statSync(path);
    readdirSync(path);
    return new Directory(path, { parent: undefined, dev, ino });
  }

  close(): void {
    if ('descriptor' in this.access) closeSync(this.access.descriptor);
  }

  /** Throws `UnsafePathError` for a symbolic link, ENOTDIR for another file, ENOENT for nothing. */
  open(name: string): Directory {
    const path = join(this.path, name);
    const { access } = this;
    if (this.stats(name)?.isSymbolicLink()) throw symbolicLink(path);
    return this.run(name, (target) => {
      if ('descriptor' in access) {
        return new Directory(path, { descriptor: openSync(target, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) });
      }
      readdirSync(target);
      const { dev, ino } = lstatSync(target);
      return new Directory(path, { parent: this, dev, ino });
    });
  }

  /** Like `open`, but `undefined` if it does not exist. */
  find(name: string): Directory | undefined {
    return this.stats(name) === undefined ? undefined : this.open(name);
  }

  /** Whether this call created it. */
  makeFolder(name: string, mode?: number): boolean {
    try {
      this.run(name, (target) => mkdirSync(target, mode));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    }
  }

  names(): string[] {
    return this.run(undefined, (target) => readdirSync(target));
  }

  /** Of the entry itself, even if it is a link. */
  stats(name: string): Stats | undefined {
    return this.run(name, (target) => lstatSync(target, { throwIfNoEntry: false }));
  }

  /** Reads a regular file of at most `limit` bytes. */
  read(name: string, limit: number): Buffer {
    const path = join(this.path, name);
    const found = this.stats(name);
    if (found?.isSymbolicLink()) throw symbolicLink(path);
    // Opening a device or a socket may have side effects, and opening a pipe blocks.
    if (found && !found.isFile()) throw notRegular(path, found);
    return this.run(name, (target) => {
      const file = openSync(target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      try {
        const stats = fstatSync(file);
        if (!stats.isFile()) throw notRegular(path, stats);
        if (stats.size > limit) throw new UnsafePathError(`${path} is larger than ${limit >> 20} MiB`);
        return readFileSync(file);
      } finally {
        closeSync(file);
      }
    });
  }

  /** Creates a file; EEXIST if the name exists. */
  create(name: string, content: string | Buffer, mode: number): void {
    this.run(name, (target) => {
      const file = openSync(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
      try {
        writeFileSync(file, content);
      } catch (error) {
        unlinkSync(target);
        throw error;
      } finally {
        closeSync(file);
      }
    });
  }

  /** Replaces an existing entry, unless it is a folder. */
  rename(name: string, to: Directory, newName: string): void {
    this.run(name, (from) => to.run(newName, (target) => renameSync(from, target)));
  }

  /** EEXIST if the new name exists. */
  link(name: string, to: Directory, newName: string): void {
    this.run(name, (from) => to.run(newName, (target) => linkSync(from, target)));
  }

  unlink(name: string): void {
    this.run(name, unlinkSync);
  }

  /** Sets the times of the entry itself to now. */
  touch(name: string): void {
    const time = new Date();
    this.run(name, (target) => lutimesSync(target, time, time));
  }

  removeFolder(name: string): void {
    this.run(name, (target) => rmdirSync(target));
  }

  /** Removes a file, or a folder with its contents. Links are removed, not followed. */
  removeAll(name: string, depth = MAX_DEPTH): void {
    const found = this.stats(name);
    if (found === undefined) return;
    if (!found.isDirectory()) {
      this.unlink(name);
      return;
    }
    if (depth === 0) throw new UnsafePathError(`${join(this.path, name)} was not created by this tool`);
    const folder = this.open(name);
    try {
      for (const entry of folder.names()) folder.removeAll(entry, depth - 1);
    } finally {
      folder.close();
    }
    this.removeFolder(name);
  }

  private run<T>(name: string | undefined, work: (target: string) => T): T {
    const { access } = this;
    const base = 'descriptor' in access ? `${DESCRIPTORS}/${access.descriptor}` : this.path;
    if (name !== undefined && !isEntryName(name)) throw new UnsafePathError(`not a file name: ${JSON.stringify(name)}`);
    this.demandUnchanged();
    try {
      return work(name === undefined ? base : `${base}/${name}`);
    } catch (error) {
      throw named(error, base, this.path, name);
    } finally {
      this.demandUnchanged();
    }
  }

  /** Without a descriptor: checks that this folder and its parents are still those that were opened. */
  private demandUnchanged(): void {
    const { access, path } = this;
    if ('descriptor' in access) return;
    access.parent?.demandUnchanged();
    const found = access.parent ? lstatSync(path) : statSync(path);
    if (!found.isDirectory() || found.ino !== access.ino || found.dev !== access.dev) {
      throw new UnsafePathError(`${path} was replaced while it was in use`);
    }
  }
}

const isEntryName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);

const symbolicLink = (path: string) =>
  new UnsafePathError(`${path} is a symbolic link, and links in an output folder are not followed`);

const notRegular = (path: string, stats: Stats) =>
  new UnsafePathError(`${path} is ${stats.isDirectory() ? 'a folder' : 'a special file'} (expected a regular file)`);

/** The same error with the path that the user knows. */
function named(error: unknown, base: string, path: string, name: string | undefined): unknown {
  const { path: failed, message } = error as NodeJS.ErrnoException;
  if (failed === undefined || !failed.startsWith(base)) return error;
  return Object.assign(error as NodeJS.ErrnoException, {
    path: name === undefined ? path : join(path, name),
    message: message.replaceAll(base, path),
  });
}
