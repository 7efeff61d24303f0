// The default values of a chart as commented YAML.

import { Command } from 'commander';
import type { ChartEntry, Registry } from '../../render/registry';
import { chartArgument } from '../chart-argument';
import { examples } from '../examples';
import type { Io } from '../io';
import { loadTemplate } from '../lazy';

export function valuesCommand(registry: Registry, io: Io): Command {
  return new Command('values')
    .description("Print a chart's default values as commented YAML, ready to edit")
    .addArgument(chartArgument(registry, '<chart>'))
    .option('--provider <provider>', 'only what this provider needs, for charts that know providers')
    .addHelpText(
      'after',
      examples([
        ['sandbox-charts values dozlab-session > values.yaml', 'edit it, then synth with -f values.yaml'],
        ['sandbox-charts values peerpods --provider libvirt', 'the values of one cloud'],
      ]),
    )
    .action((chart: ChartEntry, flags: { readonly provider?: string }) => {
      io.out(loadTemplate().valuesTemplate(chart.load().schema, flags));
    });
}
