// Prints the version, as in kubectl and Helm.

import type { Command } from 'commander';
import type { CommandContext } from './context';

export function versionCommand(command: Command, { io, version }: CommandContext): void {
  command.description('Print the version').action(() => io.out(`${version}\n`));
}
