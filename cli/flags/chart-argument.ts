// `<chart>` and `--app-version` on the command line.

import { Argument } from 'commander';
import { type ChartEntry, chartAtVersion, isChartFile, type Registry, versionNamed } from '../../lib/render/registry';
import { unknownSet } from '../../lib/render/version-sets';
import { InputError } from '../../lib/values/problem';
import { UsageError, unknownWord } from './usage';
import { option } from './used-options';

/** An argument that is parsed to the chart's entry; `usage` is `<chart>` or `[chart]`. */
export function chartArgument(registry: Registry, usage: '<chart>' | '[chart]'): Argument {
  const names = registry.map(({ name }) => name);
  return new Argument(usage, 'chart to use; `list` shows them; or a file, with --allow-code')
    .choices(names)
    .argParser((name: string) => findChart(registry, name));
}

/** Any number of charts. */
export const chartsArgument = (registry: Registry): Argument =>
  new Argument('[chart...]', 'charts to use; `list` shows them')
    .choices(registry.map(({ name }) => name))
    .argParser((name: string, others: readonly ChartEntry[] = []) => [...others, findChart(registry, name)]);

export function findChart(registry: Registry, name: string): ChartEntry {
  if (isChartFile(name)) return openChart(registry, name);
  const entry = registry.find((candidate) => candidate.name === name);
  if (entry) return entry;
  throw unknownWord(
    'chart',
    name,
    registry.map((known) => known.name),
  );
}

/** A chart that is a file of the user. */
export function openChart({ open }: Registry, file: string): ChartEntry {
  if (open) return open(file);
  const message = 'is code (charts of your own need `sandbox-charts synth --allow-code`)';
  throw new InputError([{ path: [], message, origin: { source: file } }]);
}

/** Its choices depend on the chart, so completion lists them, but help does not. */
export const appVersion = option(
  '--app-version <version>',
  "version of the system: a set of image tags (default: the chart's first)",
);

/** The names of the versions of each chart. */
export const versionNames = (registry: Registry): ReadonlyMap<string, readonly string[]> =>
  new Map(registry.map(({ name, versions = [] }) => [name, versions.map((set) => set.name)]));

/** The chart at the version from a flag. */
export function atAppVersion(chart: ChartEntry, name: string | undefined): ChartEntry {
  if (name === undefined) return chart;
  const set = versionNamed(chart, name);
  if (set) return chartAtVersion(chart, set);
  throw new UsageError(unknownSet(chart.name, chart.versions, name));
}
