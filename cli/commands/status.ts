// Tells which releases in a cluster are healthy. The work is done in ../run/status.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { outputFolder } from '../flags/output-option';
import { type StatusFlags, statusFormats } from '../flags/status-flags';
import type { CommandContext } from './context';
import { addSelection } from './synth';

const STATE = 'kubectl get -f dist -R --ignore-not-found -o json; kubectl get pods,pvc,events -A -o json';

export function statusCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Show which releases are healthy in a cluster, and why the others are not')
    .addArgument(chartArgument(registry, '[chart]'));
  addSelection(command, context)
    .addOption(outputFolder('output folder of synth (default: dist)').create())
    .requiredOption(
      '--against <file>',
      'the state of the cluster as `kubectl get ... -o json` prints it, - for standard input',
    )
    .addOption(new Option('--format <format>', 'text (default) or json').choices(statusFormats))
    .addHelpText('after', () =>
      examples([
        [`(${STATE}) | sandbox-charts status --against -`, 'the releases in dist'],
        ['sandbox-charts status --only lab-7 --against state.json', 'one release of releases.yaml'],
        ['sandbox-charts status runner-manager -f values.yaml --against state.json --format json', 'for a script'],
      ]),
    )
    .addHelpText('after', '\nExit status: 0 everything is healthy, 1 something is not healthy, or an error.')
    .action((chart: ChartEntry | undefined, flags: StatusFlags) => {
      const { printStatus } = require('../run/status') as typeof import('../run/status');
      return printStatus(io, tool, registry, chart, flags);
    });
}
