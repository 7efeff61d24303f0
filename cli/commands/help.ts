// `help COMMAND`, as in kubectl and Helm.

import { Argument, type Command } from 'commander';
import { unknownWord } from '../flags/usage';

export function helpCommand(help: Command): void {
  const program = help.parent ?? help;
  const names = program.commands.filter((command) => command !== help).map((command) => command.name());
  const argument = new Argument('[command]', 'command to get help for').choices(names).argParser((name: string) => {
    const command = program.commands.find((candidate) => candidate.name() === name);
    if (command) return command;
    throw unknownWord('command', name, names);
  });
  help
    .description('Print help for a command')
    .addArgument(argument)
    .action((command: Command = program) => command.outputHelp());
}
