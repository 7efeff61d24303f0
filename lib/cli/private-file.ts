// A file that only its owner can read.

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../values/problem';

/** Creates `file`, as named from `folder`; one that is there stays as it is, and is an error. */
export function createPrivate(folder: string, file: string, text: string): void {
  try {
    writeFileSync(resolve(folder, file), text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    const message = code === 'EEXIST' ? 'is there already: nothing was written' : `cannot be written: ${reason}`;
    throw new InputError([{ path: [file], message }]);
  }
}
