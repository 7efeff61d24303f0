// The folders in which no symbolic link to an output folder is followed, because their authors must not choose its location.

import { dirname, resolve } from 'node:path';
import type { Io } from '../io';

/** The current folder, and the folder of the releases file. */
export const linkFreeFolders = (io: Io, config: string | undefined): string[] => [
  io.cwd,
  ...(config === undefined ? [] : [dirname(resolve(io.cwd, config))]),
];
