// Warns of credentials that Git would take: rendered Secrets in a work tree that no rule ignores.

import { execFileSync } from 'node:child_process';
import { dirname, join, relative, sep } from 'node:path';
import { isThere } from '../values/load';
import type { Io } from './io';
import { warn } from './report';

/** Files with credentials, by their absolute paths. Asks Git, whose rules stand in many places, and once for each folder. */
export function warnOfGit(io: Io, folder: string, files: readonly string[]): boolean {
  const tree = workTreeOf(folder);
  if (tree === undefined || files.length === 0) return false;
  const ignored = new Set(ignoredOf(tree, files));
  const open = files.filter((file) => !ignored.has(file));
  const [first, ...others] = open;
  if (first === undefined) return false;
  const from = (path: string) => relative(tree, path).split(sep).join('/');
  const rule = others.length === 0 ? `/${from(first)}` : `/${from(folder)}/`;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  warn(
    io,
    `Git would take the credentials in ${relative(io.cwd, first)}${more}: give --secrets ` +
      `existing, external-secrets or sealed-secrets, or ignore them (${rule} in ${relative(io.cwd, join(tree, '.gitignore'))})`,
  );
  return true;
}

/** The nearest folder above that Git keeps. */
function workTreeOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    // In a linked work tree it is a file.
    if (isThere(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Those that Git ignores; none of them where it cannot be asked. A file that it has already is not ignored. */
function ignoredOf(tree: string, files: readonly string[]): string[] {
  try {
    const input = files.join('\0');
    const found = execFileSync('git', ['check-ignore', '-z', '--stdin'], {
      cwd: tree,
      input,
      stdio: 'pipe',
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    return found.split('\0');
  } catch {
    return [];
  }
}
