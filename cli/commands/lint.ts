// Checks values and rendered objects without writing anything. The work is done in ../run/lint.

import type { Command } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import type { LintFlags } from '../flags/lint-flags';
import type { CommandContext } from './context';
import { addSelection } from './synth';

export function lintCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Check values, and everything that they render against the Kubernetes API schema')
    .addArgument(chartArgument(registry, '[chart]'));
  addSelection(command, context)
    .option('--strict', 'also fail on warnings')
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts lint dozlab-session -f lab.yaml', 'one chart'],
        ['sandbox-charts lint --strict', 'all releases of releases.yaml; warnings are errors'],
      ]),
    )
    .action((chart: ChartEntry | undefined, flags: LintFlags) => {
      const { lint } = require('../run/lint') as typeof import('../run/lint');
      return lint(io, tool, registry, chart, flags);
    });
}
