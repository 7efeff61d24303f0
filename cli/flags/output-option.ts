// Where commands write. "-" is never a name, because it means standard output elsewhere; `./-` is.

import type { Option } from 'commander';
import { UsageError } from './usage';
import { type OptionDefinition, option } from './used-options';

/** An option for a folder to write to. */
export const folder = (
  flags: string,
  description: string,
  change: (created: Option) => Option = (created) => created,
  remedy = 'use ./- for a folder with this name',
): OptionDefinition =>
  option(flags, description, (created) => {
    const { long } = created;
    return change(created).argParser((name: string) => {
      if (name === '-') throw new UsageError(`${long} -: expected a folder (${remedy})`);
      return name;
    });
  });

/** The output folder of a command, or a folder that `synth` wrote. */
export const outputFolder = (description: string, remedy?: string): OptionDefinition =>
  folder('-o, --output <dir>', description, undefined, remedy);

/** The file to write; `undefined` for standard output. */
export const outputFile = (file: string | undefined): string | undefined => (file === '-' ? undefined : file);
