// `images`: renders like synth, and lists the images instead of writing.

import type { Finished } from '../../lib/pipeline/pipeline';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { haulerManifest, imageSet, skopeoScript, zarfPackage } from '../../lib/review/images/copy';
import { billOfMaterials } from '../../lib/review/images/cyclonedx';
import { type ImageList, imageList } from '../../lib/review/images/list';
import { imagesJson, imagesPlain, imagesText } from '../../lib/review/images/text';
import type { ImagesFlags } from '../flags/images-flags';
import { UsageError } from '../flags/usage';
import { type Io, quiet } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import type { Plan } from '../plan/plan';
import { plansOf } from '../plan/selection';
import { warn } from '../print/report';
import { COMPARE } from './encrypting';
import { render } from './render-plans';
import type { Sink } from './sink';

export async function printImages(
  io: Io,
  tool: string,
  registry: Registry,
  charts: readonly ChartEntry[],
  { format = 'text', ...flags }: ImagesFlags,
): Promise<void> {
  const plans = await plansOfCharts(io, registry, charts, flags);
  const found: Finished[] = [];
  const sink: Sink = {
    earlier: () => [],
    take: (release) => void found.push(release),
    end: () => undefined,
    drop: () => undefined,
  };
  const unheard = quiet(io);
  const named = charts.length !== 1;
  const settings = new RunSettings(unheard, tool, flags, { ofFile: charts.length === 0 });
  await render(unheard, plans, sink, { encryptorOf: COMPARE, validate: false, named, settings });
  const list = imageList(found);
  for (const clash of list.clashes) warn(io, clash);
  io.out(WRITERS[format](list, tool));
}

/** The flags apply to each of several charts. */
async function plansOfCharts(
  io: Io,
  registry: Registry,
  charts: readonly ChartEntry[],
  flags: Omit<ImagesFlags, 'format'>,
): Promise<Plan[]> {
  if (charts.length < 2) return plansOf(io, registry, charts[0], flags);
  if (flags.name !== undefined) throw new UsageError('--name is for a single chart');
  if (flags.appVersion !== undefined) throw new UsageError('--app-version is for a single chart');
  const plans: Plan[] = [];
  for (const chart of new Set(charts)) plans.push(...(await plansOf(io, registry, chart, flags)));
  return plans;
}

const WRITERS: Readonly<Record<NonNullable<ImagesFlags['format']>, (list: ImageList, tool: string) => string>> = {
  text: imagesText,
  plain: imagesPlain,
  json: imagesJson,
  hauler: haulerManifest,
  zarf: zarfPackage,
  'oc-mirror': imageSet,
  skopeo: skopeoScript,
  cyclonedx: billOfMaterials,
};
