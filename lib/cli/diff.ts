// What `diff` does: render as synth does, and compare instead of writing.

import type { Manifest } from '../k8s/manifest';
import { diff } from '../render/diff/diff';
import { manifestsOfText } from '../render/diff/documents';
import { reportMarkdown } from '../render/diff/markdown';
import { type Report, reportOf } from '../render/diff/report';
import { reportText } from '../render/diff/text';
import { INDEX_FILE, parseIndex } from '../render/output-index';
import type { ChartEntry, Registry } from '../render/registry';
import type { DiffFlags, formats } from './diff-flags';
import type { Io } from './io';
import { demandPath, type Plan } from './plan';
import { Different, warn } from './report';
import { OUTPUT, plansOf, render } from './synth';
import { type TextFiles, textFilesOf } from './text-files';

export async function diffCharts(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  { output = OUTPUT, against, format = 'text', ...flags }: DiffFlags,
): Promise<void> {
  demandPath('--output', output);
  if (against !== undefined) demandPath('--against', against);
  const plans = await plansOf(io, registry, chart, flags);
  const isWholeFile = chart === undefined && flags.only === undefined;
  const files = textFilesOf(io, output, against);
  if (files.paths.length === 0) warn(io, `${files.name}: holds no manifests, so every object is new`);
  const before = objectsOf(files, isWholeFile ? undefined : plans.map(({ name }) => name));
  const after = renderAll(io, plans, chart === undefined);
  const found = diff(before, after);
  io.out(WRITERS[format](reportOf(found, [...before, ...after])));
  if (found.objects.length > 0) throw new Different();
}

const WRITERS: Readonly<Record<(typeof formats)[number], (report: Report) => string>> = {
  text: reportText,
  markdown: reportMarkdown,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
};

function renderAll(io: Io, plans: readonly Plan[], named: boolean): Manifest[] {
  const objects: Manifest[] = [];
  const sink = {
    take: (rendered: { readonly objects: readonly Manifest[] }) => void objects.push(...rendered.objects),
    end: () => undefined,
    drop: () => undefined,
  };
  render(io, plans, sink, { validate: false, named });
  return objects;
}

/** The objects of the files; where an index tells whose they are, only those of the named releases. */
function objectsOf(files: TextFiles, releases: readonly string[] | undefined): Manifest[] {
  const paths = files.paths.includes(INDEX_FILE) ? ownedPaths(files, releases) : files.paths;
  return paths.flatMap((path) => manifestsOfText(files.nameOf(path), files.read(path)));
}

function ownedPaths(files: TextFiles, releases: readonly string[] | undefined): readonly string[] {
  const index = parseIndex(files.nameOf(INDEX_FILE), files.read(INDEX_FILE));
  const present = new Set(files.paths);
  return Object.entries(index.releases)
    .filter(([release]) => releases === undefined || releases.includes(release))
    .flatMap(([, owned]) => Object.keys(owned).filter((path) => present.has(path)));
}
