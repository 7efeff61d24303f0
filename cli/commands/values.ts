// The default values of a chart as commented YAML.

import type { Command } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import type { ProviderTemplates, System } from '../../lib/render/system';
import { formatVersionSets } from '../../lib/render/version-sets';
import { appVersion, atAppVersion, chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { UsageError, unknownWord } from '../flags/usage';
import type { CommandContext } from './context';

export function valuesCommand(command: Command, { registry, io }: CommandContext): void {
  command
    .description("Print a chart's default values as commented YAML, ready to edit")
    .addArgument(chartArgument(registry, '<chart>'))
    .addOption(appVersion.create())
    .option('--provider <provider>', 'only the values of this provider, for charts with providers')
    .option('--secrets', 'with --provider: a template for its credentials; keep it out of Git')
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts values dozlab-session > values.yaml', 'edit the file, then run synth -f values.yaml'],
        ['sandbox-charts values peerpods --provider libvirt', 'the values for one cloud provider'],
        ['sandbox-charts values peerpods --provider aws --secrets', 'a template for its credentials'],
      ]),
    )
    .action((named: ChartEntry, { provider, secrets = false, appVersion }: ValuesFlags) => {
      const chart = atAppVersion(named, appVersion);
      if (secrets && provider === undefined) throw new UsageError('--secrets requires --provider');
      io.out(provider === undefined ? allValues(chart) : ofProvider(chart.load(), provider, secrets));
    });
}

interface ValuesFlags {
  readonly provider?: string;
  readonly appVersion?: string;
  readonly secrets?: boolean;
}

function allValues(chart: ChartEntry): string {
  const { valuesTemplate } =
    require('../../lib/values/schema/template') as typeof import('../../lib/values/schema/template');
  const { name, version, versions } = chart;
  return valuesTemplate(chart.load().schema, {
    title: `Values of ${name} ${version}`,
    ...(versions ? { more: `Versions for --app-version, the default first: ${formatVersionSets(versions)}.` } : {}),
  });
}

function ofProvider(system: System, provider: string, secrets: boolean): string {
  const { values, secrets: credentials } = templates(system, provider);
  return secrets ? credentials(provider) : values(provider);
}

function templates({ name, providers }: System, provider: string): ProviderTemplates {
  if (!providers) throw new UsageError(`chart ${name} has no --provider option`);
  if (!providers.names.includes(provider)) throw unknownWord('provider', provider, providers.names);
  return providers;
}
