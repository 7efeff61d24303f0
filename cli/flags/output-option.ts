// Where commands write. "-" is never a name, because it means standard output elsewhere; `./-` is.

import { UsageError } from './usage';
import { type OptionDefinition, option } from './used-options';

interface FolderSettings {
  /** What to do if "-" is given. */
  readonly remedy?: string;
  /** The names of options that cannot be used with it. */
  readonly conflicts?: readonly string[];
}

/** An option for a folder to write to. */
export const folder = (
  flags: string,
  description: string,
  { remedy = 'use ./- for a folder with this name', conflicts = [] }: FolderSettings = {},
): OptionDefinition =>
  option(flags, description, (created) =>
    created.conflicts([...conflicts]).argParser((name: string) => {
      if (name === '-') throw new UsageError(`${created.long} -: expected a folder (${remedy})`);
      return name;
    }),
  );

/** The output folder of a command, or a folder that `synth` wrote. */
export const outputFolder = (description: string, remedy?: string): OptionDefinition =>
  folder('-o, --output <dir>', description, remedy === undefined ? {} : { remedy });

/** The file to write; `undefined` for standard output. */
export const outputFile = (file: string | undefined): string | undefined => (file === '-' ? undefined : file);
