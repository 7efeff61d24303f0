// `diff`: renders like synth, and compares instead of writing.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import type { Layout } from '../../lib/render/render';
import type { ChangeClass } from '../../lib/review/diff/change';
import { diff } from '../../lib/review/diff/diff';
import { withoutForeignFields } from '../../lib/review/diff/live';
import { manifestReader } from '../../lib/review/diff/reader';
import { reportMarkdown } from '../../lib/review/diff/report/markdown';
import { type Report, reportOf } from '../../lib/review/diff/report/report';
import { type Paint, reportText } from '../../lib/review/diff/report/text';
import { decodeText, MANIFESTS_LIMIT } from '../../lib/values/file/input';
import { layoutsOf, type Source, textsOf } from '../files/indexed-files';
import { outputFiles } from '../files/output-files';
import { isRevision, type TextFiles, textFilesOf } from '../files/text-files';
import type { DiffFlags, formats } from '../flags/diff-flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { demandPath, type Plan } from '../plan/plan';
import { type Run, runsOf } from '../plan/recorded-runs';
import { OUTPUT, plansOf } from '../plan/selection';
import { pauser } from '../print/progress';
import { Different, warn } from '../print/report';
import { COMPARE } from './encrypting';
import { render } from './render-plans';
import { folderOf, type Sink } from './sink';

export async function diffCharts(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { against, format = 'text', ...flags }: DiffFlags,
): Promise<void> {
  if (flags.output !== undefined) demandPath('--output', flags.output);
  if (against !== undefined) demandPath('--against', against);
  const before: Source[] = [];
  const now: Manifest[] = [];
  const input = against === STDIN ? decodeText('<stdin>', await io.stdin(MANIFESTS_LIMIT)) : '';
  if (against === STDIN && flags.values?.includes(STDIN)) {
    throw new UsageError('standard input can only be read once: use - for -f or for --against');
  }
  const ends: Record<string, string> = {};
  for (const run of runsOf(io, registry, chart, flags)) {
    const compared = await compare(io, tool, registry, run, against, input);
    before.push(...compared.before);
    now.push(...compared.now);
    Object.assign(ends, compared.ends);
  }
  const read = manifestReader(now);
  const old = before.flatMap(({ source, text }) => read(source, text));
  const found = diff(withoutForeignFields(old, now), now, {
    endedBy: ({ metadata }) => ends[metadata.labels?.['app.kubernetes.io/component'] ?? ''],
  });
  io.out(WRITERS[format](reportOf(found, [...old, ...now]), painter(io)));
  if (found.objects.length > 0) throw new Different();
}

const STDIN = '-';

/** The manifests to compare with. */
function filesOf(
  io: Io,
  output: string,
  config: string | undefined,
  against: string | undefined,
  input: string,
): TextFiles {
  if (against === undefined) return outputFiles(io, output, config);
  if (against !== STDIN) return textFilesOf(io, output, against);
  return { name: '<stdin>', paths: ['<stdin>'], nameOf: () => '<stdin>', read: () => input };
}

/** The existing and the newly rendered manifests of a run. */
async function compare(
  io: Io,
  tool: string,
  registry: Registry,
  { chart, flags }: Run,
  against: string | undefined,
  input: string,
): Promise<{ readonly before: readonly Source[]; readonly now: readonly Manifest[]; readonly ends: object }> {
  const plans = await plansOf(io, registry, chart, flags);
  const isWholeFile = chart === undefined && flags.only === undefined;
  const places = placesOf(plans, flags.output, against);
  const layouts = new Map<string, Layout>();
  const before = [...places].flatMap(([output, own]) => {
    const files = filesOf(io, output, flags.config, against, input);
    for (const [release, layout] of layoutsOf(files)) layouts.set(release, layout);
    if (files.paths.length === 0) warn(io, `${files.name}: contains no manifests, so every object is new`);
    return textsOf(files, isWholeFile ? undefined : own.map(({ name }) => name));
  });
  // In the recorded layouts, for the same checksums as in the files to compare with.
  const settings = new RunSettings(io, tool, flags, { ofFile: chart === undefined, layouts });
  const earlier = before.map(({ text }) => text);
  const now = await renderAll(io, plans, chart === undefined, settings, earlier, flags.output);
  return {
    before,
    now,
    ends: Object.assign({}, ...plans.map((plan) => plan.chart.load().endsOnRestart ?? {})) as object,
  };
}

/** The releases of each output folder; with --against, all are in the same place. */
function placesOf(plans: readonly Plan[], output: string | undefined, against: string | undefined) {
  const isOnePlace = output !== undefined || (against !== undefined && !isRevision(against));
  const places = new Map<string, Plan[]>();
  for (const plan of plans) {
    const folder = isOnePlace ? (output ?? OUTPUT) : (plan.output ?? OUTPUT);
    places.set(folder, [...(places.get(folder) ?? []), plan]);
  }
  return places;
}

/** Codes of terminal colors: red, yellow, green. */
const COLORS: Readonly<Partial<Record<ChangeClass, number>>> = {
  outage: 31,
  data: 31,
  widens: 33,
  removes: 33,
  recreated: 33,
  restarts: 33,
};

const painter =
  ({ colorOut = false }: Io): Paint =>
  (line, effect) => {
    const color = COLORS[effect] ?? (line.startsWith('+') ? 32 : undefined);
    return colorOut && color !== undefined ? `\u001b[${color}m${line}\u001b[39m` : line;
  };

const WRITERS: Readonly<Record<(typeof formats)[number], (report: Report, paint: Paint) => string>> = {
  text: reportText,
  markdown: reportMarkdown,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
};

async function renderAll(
  io: Io,
  plans: readonly Plan[],
  named: boolean,
  settings: RunSettings,
  earlier: readonly string[],
  output: string | undefined,
): Promise<Manifest[]> {
  const objects: Manifest[] = [];
  const sink: Sink = {
    earlier: () => earlier,
    take: (release) => {
      for (const object of release.objects) objects.push(object);
    },
    end: () => undefined,
    drop: () => undefined,
  };
  await render(io, plans, sink, {
    validate: false,
    named,
    encryptorOf: COMPARE,
    settings,
    pause: pauser(io, () => plans.length),
    folderOf: folderOf(io, output ?? OUTPUT, output !== undefined),
  });
  return objects;
}
