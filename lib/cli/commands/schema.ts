// JSON Schema of a chart's values.

import { Command } from 'commander';
import type { ChartEntry, Registry } from '../../render/registry';
import { chartArgument } from '../chart-argument';
import { examples } from '../examples';
import type { Io } from '../io';

export function schemaCommand(registry: Registry, io: Io): Command {
  return new Command('schema')
    .description("Print the JSON Schema of a chart's values, for editors")
    .addArgument(chartArgument(registry, '<chart>'))
    .addHelpText(
      'after',
      examples([
        ['sandbox-charts schema dozlab-session > dozlab-session.schema.json', 'save it beside the values file'],
        ['# yaml-language-server: $schema=dozlab-session.schema.json', 'first line of that values file'],
      ]),
    )
    .action((chart: ChartEntry) => {
      const { jsonSchema } = require('../../values/json-schema') as typeof import('../../values/json-schema');
      const about = { title: `Values of ${chart.name} ${chart.version}` };
      io.out(`${JSON.stringify(jsonSchema(chart.load().schema, about), null, 2)}\n`);
    });
}
