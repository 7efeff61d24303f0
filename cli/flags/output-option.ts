// `-o`, where "-" is never a name: it means standard output elsewhere. `./-` is a file or folder of that name.

import { Option } from 'commander';
import { UsageError } from './usage';

/** A folder to write to, or one that `synth` wrote. */
export class OutputFolderOption extends Option {
  constructor(description: string, remedy = 'use ./- for a folder with this name') {
    super('-o, --output <dir>', description);
    this.argParser((folder: string) => {
      if (folder === '-') throw new UsageError(`--output -: expected a folder (${remedy})`);
      return folder;
    });
  }
}

/** The file to write; `undefined` for standard output. */
export const outputFile = (file: string | undefined): string | undefined => (file === '-' ? undefined : file);
