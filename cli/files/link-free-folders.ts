// Below which folders no symbolic link leads to an output folder: whoever wrote what is in them must not choose its place.

import { dirname, resolve } from 'node:path';
import type { Io } from '../io';

/** The current folder, and that of the releases file. */
export const linkFreeFolders = (io: Io, config: string | undefined): string[] => [
  io.cwd,
  ...(config === undefined ? [] : [dirname(resolve(io.cwd, config))]),
];
