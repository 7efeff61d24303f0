// `images`: renders like synth, and lists the images instead of writing.

import type { Finished } from '../../lib/pipeline/pipeline';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { haulerManifest, imageSet, skopeoScript, zarfPackage } from '../../lib/review/images/copy';
import { billOfMaterials } from '../../lib/review/images/cyclonedx';
import { type ImageList, imageList } from '../../lib/review/images/list';
import { imagesJson, imagesPlain, imagesText } from '../../lib/review/images/text';
import type { ImagesFlags } from '../flags/images-flags';
import { type Io, quiet } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { plansOfCharts } from '../plan/selection';
import { warn } from '../print/report';
import { COMPARE } from './output/encrypting';
import type { Sink } from './output/sink';
import { render } from './render-plans';

export async function printImages(
  io: Io,
  tool: string,
  registry: Registry,
  charts: readonly ChartEntry[],
  { format = 'text', imageLock, ...rest }: ImagesFlags,
): Promise<void> {
  const flags = imageLock ? { ...rest, imageLock } : rest;
  const all = await plansOfCharts(io, registry, charts, flags);
  const plans = imageLock === false ? all.map(({ imageLock: _ignored, ...plan }) => plan) : all;
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
