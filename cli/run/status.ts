// `status`: renders like synth, and looks the objects up in the state of a cluster.

import type { ChartEntry, Registry } from '../../lib/render/registry';
import { LiveObjects, statusOf, statusText } from '../../lib/review/status';
import { clusterStateIn, demandStatePath } from '../files/state-file';
import type { StatusFlags } from '../flags/status-flags';
import type { Io } from '../io';
import { Different } from '../print/report';
import { finishedReleases } from './finished-releases';

/** Throws `Different` if a release is not healthy. */
export async function printStatus(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { against, format = 'text', ...flags }: StatusFlags,
): Promise<void> {
  demandStatePath(against, flags.values);
  const live = new LiveObjects(await clusterStateIn(io, against));
  const releases = await finishedReleases(io, tool, registry, chart, flags);
  const all = releases.map(({ release: { name, objects } }) => statusOf(name, objects, live));
  io.out(format === 'json' ? `${JSON.stringify(all, undefined, 2)}\n` : statusText(all));
  if (all.some(({ healthy }) => !healthy)) throw new Different();
}
