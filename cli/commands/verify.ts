// Checks that an output folder is exactly what its recorded inputs render.

import { Argument, type Command, Option } from 'commander';
import { examples } from '../flags/examples';
import { layouts } from '../flags/flags';
import { repeatable } from '../flags/repeatable';
import type { VerifyFlags } from '../flags/verify-flags';
import type { CommandContext } from './context';
import { addAllowOutside, addFinish } from './synth';

export function verifyCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Check that an output folder matches what its recorded inputs, or a releases file, render')
    .addArgument(new Argument('[dir]', 'output folder (default: dist)'))
    .addOption(new Option('-c, --config <file>', 'releases file to use instead of the recorded inputs'))
    .addOption(new Option('--layout <layout>', 'with -c: same as for synth').choices(layouts))
    .addOption(repeatable('--delivery <key=value>', 'with -c: same as for synth').create());
  addAllowOutside(addFinish(command, context), context)
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts verify dist', 'in CI: detect edited or outdated manifests'],
        ['sandbox-charts verify -c releases.yaml', 'trust this file instead of the recorded inputs'],
      ]),
    )
    .addHelpText('after', '\nExit status: 0 matches, 1 differs, 2 error.')
    .action((folder: string | undefined, flags: VerifyFlags) => {
      const { verify } = require('../run/verify/verify') as typeof import('../run/verify/verify');
      return verify(io, tool, registry, folder, flags);
    });
}
