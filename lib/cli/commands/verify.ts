// Says whether an output folder is exactly what its recorded inputs give.

import { Argument, Command } from 'commander';
import type { Registry } from '../../render/registry';
import { examples } from '../examples';
import type { Io } from '../io';

export function verifyCommand(registry: Registry, io: Io, tool: string): Command {
  return new Command('verify')
    .description('Render an output folder again from its recorded inputs, and say whether it is exactly that')
    .addArgument(new Argument('[dir]', 'output folder (default: dist)'))
    .addHelpText(
      'after',
      examples([['sandbox-charts verify dist', 'in CI: was a manifest edited, or a render forgotten?']]),
    )
    .addHelpText('after', '\nExit status: 0 exactly so, 1 not so, 2 failed.')
    .action((folder: string | undefined) => {
      const { verify } = require('../verify') as typeof import('../verify');
      return verify(io, tool, registry, folder);
    });
}
