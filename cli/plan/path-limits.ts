// Which files a releases file or an index may use. Both are untrusted, and must not decide which other files of the
// machine are read or written.

import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { workTreeOf } from '../../lib/output/tree/root';
import type { Io } from '../io';

export interface NamedPath {
  /** For messages. */
  readonly named: string;
  /** Absolute. */
  readonly file: string;
}

export class PathLimits {
  private constructor(
    private readonly folders: readonly string[],
    private readonly allowOutside: boolean,
  ) {}

  /** For paths in a releases file: everything in its folder. */
  static ofConfig(io: Io, config: string, allowOutside = false): PathLimits {
    return new PathLimits([dirname(resolve(io.cwd, config))], allowOutside);
  }

  /** For paths in an index: everything in the current folder, the Git work tree, or the parent folder of the output. */
  static ofOutput(io: Io, root: string, allowOutside = false): PathLimits {
    return new PathLimits([io.cwd, workTreeOf(root) ?? dirname(root)], allowOutside);
  }

  isAllowed(file: string): boolean {
    if (this.allowOutside) return true;
    try {
      const real = realPath(file);
      return this.folders.some((folder) => isWithin(real, realPath(folder)) && !isOfGit(real, realPath(folder)));
    } catch {
      return false;
    }
  }

  demandAllowed(paths: readonly NamedPath[]): void {
    const outside = paths.find(({ file }) => !this.isAllowed(file));
    if (!outside) return;
    throw new Error(
      `the index lists an input outside this repository: ${JSON.stringify(outside.named)} (if you trust it, use --allow-outside)`,
    );
  }
}

/** With links resolved as far as the path exists. */
function realPath(file: string, links = 0): string {
  try {
    return realpathSync(file);
  } catch (error) {
    const parent = dirname(file);
    // A loop of links is never allowed.
    if (parent === file || links > MAX_LINKS) throw error;
    const above = realPath(parent, links);
    const target = linkTarget(join(above, basename(file)));
    return target === undefined ? join(above, basename(file)) : realPath(resolve(above, target), links + 1);
  }
}

const MAX_LINKS = 40;

function linkTarget(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** Git's own files: its settings may contain the token of a CI job, and files written there may be executed. */
const isOfGit = (path: string, folder: string): boolean => /(^|[/\\])\.git([/\\]|$)/i.test(relative(folder, path));

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
