// Shell completion scripts, generated from the program's commands and options.

import { Argument, Command } from 'commander';
import { type Shell, shells } from '../completion/shells';
import { examples } from '../flags/examples';
import type { Io } from '../io';

export function completionCommand(io: Io): Command {
  return new Command('completion')
    .description('Print the completion script for a shell')
    .addArgument(new Argument('<shell>', 'shell to generate the script for').choices(shells))
    .addHelpText(
      'after',
      examples([
        ['source <(sandbox-charts completion bash)', 'in ~/.bashrc'],
        ['source <(sandbox-charts completion zsh)', 'in ~/.zshrc, after compinit'],
        ['sandbox-charts completion fish | source', 'in ~/.config/fish/config.fish'],
      ]),
    )
    .action((shell: Shell, _options: unknown, command: Command) => {
      const { completionScript } = require('../completion/script') as typeof import('../completion/script');
      io.out(completionScript(shell, command.parent ?? command));
    });
}
