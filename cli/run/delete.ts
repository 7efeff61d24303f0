// `delete --plan`: renders like synth, and prints how to delete the releases.

import type { ChartEntry, Registry } from '../../lib/render/registry';
import { deletionPlan, plansText } from '../../lib/review/delete';
import type { DeleteFlags } from '../flags/delete-flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { finishedReleases } from './finished-releases';

export async function printDeletionPlan(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { plan: isPlan, format = 'text', ...flags }: DeleteFlags,
): Promise<void> {
  if (!isPlan) throw new UsageError('sandbox-charts does not change clusters: use --plan to print the commands');
  const releases = await finishedReleases(io, tool, registry, chart, flags);
  // Releases may need releases that are listed before them.
  const plans = releases.map(({ release, plan }) => deletionPlan(release, plan.chart.load().removal?.())).reverse();
  io.out(format === 'json' ? `${JSON.stringify(plans, undefined, 2)}\n` : plansText(plans));
}
