// What releases render now, and the manifests that it is compared with.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Layout } from '../../../lib/render/render';
import type { Diff } from '../../../lib/review/diff/change';
import { diff } from '../../../lib/review/diff/diff';
import { withoutForeignFields } from '../../../lib/review/diff/live';
import { manifestReader } from '../../../lib/review/diff/reader';
import { decodeText, MANIFESTS_LIMIT } from '../../../lib/values/file/input';
import { IndexedFiles, type Source } from '../../files/indexed-files';
import { outputFiles } from '../../files/output-files';
import { isRevision, type TextFiles, textFilesOf } from '../../files/text-files';
import type { SynthFlags } from '../../flags/flags';
import { UsageError } from '../../flags/usage';
import type { Io } from '../../io';
import { RunSettings } from '../../plan/pipeline-settings';
import { demandPath, type Plan } from '../../plan/plan';
import { OUTPUT } from '../../plan/selection';
import { pauser } from '../../print/progress';
import { warn } from '../../print/report';
import { COMPARE } from '../output/encrypting';
import { folderOf, type Sink } from '../output/sink';
import { render } from '../render-plans';

export interface Compared {
  readonly found: Diff;
  readonly before: readonly Manifest[];
  readonly now: readonly Manifest[];
}

/** Releases that are rendered with the same flags. */
export interface PlannedRun {
  readonly plans: readonly Plan[];
  readonly flags: SynthFlags;
  /** Whether they come from a releases file. */
  readonly ofFile: boolean;
}

export interface ComparisonOptions {
  /** `--against`; absent: the output folder. */
  readonly against?: string;
  /** For the messages of the releases. Default: that of the command. */
  readonly messages?: Io;
  /** Gets every release as it is rendered. */
  readonly take?: Sink['take'];
}

const STDIN = '-';

/** Reads `--against` once. Throws `UsageError` if it cannot be read. */
export async function readAgainst(io: Io, against: string | undefined, { values }: SynthFlags): Promise<string> {
  if (against !== undefined) demandPath('--against', against);
  if (against !== STDIN) return '';
  if (values?.includes(STDIN)) {
    throw new UsageError('standard input can only be read once: use - for -f or for --against');
  }
  return decodeText('<stdin>', await io.stdin(MANIFESTS_LIMIT));
}

/** `input`: what `readAgainst` returned. */
export async function compareRuns(
  io: Io,
  tool: string,
  runs: readonly PlannedRun[],
  input: string,
  options: ComparisonOptions = {},
): Promise<Compared> {
  const before: Source[] = [];
  const now: Manifest[] = [];
  const ends: Record<string, string> = {};
  for (const run of runs) {
    const compared = await compare(io, tool, run, input, options);
    before.push(...compared.before);
    for (const object of compared.now) now.push(object);
    for (const { chart } of run.plans) Object.assign(ends, chart.load().endsOnRestart ?? {});
  }
  const read = manifestReader(now);
  const old = before.flatMap(({ source, text }) => read(source, text));
  const found = diff(withoutForeignFields(old, now), now, {
    endedBy: ({ metadata }) => ends[metadata.labels?.['app.kubernetes.io/component'] ?? ''],
  });
  return { found, before: old, now };
}

/** The existing and the newly rendered manifests of a run. */
async function compare(
  io: Io,
  tool: string,
  { plans, flags, ofFile }: PlannedRun,
  input: string,
  { against, messages = io, take }: ComparisonOptions,
): Promise<{ readonly before: readonly Source[]; readonly now: readonly Manifest[] }> {
  const isWholeFile = ofFile && flags.only === undefined;
  const layouts = new Map<string, Layout>();
  const before = [...placesOf(plans, flags.output, against)].flatMap(([output, own]) => {
    const files = new IndexedFiles(filesOf(io, output, flags.config, against, input));
    for (const [release, layout] of files.layouts) layouts.set(release, layout);
    if (files.isEmpty) warn(io, `${files.name}: contains no manifests, so every object is new`);
    return isWholeFile ? files.all() : files.of(own.map(({ name }) => name));
  });
  // In the recorded layouts, for the same checksums as in the files to compare with.
  const settings = new RunSettings(messages, tool, flags, { ofFile, layouts });
  const earlier = before.map(({ text }) => text);
  const now: Manifest[] = [];
  const sink: Sink = {
    earlier: () => earlier,
    take: (release, plan) => {
      for (const object of release.objects) now.push(object);
      take?.(release, plan);
    },
    end: () => undefined,
    drop: () => undefined,
  };
  await render(messages, plans, sink, {
    validate: false,
    named: ofFile,
    encryptorOf: COMPARE,
    settings,
    pause: pauser(io, () => plans.length),
    folderOf: folderOf(io, flags.output ?? OUTPUT, flags.output !== undefined),
  });
  return { before, now };
}

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
