// Where commands write. "-" is never a name, because it means standard output elsewhere; `./-` is.

import { Option } from 'commander';
import { UsageError } from './usage';

/** A folder to write to. */
export class FolderOption extends Option {
  constructor(flags: string, description: string, remedy = 'use ./- for a folder with this name') {
    super(flags, description);
    this.argParser((folder: string) => {
      if (folder === '-') throw new UsageError(`${this.long} -: expected a folder (${remedy})`);
      return folder;
    });
  }
}

/** The output folder of a command, or a folder that `synth` wrote. */
export class OutputFolderOption extends FolderOption {
  constructor(description: string, remedy?: string) {
    super('-o, --output <dir>', description, remedy);
  }
}

/** The file to write; `undefined` for standard output. */
export const outputFile = (file: string | undefined): string | undefined => (file === '-' ? undefined : file);
