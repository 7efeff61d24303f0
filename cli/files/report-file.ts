// Files that a command may replace, if it wrote them.

import { basename, dirname, resolve } from 'node:path';
import { openRoot } from '../../lib/output/tree/root';
import { InputError } from '../../lib/values/problem';

const LIMIT = 2 ** 26;

/**
 * Writes `text` to `file`, relative to `folder`, in one step. Throws `InputError` for an existing file that does not contain
 * `mark`, because this tool did not write it.
 */
export function replaceReport(folder: string, file: string, text: string, mark: string): void {
  const path = resolve(folder, file);
  const problem = (message: string) => new InputError([{ path: [], message, origin: { source: file } }]);
  const parent = openRoot({ folder: dirname(path), bases: [folder] });
  if (!parent) throw problem('its folder does not exist');
  const name = basename(path);
  const next = `.${name}.next`;
  try {
    const found = parent.stats(name);
    if (found?.isDirectory()) throw problem('is a folder (expected a file)');
    if (found && !parent.read(name, LIMIT).subarray(0, 1000).toString().includes(mark)) {
      throw problem('exists, and is not a report: choose another name, or delete it');
    }
    if (parent.stats(next)) parent.unlink(next);
    parent.create(next, text, 0o644);
    parent.rename(next, parent, name);
  } finally {
    parent.close();
  }
}
