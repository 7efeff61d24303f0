// The command line as shell completion needs it, read from the program itself.

import type { Argument, Command, Option } from 'commander';
import type { Registry } from '../../lib/render/registry';
import { appVersion, versionNames } from '../flags/chart-argument';
import { isRepeatable } from '../flags/repeatable';

/**
 * Candidates for a word of the command line: fixed words, files, folders, or free text. `asked`: the script asks the
 * program; `paths`: the same for paths of values, which a `=` follows.
 */
export type Candidates =
  | { readonly words: readonly string[] }
  | WordsByChart
  | 'files'
  | 'folders'
  | 'text'
  | 'asked'
  | 'paths';

/** Words that depend on the chart that the command line names. */
export interface WordsByChart {
  readonly ofCharts: ReadonlyMap<string, readonly string[]>;
}

export interface OptionModel {
  /** `-f`, `--values`: short form first. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent for a flag without a value. */
  readonly value?: Candidates;
  readonly repeatable: boolean;
}

export interface CommandModel {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionModel[];
  /** Candidates for its first argument; `asked` is for all of them. Absent if it has none. */
  readonly argument?: Candidates;
}

export interface ProgramModel {
  readonly name: string;
  /** Options that are allowed before and after every command. */
  readonly options: readonly OptionModel[];
  readonly commands: readonly CommandModel[];
}

export function modelOf(program: Command, registry: Registry): ProgramModel {
  return {
    name: program.name(),
    options: optionsOf(program, registry),
    commands: program.commands.map((command) => {
      const [argument] = command.registeredArguments;
      return {
        name: command.name(),
        description: command.description(),
        options: optionsOf(command, registry),
        ...(argument ? { argument: argumentOf(command, argument) } : {}),
      };
    }),
  };
}

function optionsOf(command: Command, registry: Registry): OptionModel[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      description: option.description,
      repeatable: isRepeatable(option),
      ...(option.required ? { value: takenBy(option, registry) } : {}),
    }));
}

function takenBy(option: Option, registry: Registry): Candidates {
  if (option.flags === appVersion.flags) return { ofCharts: versionNames(registry) };
  if (option.long === '--only') return 'asked';
  return takesPath(option.long ?? '') ? 'paths' : candidates(option.flags, option);
}

/** Whether the option takes the path of a value. */
export const takesPath = (long: string): boolean => /^--set(-|$)/.test(long);

const argumentOf = (command: Command, argument: Argument): Candidates =>
  command.name() === 'explain' ? 'asked' : candidates(argument.name(), argument);

/** Derived from the placeholder: `<file>`, `<dir>`. */
function candidates(placeholder: string, { argChoices }: Pick<Argument | Option, 'argChoices'>): Candidates {
  if (argChoices) return { words: argChoices };
  if (placeholder.includes('<file>')) return 'files';
  return placeholder.includes('<dir>') ? 'folders' : 'text';
}
