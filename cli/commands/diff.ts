// Compares what synth would write with what stands somewhere. What the flags mean is decided in ../diff.

import { Command, Option } from 'commander';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { type DiffFlags, formats } from '../flags/diff-flags';
import { examples } from '../flags/examples';
import type { Io } from '../io';
import { addSelection } from './synth';

export function diffCommand(registry: Registry, io: Io, tool: string): Command {
  const command = new Command('diff')
    .description('Compare what synth would write with what stands in the output folder, a file or a Git revision')
    .addArgument(chartArgument(registry, '[chart]'));
  return addSelection(command, registry)
    .option('-o, --output <dir>', 'folder that synth writes to (default: dist)')
    .option('--against <place>', 'file or folder of manifests, or git:REVISION (default: the output folder)')
    .addOption(new Option('--format <format>', 'text (default), markdown or json').choices(formats))
    .addHelpText(
      'after',
      examples([
        ['sandbox-charts diff', 'the releases of releases.yaml against dist'],
        ['sandbox-charts diff --against git:main --format markdown', 'a comment for a pull request'],
        ['sandbox-charts diff runner-manager -f values.yaml --against helm.yaml', 'against saved output of helm'],
      ]),
    )
    .addHelpText('after', '\nExit status: 0 the same, 1 different, 2 failed.')
    .action((chart: ChartEntry | undefined, flags: DiffFlags) => {
      const { diffCharts } = require('../run/diff') as typeof import('../run/diff');
      return diffCharts(io, tool, registry, chart, flags);
    });
}
