// A file that only its owner can read.

import { basename, dirname, resolve } from 'node:path';
import { openRoot } from '../../lib/output/tree/root';
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
