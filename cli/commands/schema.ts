// JSON Schema of a chart's values.

import { Argument, Command } from 'commander';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { findChart } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import type { Io } from '../io';

const RELEASES = 'releases';

export function schemaCommand(registry: Registry, io: Io): Command {
  return new Command('schema')
    .description("Print the JSON Schema of a chart's values, for editors")
    .addArgument(
      new Argument('<chart>', 'chart, or releases for the schema of a releases file')
        .choices([...registry.map(({ name }) => name), RELEASES])
        .argParser((name: string) => (name === RELEASES ? name : findChart(registry, name))),
    )
    .addHelpText(
      'after',
      examples([
        ['sandbox-charts schema dozlab-session > dozlab-session.schema.json', 'save it beside the values file'],
        ['# yaml-language-server: $schema=dozlab-session.schema.json', 'first line of that values file'],
      ]),
    )
    .action((chart: ChartEntry | typeof RELEASES) => {
      const { jsonSchema } = require('../../lib/values/json-schema') as typeof import('../../lib/values/json-schema');
      if (chart === RELEASES) {
        const { releasesSchema } =
          require('../../lib/releases/releases-schema') as typeof import('../../lib/releases/releases-schema');
        const schema = releasesSchema(registry.map(({ name }) => name));
        io.out(`${JSON.stringify(jsonSchema(schema, { title: 'Releases file' }), null, 2)}\n`);
        return;
      }
      const about = { title: `Values of ${chart.name} ${chart.version}` };
      io.out(`${JSON.stringify(jsonSchema(chart.load().schema, about), null, 2)}\n`);
    });
}
