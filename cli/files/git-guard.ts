// Warns about rendered Secrets in a Git work tree that are not ignored.

import { join, relative, sep } from 'node:path';
import { workTreeOf } from '../../lib/output/tree/root';
import { andMore } from '../../lib/values/and-more';
import { InputError } from '../../lib/values/problem';
import type { Io } from '../io';
import { warn } from '../print/report';
import { git } from '../process/git';

/** Files with credentials, relative to their folder. */
export interface Exposed {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Warns about the first folder with such files. Runs Git, because its ignore rules can be in many files. */
export function warnOfGit(io: Io, exposed: readonly Exposed[]): void {
  for (const { folder, files } of exposed) {
    const tree = files.length === 0 ? undefined : workTreeOf(folder);
    if (tree === undefined) continue;
    const ignored = ignoredOf(folder, files);
    const [first, ...others] = files.filter((file) => !ignored.has(file));
    if (first === undefined) continue;
    const path = relative(tree, join(folder, others.length === 0 ? first : ''))
      .split(sep)
      .join('/');
    const pattern = path.replace(/[\\*?[]/g, '\\$&');
    const rule = others.length === 0 ? `/${pattern}` : `/${pattern}/`.replace('//', '/');
    const named = andMore(relative(io.cwd, join(folder, first)), others.length);
    warn(
      io,
      `Git does not ignore the credentials in ${named}: use --secrets existing, external-secrets, sealed-secrets or sops, ` +
        `or add ${rule} to ${relative(io.cwd, join(tree, '.gitignore'))}`,
    );
    return;
  }
}

/** Refuses a file with credentials that Git does not ignore. */
export function demandUnseenByGit(io: Io, folder: string, file: string): void {
  const tree = workTreeOf(folder);
  if (tree === undefined || ignoredBy(tree, relative(tree, join(folder, file)))) return;
  const path = relative(tree, join(folder, file)).split(sep).join('/');
  const message = `Git does not ignore these credentials: add /${path.replace(/[\\*?[]/g, '\\$&')} to ${relative(io.cwd, join(tree, '.gitignore'))}, or choose a folder outside the repository`;
  throw new InputError([{ path: [], message, origin: { source: relative(io.cwd, join(folder, file)) } }]);
}

/** The folder of the file may not be there yet. */
const ignoredBy = (tree: string, file: string): boolean => ignoredOf(tree, [file]).has(file);

/** The files that Git ignores; none if Git cannot be run. A committed file is not ignored. */
function ignoredOf(folder: string, files: readonly string[]): ReadonlySet<string> {
  try {
    return new Set(git(folder, ['check-ignore', '-z', '--stdin'], files.join('\0')).toString('utf8').split('\0'));
  } catch {
    return new Set();
  }
}
