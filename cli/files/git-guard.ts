// Warns about rendered Secrets in a Git work tree that are not ignored.

import { join, relative, sep } from 'node:path';
import { workTreeOf } from '../../lib/output/tree/root';
import { listSummary } from '../../lib/values/list-summary';
import { InputError } from '../../lib/values/problem';
import type { Io } from '../io';
import { warn } from '../print/report';
import { gitOutput } from '../process/git';

/** Files with credentials, relative to their folder. */
export interface Exposed {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Warns about the first folder with such files. Runs Git, because its ignore rules can be in many files. */
export async function warnOfGit(
  io: Io,
  exposed: readonly Exposed[],
  signal?: AbortSignal,
  remedy = 'use --secrets existing, external-secrets, sealed-secrets or sops, or ',
): Promise<void> {
  for (const { folder, files } of exposed) {
    const tree = files.length === 0 ? undefined : workTreeOf(folder);
    if (tree === undefined) continue;
    const ignored = await ignoredOf(folder, files, signal);
    const [first, ...others] = files.filter((file) => !ignored.has(file));
    if (first === undefined) continue;
    const path = relative(tree, join(folder, others.length === 0 ? first : ''))
      .split(sep)
      .join('/');
    const pattern = path.replace(/[\\*?[]/g, '\\$&');
    const rule = others.length === 0 ? `/${pattern}` : `/${pattern}/`.replace('//', '/');
    const named = listSummary(relative(io.cwd, join(folder, first)), others.length);
    warn(
      io,
      `Git does not ignore the credentials in ${named}: ${remedy}` +
        `add ${rule} to ${relative(io.cwd, join(tree, '.gitignore'))}`,
    );
    return;
  }
}

/** Refuses a file with credentials that Git does not ignore. */
export async function demandIgnoredByGit(io: Io, folder: string, file: string): Promise<void> {
  const tree = workTreeOf(folder);
  if (tree === undefined) return;
  // The folder of the file may not be there yet.
  const own = relative(tree, join(folder, file));
  if ((await ignoredOf(tree, [own])).has(own)) return;
  const path = own.split(sep).join('/');
  const message = `Git does not ignore these credentials: add /${path.replace(/[\\*?[]/g, '\\$&')} to ${relative(io.cwd, join(tree, '.gitignore'))}, or choose a folder outside the repository`;
  throw new InputError([{ path: [], message, origin: { source: relative(io.cwd, join(folder, file)) } }]);
}

/** The files that Git ignores; none if Git cannot be run. A committed file is not ignored. */
async function ignoredOf(folder: string, files: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>> {
  try {
    const args = ['check-ignore', '-z', '--stdin'];
    return new Set((await gitOutput(folder, args, files.join('\0'), signal)).split('\0'));
  } catch (error) {
    if (signal?.aborted) throw error;
    return new Set();
  }
}
