// The releases that the arguments and flags of a command select.

import { type ChartEntry, chartAtKubeVersion, type Registry } from '../../lib/render/registry';
import type { ReleaseFlags, SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { type Plan, planOfFlags } from './plan';

export const OUTPUT = 'dist';

export async function plansOf(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  { kubeVersion, ...flags }: SynthFlags,
): Promise<Plan[]> {
  const plans = await selected(io, registry, chart, flags);
  if (kubeVersion === undefined) return plans;
  return plans.map((plan) => ({ ...plan, chart: chartAtKubeVersion(plan.chart, kubeVersion) }));
}

async function selected(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  {
    config,
    only,
    shard,
    output: _output,
    stdout: _stdout,
    layout: _layout,
    ociLayout: _ociLayout,
    validate: _validate,
    watch: _watch,
    imageLock: _imageLock,
    secrets: _secrets,
    certificate: _certificate,
    secretStore: _store,
    applyset: _applyset,
    target: _target,
    delivery: _delivery,
    allowOutside,
    ...release
  }: Omit<SynthFlags, 'kubeVersion'>,
): Promise<Plan[]> {
  if (chart) {
    if (config !== undefined) throw new UsageError('-c renders a releases file: remove the chart argument');
    if (only) throw new UsageError('--only selects from a releases file: remove the chart argument');
    if (shard) throw new UsageError('--shard splits a releases file: remove the chart argument');
    return [await planOfFlags(io, chart, release)];
  }
  if (config === undefined) refuse(release);
  const { demandReleasesFile, plansOfFile } = require('./plans-of-file') as typeof import('./plans-of-file');
  const file = config ?? demandReleasesFile(io, 'specify a chart, or a releases file with -c');
  return plansOfFile(io, registry, file, { only, allowOutside });
}

/** The releases of any number of charts; the flags apply to each of them. */
export async function plansOfCharts(
  io: Io,
  registry: Registry,
  charts: readonly ChartEntry[],
  flags: SynthFlags,
): Promise<Plan[]> {
  if (charts.length < 2) return plansOf(io, registry, charts[0], flags);
  if (flags.name !== undefined) throw new UsageError('--name is for a single chart');
  if (flags.appVersion !== undefined) throw new UsageError('--app-version is for a single chart');
  const plans: Plan[] = [];
  for (const chart of new Set(charts)) plans.push(...(await plansOf(io, registry, chart, flags)));
  return plans;
}

/** Flags of a single release do not apply to a releases file. */
function refuse(flags: ReleaseFlags): void {
  const [given] = Object.keys(flags);
  if (given === undefined) return;
  const flag = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${flag} requires a chart argument`);
}
