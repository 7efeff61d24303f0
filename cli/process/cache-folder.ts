// The folder of the code cache, which only this user and root can change.

import { existsSync, lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

const NAME = 'sandbox-charts';

/** The properties of a process that determine where its cache is. */
export interface CacheOwner {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: () => string;
  /** Effective user ID; absent on Windows, where file modes do not show who can write. */
  readonly uid: number | undefined;
}

/**
 * The folder for caches. `undefined` unless it is certainly safe to run code from it. `make` is called for the folders that
 * must exist.
 */
export function cacheFolder(
  { env, cwd, uid }: CacheOwner,
  make: (folder: string) => void = () => undefined,
): string | undefined {
  try {
    const named = baseFolder(env);
    if (uid === undefined || named === undefined) return undefined;
    make(named);
    const base = realpathSync.native(named);
    const folder = `${base}${sep}${NAME}`;
    if (!isProtected(base, uid) || isInProject(base, realpathSync.native(cwd()), env)) return undefined;
    make(folder);
    return isPrivate(lstatSync(folder), uid) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether only `uid` can read or write it. A checkout by Git never has this mode by accident. */
export const isPrivate = ({ uid: owner, mode }: Stats, uid: number): boolean => owner === uid && (mode & 0o077) === 0;

/** According to the XDG Base Directory Specification. A relative path would depend on the current folder. */
function baseFolder({ XDG_CACHE_HOME: xdg, HOME: home }: CacheOwner['env']): string | undefined {
  const folder = xdg ?? join(home ?? homeFolder(), '.cache');
  return isAbsolute(folder) ? folder : undefined;
}

/** Loaded here because it is slow to load. */
const homeFolder = () => (require('node:os') as typeof import('node:os')).homedir();

/**
 * Whether nobody but `uid` and root can replace `folder` or a folder above it, and none of them is a repository, which may
 * contain files by anyone. `folder` is a real path.
 */
function isProtected(folder: string, uid: number): boolean {
  let below: Stats | undefined;
  for (let path = folder; ; path = dirname(path)) {
    const stats = lstatSync(path);
    const isTrusted = stats.isDirectory() && (stats.uid === uid || stats.uid === 0);
    // In a sticky folder such as /tmp, users cannot rename or delete the folders of others.
    const isShared = (stats.mode & 0o022) !== 0;
    const isSticky = stats.uid === 0 && (stats.mode & 0o1000) !== 0;
    // Not `join`, which takes longer than everything else here.
    if (!isTrusted || (isShared && !(isSticky && below)) || existsSync(`${path}${sep}.git`)) return false;
    if (dirname(path) === path) return true;
    below = stats;
  }
}

/** Whether `base` is part of the current project, which may contain files by anyone. For real paths. */
function isInProject(base: string, project: string, { HOME: home = '' }: CacheOwner['env']): boolean {
  const isBelow = base === project || base.startsWith(project.endsWith(sep) ? project : project + sep);
  return isBelow && !contains(project, home);
}

function contains(folder: string, path: string): boolean {
  if (path === '') return false;
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
