// Plans the takeover of a Helm release. What the flags mean is decided in ../run/adopt.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { TARGETS } from '../../lib/render/targets';
import type { AdoptFlags } from '../flags/adopt-flags';
import { appVersion, chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { outputFolder } from '../flags/output-option';
import { repeatable } from '../flags/repeatable';
import type { CommandContext } from './context';
import { targetOf } from './synth';

export function adoptCommand(command: Command, { registry, io }: CommandContext): void {
  command
    .description('Plan how to take over an installed Helm release: values, a script and a report. Contacts no cluster')
    .addArgument(chartArgument(registry, '<chart>'))
    .requiredOption('--name <name>', 'name of the Helm release')
    .requiredOption('-n, --namespace <namespace>', 'namespace of the Helm release')
    .requiredOption('--manifest <file>', 'output of `helm get manifest`, or of `kubectl get -o json`')
    .option('--values-all <file>', 'output of `helm get values --all -o yaml`')
    .addOption(repeatable('-f, --values <file>', 'values file of the Helm release; overrides --values-all').create())
    .addOption(appVersion.create())
    .addOption(
      new Option('--target <target>', 'tool that will apply the manifests (default: kubectl)')
        .choices(TARGETS)
        .argParser(targetOf),
    )
    .addOption(
      outputFolder('new or empty folder for values.yaml, secrets.values.yaml, takeover.sh and report.md')
        .create()
        .makeOptionMandatory(),
    )
    .addHelpText('after', () =>
      examples([
        ['helm get manifest web -n web > now.yaml', 'what runs'],
        ['helm get values web -n web --all -o yaml > all.yaml', 'the values that it runs with'],
        [
          'sandbox-charts adopt daytona --name web -n web --manifest now.yaml -o plan',
          'plan the takeover; add --values-all all.yaml',
        ],
      ]),
    )
    .action((chart: ChartEntry, flags: AdoptFlags) => {
      const { adopt } = require('../run/adopt') as typeof import('../run/adopt');
      return adopt(io, chart, flags);
    });
}
