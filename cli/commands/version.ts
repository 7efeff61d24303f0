// Prints the version, as in kubectl and Helm.

import { Command } from 'commander';
import type { Io } from '../io';

export function versionCommand(io: Io, version: string): Command {
  return new Command('version').description('Print the version').action(() => io.out(`${version}\n`));
}
