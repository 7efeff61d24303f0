// `help COMMAND`, as in kubectl and Helm.

import { Argument, Command } from 'commander';
import { unknownWord } from '../flags/usage';

/** Knows the commands that were added to `program` before. */
export function helpCommand(program: Command): Command {
  const { commands } = program;
  const names = commands.map((command) => command.name());
  const argument = new Argument('[command]', 'command to get help for').choices(names).argParser((name: string) => {
    const command = commands.find((candidate) => candidate.name() === name);
    if (command) return command;
    throw unknownWord('command', name, names);
  });
  return new Command('help')
    .description('Print help for a command')
    .addArgument(argument)
    .action((command: Command = program) => command.outputHelp());
}
