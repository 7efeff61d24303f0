// Options of a command that are created only if its command line uses them: creating all of them takes as long as the rest of
// parsing.

import { type Command, Option } from 'commander';

export interface OptionDefinition {
  /** `-f, --values <file>` */
  readonly flags: string;
  readonly create: () => Option;
}

/** `change` adds to the option what its constructor cannot. */
export const option = (
  flags: string,
  description: string,
  change: (created: Option) => Option = (created) => created,
): OptionDefinition => ({ flags, create: () => change(new Option(flags, description)) });

/** The options that a command line may use. */
export class UsedOptions {
  private readonly flags: ReadonlySet<string>;
  private readonly areAllNeeded: boolean;
  private readonly unused: OptionDefinition[] = [];

  /** `argv` is absent if every option is needed. */
  constructor(argv: readonly string[] | undefined) {
    const words = (argv ?? []).filter((word) => word.startsWith('-'));
    this.flags = new Set(words.map((word) => (isLong(word) ? (word.split('=', 1)[0] as string) : word.slice(0, 2))));
    this.areAllNeeded = argv === undefined || words.some(mayBeHelp);
  }

  /** Adds the options to `command` that the command line may use. */
  add(command: Command, definitions: readonly OptionDefinition[]): Command {
    for (const definition of definitions) {
      if (this.areAllNeeded || this.isUsed(definition)) command.addOption(definition.create());
      else this.unused.push(definition);
    }
    return command;
  }

  /** Adds the other options, too, if the command line has an unknown flag: the error suggests one that exists. */
  complete(command: Command, program: Command): void {
    const known = new Set([...command.options, ...program.options].flatMap(({ short, long }) => [short, long]));
    if ([...this.flags].every((flag) => known.has(flag))) return;
    // Only for suggestions: commander compares each option that it registers with all others.
    (command.options as Option[]).push(...this.unused.splice(0).map((definition) => definition.create()));
  }

  private isUsed({ flags }: OptionDefinition): boolean {
    return flags.split(', ').some((flag) => this.flags.has(flag.split(' ', 1)[0] as string));
  }
}

const isLong = (word: string): boolean => word.startsWith('--');

/** Help lists all options. `-nh` may be a value, but creating all options is never wrong. */
const mayBeHelp = (word: string): boolean => word === '--help' || (!isLong(word) && word.includes('h'));
