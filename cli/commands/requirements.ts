// Lists what releases need from their cluster, from a cloud and from people. The work is done in ../run/requirements.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { formats, type RequirementsFlags } from '../flags/requirements-flags';
import type { CommandContext } from './context';
import { addSelection } from './synth';

/** What the state of a cluster consists of. */
const KINDS =
  'ns,nodes,secrets,configmaps,sa,svc,pvc,storageclasses,ingressclasses,priorityclasses,runtimeclasses,crds,apiservices';

export function requirementsCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('List the prerequisites of a chart, or of the releases in a file: what the cluster must already have')
    .addArgument(chartArgument(registry, '[chart]'));
  addSelection(command, context)
    .addOption(new Option('--format <format>', 'text (default), yaml or json').choices(formats))
    .option(
      '--against <file>',
      'print what a cluster lacks; its state as `kubectl get ... -o json` prints it, - for standard input',
    )
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts requirements', 'for all releases of releases.yaml'],
        ['sandbox-charts requirements daytona -f values.yaml --secrets existing', 'include the Secrets to create'],
        ['sandbox-charts requirements runner-manager --format json', 'for a script that prepares the cluster'],
        [`kubectl get ${KINDS} -A -o json | sandbox-charts requirements --against -`, 'what this cluster lacks'],
      ]),
    )
    .addHelpText('after', '\nExit status with --against: 0 nothing is missing, 1 something is missing, or an error.')
    .action((chart: ChartEntry | undefined, flags: RequirementsFlags) => {
      const { printRequirements } = require('../run/requirements') as typeof import('../run/requirements');
      return printRequirements(io, tool, registry, chart, flags);
    });
}
