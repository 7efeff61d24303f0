// Compares what synth would write with existing manifests. The work is done in ../run/diff.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { type DiffFlags, formats } from '../flags/diff-flags';
import { examples } from '../flags/examples';
import { outputFolder } from '../flags/output-option';
import type { CommandContext } from './context';
import { addSelection } from './synth';

export function diffCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Compare what synth would write with the output folder, a file or a Git revision')
    .addArgument(chartArgument(registry, '[chart]'));
  addSelection(command, context)
    .addOption(outputFolder('output folder of synth (default: dist)').create())
    .option(
      '--against <place>',
      'file or folder of manifests, git:REVISION, or - for live objects (default: the output folder)',
    )
    .addOption(new Option('--format <format>', 'text (default), markdown or json').choices(formats))
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts diff', 'what the last run rendered into dist, with its flags'],
        ['sandbox-charts diff --against git:main --format markdown', 'as a comment for a pull request'],
        ['kubectl get -f dist -o json | sandbox-charts diff --against -', 'what differs in the cluster'],
        ['sandbox-charts diff runner-manager -f values.yaml --against helm.yaml', 'compare with saved Helm output'],
      ]),
    )
    .addHelpText('after', '\nExit status: 0 no differences, 1 differences, 2 error.')
    .action((chart: ChartEntry | undefined, flags: DiffFlags) => {
      const { diffCharts } = require('../run/diff') as typeof import('../run/diff');
      return diffCharts(io, tool, registry, chart, flags);
    });
}
