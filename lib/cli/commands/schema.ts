// JSON Schema of a chart's values.

import { Command } from 'commander';
import type { ChartEntry, Registry } from '../../render/registry';
import { chartArgument } from '../chart-argument';
import { examples } from '../examples';
import type { Io } from '../io';
import { loadJsonSchema } from '../lazy';

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
      io.out(`${JSON.stringify(loadJsonSchema().jsonSchema(chart.load()), null, 2)}\n`);
    });
}
