// Messages for file system errors.

import { types } from 'node:util';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'no space is left in your quota',
  EEXIST: 'expected a folder, but found a file or a broken link',
  ENOTDIR: 'expected a folder, but found a file',
  EISDIR: 'expected a file, but found a folder',
  ENOENT: 'no such file or folder, or a broken link',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'symbolic link loop',
  EMFILE: 'too many files are open',
};

/** `dist: no permission`; `undefined` for any other error. */
export function fileErrorMessage(error: unknown): string | undefined {
  if (!types.isNativeError(error)) return undefined;
  const { code = '', syscall, path } = error as NodeJS.ErrnoException;
  const reason = syscall === undefined ? undefined : REASONS[code];
  if (reason === undefined) return undefined;
  // Users do not know the name of the staging folder.
  const place = path?.replace(/[/\\]\.sandbox-charts\.(tmp-|lock).*$/, '');
  return place ? `${place}: ${reason}` : reason;
}
