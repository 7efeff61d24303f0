// The releases that a command selects, as synth would write them, for questions about what was applied.

import type { Finished } from '../../lib/pipeline/pipeline';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { listSummary } from '../../lib/values/list-summary';
import { IndexedFiles } from '../files/indexed-files';
import { outputFiles } from '../files/output-files';
import type { SynthFlags } from '../flags/flags';
import { type Io, quiet } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { demandPath, type Plan } from '../plan/plan';
import { type Run, runsOf } from '../plan/recorded-runs';
import { OUTPUT, plansOf } from '../plan/selection';
import { warn } from '../print/report';
import { COMPARE } from './output/encrypting';
import { folderOf } from './output/sink';
import { render } from './render-plans';

export interface FinishedRelease {
  readonly release: Finished;
  readonly plan: Plan;
}

/** In the order of the releases file; without flags, those that the index of the output folder recorded. */
export async function finishedReleases(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  flags: SynthFlags,
): Promise<FinishedRelease[]> {
  if (flags.output !== undefined) demandPath('--output', flags.output);
  const found: FinishedRelease[] = [];
  for (const run of runsOf(io, registry, chart, flags)) found.push(...(await finished(io, tool, registry, run)));
  return found;
}

async function finished(io: Io, tool: string, registry: Registry, run: Run): Promise<FinishedRelease[]> {
  const { chart, recorded } = run;
  // Some of the releases of a file need not use every setting.
  const flags = chart === undefined && recorded ? { ...run.flags, only: recorded } : run.flags;
  const plans = await plansOfRun(io, registry, run);
  const written = new Map<string, IndexedFiles>();
  const filesOf = ({ output }: Plan): IndexedFiles => {
    const folder = flags.output ?? output ?? OUTPUT;
    const files = written.get(folder) ?? new IndexedFiles(outputFiles(io, folder, flags.config));
    written.set(folder, files);
    return files;
  };
  // For the same ciphertext, and therefore the same names of Jobs, as in the files that were applied.
  const layouts = new Map([...new Set(plans.map(filesOf))].flatMap((files) => files.layouts));
  const unheard = quiet(io);
  const found: FinishedRelease[] = [];
  await render(
    unheard,
    plans,
    {
      earlier: (plan) =>
        filesOf(plan)
          .of([plan.name])
          .map(({ text }) => text),
      take: (release, plan) => void found.push({ release, plan }),
      end: () => undefined,
      drop: () => undefined,
    },
    {
      validate: false,
      named: chart === undefined,
      encryptorOf: COMPARE,
      settings: new RunSettings(unheard, tool, flags, { ofFile: chart === undefined, layouts }),
      folderOf: folderOf(io, flags.output ?? OUTPUT, flags.output !== undefined),
    },
  );
  return found;
}

/** A releases file may have releases that were never written, and lack some that were. */
async function plansOfRun(io: Io, registry: Registry, { chart, flags, recorded }: Run): Promise<readonly Plan[]> {
  if (chart || !recorded) return plansOf(io, registry, chart, flags);
  const { only: _only, ...all } = flags;
  const gone = new Set(recorded);
  const plans = (await plansOf(io, registry, chart, all)).filter(({ name }) => gone.delete(name));
  const [first, ...more] = gone;
  if (first === undefined) return plans;
  const message = `${flags.output ?? OUTPUT} has ${listSummary(first, more.length)}, which ${flags.config} does not list anymore`;
  if (plans.length === 0) throw new Error(message);
  warn(io, message);
  return plans;
}
