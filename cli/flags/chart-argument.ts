// `<chart>` on the command line.

import { Argument } from 'commander';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { unknownWord } from './usage';

/** An argument that is parsed to the chart's entry; `usage` is `<chart>` or `[chart]`. */
export function chartArgument(registry: Registry, usage: '<chart>' | '[chart]'): Argument {
  const names = registry.map(({ name }) => name);
  return new Argument(usage, 'chart to use; `list` shows them')
    .choices(names)
    .argParser((name: string) => findChart(registry, name));
}

export function findChart(registry: Registry, name: string): ChartEntry {
  const entry = registry.find((candidate) => candidate.name === name);
  if (entry) return entry;
  throw unknownWord(
    'chart',
    name,
    registry.map((known) => known.name),
  );
}
