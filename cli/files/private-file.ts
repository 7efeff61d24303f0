// Files that only their owner can read.

import { basename, dirname, resolve } from 'node:path';
import { openRoot } from '../../lib/output/tree/root';
import { decodeText, TABLE_LIMIT } from '../../lib/values/file/input';
import { InputError } from '../../lib/values/problem';

/** Creates `file`, relative to `folder`. An existing file is an error, and not changed. */
export function createPrivate(folder: string, file: string, text: string): void {
  const path = resolve(folder, file);
  const problem = (message: string) => new InputError([{ path: [], message, origin: { source: file } }]);
  const parent = openRoot({ folder: dirname(path), bases: [folder] });
  if (!parent) throw problem('its folder does not exist');
  try {
    parent.create(basename(path), text, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw problem('already exists');
  } finally {
    parent.close();
  }
}

/**
 * Replaces the text of `file`, relative to `folder`, by what `change` returns for it; `undefined` means no file, and
 * for no change. No other run can change it in the meantime.
 */
export function updatePrivate(
  folder: string,
  file: string,
  change: (text: string | undefined) => string | undefined,
): void {
  const path = resolve(folder, file);
  const problem = (message: string) => new InputError([{ path: [], message, origin: { source: file } }]);
  const parent = openRoot({ folder: dirname(path), bases: [folder] });
  if (!parent) throw problem('its folder does not exist');
  const name = basename(path);
  const next = `.${name}.next`;
  let isMine = false;
  try {
    // Also the lock: only one run can create it.
    parent.create(next, '', 0o600);
    isMine = true;
    const earlier = parent.stats(name) ? decodeText(file, parent.read(name, TABLE_LIMIT)) : undefined;
    const text = change(earlier);
    if (text === undefined || text === earlier) return;
    parent.unlink(next);
    isMine = false;
    parent.create(next, text, 0o600);
    isMine = true;
    parent.rename(next, parent, name);
    isMine = false;
  } catch (error) {
    if (isMine || (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw problem(`another run is writing it (if not, delete ${next})`);
  } finally {
    if (isMine) parent.unlink(next);
    parent.close();
  }
}
