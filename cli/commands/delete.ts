// Prints how to delete releases from a cluster. The work is done in ../run/delete.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { type DeleteFlags, deleteFormats } from '../flags/delete-flags';
import { examples } from '../flags/examples';
import { outputFolder } from '../flags/output-option';
import type { CommandContext } from './context';
import { addSelection } from './synth';

export function deleteCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Print the commands that delete releases from a cluster, and what stays')
    .addArgument(chartArgument(registry, '[chart]'));
  addSelection(command, context)
    .option('--plan', 'print the plan (required: this command never changes a cluster)')
    .addOption(outputFolder('output folder of synth (default: dist)').create())
    .addOption(new Option('--format <format>', 'text (default): a shell script, or json').choices(deleteFormats))
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts delete --plan', 'for the releases in dist'],
        ['sandbox-charts delete --plan --only lab-7 > delete.sh', 'read it, then run: sh -eu delete.sh'],
        ['sandbox-charts delete peerpods --plan -f values.yaml', 'for a chart and values file'],
      ]),
    )
    .action((chart: ChartEntry | undefined, flags: DeleteFlags) => {
      const { printDeletionPlan } = require('../run/delete') as typeof import('../run/delete');
      return printDeletionPlan(io, tool, registry, chart, flags);
    });
}
