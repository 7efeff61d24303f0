// What a shell has to know of the command line, read from the program itself.

import type { Argument, Command, Option } from 'commander';
import { AppVersionOption } from '../flags/app-version';
import { RepeatableOption } from '../flags/repeatable';

/** What stands at one place of a command line: one of some words, the name of a file or folder, or free text. */
export type Candidates = { readonly words: readonly string[] } | WordsOfCharts | 'files' | 'folders' | 'text';

/** Words that depend on the chart that the command line names. */
export interface WordsOfCharts {
  readonly ofCharts: ReadonlyMap<string, readonly string[]>;
}

export interface OptionModel {
  /** `-f`, `--values`: short form first. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent for a switch, which takes no value. */
  readonly value?: Candidates;
  readonly repeatable: boolean;
}

export interface CommandModel {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionModel[];
  /** What its only argument may be; absent when it takes none. */
  readonly argument?: Candidates;
}

export interface ProgramModel {
  readonly name: string;
  /** Options that stand before or after every command. */
  readonly options: readonly OptionModel[];
  readonly commands: readonly CommandModel[];
}

export function modelOf(program: Command): ProgramModel {
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: program.commands.map((command) => {
      const [argument] = command.registeredArguments;
      return {
        name: command.name(),
        description: command.description(),
        options: optionsOf(command),
        ...(argument ? { argument: candidates(argument.name(), argument) } : {}),
      };
    }),
  };
}

function optionsOf(command: Command): OptionModel[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      description: option.description,
      repeatable: option instanceof RepeatableOption,
      ...(option.required ? { value: takenBy(option) } : {}),
    }));
}

const takenBy = (option: Option): Candidates =>
  option instanceof AppVersionOption ? { ofCharts: option.words } : candidates(option.flags, option);

/** The placeholder tells what is meant: `<file>`, `<dir>`. */
function candidates(placeholder: string, { argChoices }: Pick<Argument | Option, 'argChoices'>): Candidates {
  if (argChoices) return { words: argChoices };
  if (placeholder.includes('<file>')) return 'files';
  return placeholder.includes('<dir>') ? 'folders' : 'text';
}
