// What the operating system says of files and folders, in words.

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

/** `dist: no permission`; `undefined` for what is no trouble with files. */
export function fileErrorMessage(error: unknown): string | undefined {
  if (!types.isNativeError(error)) return undefined;
  const { code = '', syscall, path } = error as NodeJS.ErrnoException;
  const reason = syscall === undefined ? undefined : REASONS[code];
  if (reason === undefined) return undefined;
  // The folder of a run's own is no name that a user knows.
  const place = path?.replace(/[/\\]\.sandbox-charts\.(tmp-|lock).*$/, '');
  return place ? `${place}: ${reason}` : reason;
}
