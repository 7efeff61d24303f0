// Shell completion scripts, generated from the program's commands and options.

import { Argument, type Command } from 'commander';
import { type Shell, shells } from '../completion/shells';
import { examples } from '../flags/examples';
import type { CommandContext } from './context';

export function completionCommand(command: Command, { registry, io, version: tool, define }: CommandContext): void {
  command
    .description('Print the completion script for a shell')
    .addArgument(new Argument('<shell>', 'shell to generate the script for').choices(shells))
    .argument('[word...]', 'words of a command line, after --: print the candidates for the last one instead')
    .addHelpText('after', () =>
      examples([
        ['source <(sandbox-charts completion bash)', 'in ~/.bashrc'],
        ['source <(sandbox-charts completion zsh)', 'in ~/.zshrc, after compinit'],
        ['sandbox-charts completion fish | source', 'in ~/.config/fish/config.fish'],
      ]),
    )
    .action(async (shell: Shell, words: readonly string[], _options: unknown, command: Command) => {
      const program = command.parent ?? command;
      for (const other of program.commands) define(other);
      if (words.length > 0) {
        const { wordsFor } = require('../completion/words') as typeof import('../completion/words');
        const found = await wordsFor({ io, tool, registry, program }, words);
        io.out(found.map((word) => `${word}\n`).join(''));
        return;
      }
      const { completionScript } = require('../completion/script') as typeof import('../completion/script');
      io.out(completionScript(shell, program, registry));
    });
}
