// A file that only its owner can read.

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../values/problem';

/** Creates `file`, as named from `folder`; one that is there stays as it is, and is an error. */
export function createPrivate(folder: string, file: string, text: string): void {
  try {
    writeFileSync(resolve(folder, file), text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw error;
    throw new InputError([{ path: [], message: 'is there already', origin: { source: file } }]);
  }
}
