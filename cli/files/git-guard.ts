// Warns of credentials that Git would take: rendered Secrets in a work tree that no rule ignores.

import { join, relative, sep } from 'node:path';
import { workTreeOf } from '../../lib/output/root';
import { andMore } from '../../lib/values/and-more';
import type { Io } from '../io';
import { warn } from '../print/report';
import { git } from '../process/git';

/** Files with credentials, relative to their folder. */
export interface Exposed {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Tells of the first folder that has such files. Git itself is asked, as its rules stand in many places. */
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

/** Those that Git ignores; none of them where it cannot be asked. A file that it has already is not ignored. */
function ignoredOf(folder: string, files: readonly string[]): ReadonlySet<string> {
  try {
    return new Set(git(folder, ['check-ignore', '-z', '--stdin'], files.join('\0')).toString('utf8').split('\0'));
  } catch {
    return new Set();
  }
}
