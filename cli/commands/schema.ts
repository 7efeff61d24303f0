// JSON Schema of a chart's values.

import { Argument, type Command } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { appVersion, atAppVersion, findChart } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { UsageError } from '../flags/usage';
import type { CommandContext } from './context';

const RELEASES = 'releases';

export function schemaCommand(command: Command, { registry, io }: CommandContext): void {
  command
    .description("Print the JSON Schema of a chart's values, for editors")
    .addArgument(
      new Argument('<chart>', 'chart, or releases for the schema of a releases file')
        .choices([...registry.map(({ name }) => name), RELEASES])
        .argParser((name: string) => (name === RELEASES ? name : findChart(registry, name))),
    )
    .addOption(appVersion.create())
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts schema dozlab-session > dozlab-session.schema.json', 'save it next to the values file'],
        ['# yaml-language-server: $schema=dozlab-session.schema.json', 'first line of that values file'],
      ]),
    )
    .action((named: ChartEntry | typeof RELEASES, { appVersion }: { readonly appVersion?: string }) => {
      const { jsonSchema } =
        require('../../lib/values/schema/json-schema') as typeof import('../../lib/values/schema/json-schema');
      if (named === RELEASES) {
        if (appVersion !== undefined) throw new UsageError('--app-version is for one chart: a releases file has none');
        const { releasesSchema } =
          require('../../lib/releases/releases-schema') as typeof import('../../lib/releases/releases-schema');
        const schema = releasesSchema(registry);
        io.out(`${JSON.stringify(jsonSchema(schema, { title: 'Releases file' }), null, 2)}\n`);
        return;
      }
      const chart = atAppVersion(named, appVersion);
      const about = { title: `Values of ${chart.name} ${chart.version}` };
      io.out(`${JSON.stringify(jsonSchema(chart.load().schema, about), null, 2)}\n`);
    });
}
