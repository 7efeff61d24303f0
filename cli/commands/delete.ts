// Prints how to delete releases from a cluster. The work is done in ../run/delete.

import { Command, Option } from 'commander';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { type DeleteFlags, deleteFormats } from '../flags/delete-flags';
import { examples } from '../flags/examples';
import type { Io } from '../io';
import { addSelection } from './synth';

export function deleteCommand(registry: Registry, io: Io, tool: string): Command {
  const command = new Command('delete')
    .description('Print the commands that delete releases from a cluster, and what stays')
    .addArgument(chartArgument(registry, '[chart]'));
  return addSelection(command, registry)
    .option('--plan', 'print the plan (required: this command never changes a cluster)')
    .option('-o, --output <dir>', 'output folder of synth (default: dist)')
    .addOption(new Option('--format <format>', 'text (default): a shell script, or json').choices(deleteFormats))
    .addHelpText(
      'after',
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
