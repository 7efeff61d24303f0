// `report`: renders like synth, and shows what the releases contain, expose and change.

import type { ChartEntry, Registry } from '../../../lib/render/registry';
import { changesOf } from '../../../lib/review/report/changes';
import { reportHtml } from '../../../lib/review/report/html/page';
import { MARK } from '../../../lib/review/report/mark';
import type { ReportModel } from '../../../lib/review/report/model';
import { type Origins, originsOf } from '../../../lib/review/report/origins/origins';
import { ReportBuilder } from '../../../lib/review/report/report';
import { resolve } from '../../../lib/values/resolve';
import { replaceReport } from '../../files/report-file';
import { outputFile } from '../../flags/output-option';
import type { ReportFlags } from '../../flags/report-flags';
import { type Io, quiet } from '../../io';
import { RunSettings } from '../../plan/pipeline-settings';
import { demandPath, type Plan } from '../../plan/plan';
import { runsOf } from '../../plan/recorded-runs';
import { OUTPUT, plansOf, plansOfCharts } from '../../plan/selection';
import { note } from '../../print/report';
import { COMPARE } from '../output/encrypting';
import { folderOf, type Sink } from '../output/sink';
import { render } from '../render-plans';
import { compareRuns, type PlannedRun, readAgainst } from './comparison';

export async function writeReport(
  io: Io,
  tool: string,
  registry: Registry,
  charts: readonly ChartEntry[],
  { against, format = 'html', origins, output, ...flags }: ReportFlags,
): Promise<void> {
  const file = outputFile(output);
  if (file !== undefined) demandPath('--output', file);
  const input = await readAgainst(io, against, flags);
  const runs = await runsOfCharts(io, registry, charts, flags);
  const builder = new ReportBuilder();
  const take: Sink['take'] = (release, plan) =>
    builder.add(plan.chart.name, release, () => (origins ? originsOfPlan(plan, release) : undefined));
  const messages = quiet(io);
  let model: ReportModel;
  if (against === undefined) {
    for (const run of runs) await renderRun(messages, tool, run, take);
    model = builder.model();
  } else {
    const { found, before, now } = await compareRuns(io, tool, runs, input, { against, messages, take });
    model = builder.model({ changes: changesOf(found, [...before, ...now]), before });
  }
  const text = builder.checked(WRITERS[format](model));
  if (file === undefined) io.out(text);
  else {
    replaceReport(io.cwd, file, text, MARK);
    note(io, `${file}: ${model.title}, written`);
  }
}

const WRITERS: Readonly<Record<NonNullable<ReportFlags['format']>, (report: ReportModel) => string>> = {
  html: reportHtml,
  svg: (report) =>
    (
      require('../../../lib/review/report/map/document') as typeof import('../../../lib/review/report/map/document')
    ).reportSvg(report),
  mermaid: (report) =>
    (
      require('../../../lib/review/report/map/mermaid') as typeof import('../../../lib/review/report/map/mermaid')
    ).reportMermaid(report),
};

/** The charts with the flags; without charts, what `diff` compares: the last run, or the releases file. */
async function runsOfCharts(
  io: Io,
  registry: Registry,
  charts: readonly ChartEntry[],
  flags: Omit<ReportFlags, 'against' | 'format' | 'origins' | 'output'>,
): Promise<PlannedRun[]> {
  if (charts.length > 0) return [{ plans: await plansOfCharts(io, registry, charts, flags), flags, ofFile: false }];
  const runs: PlannedRun[] = [];
  for (const run of runsOf(io, registry, undefined, flags)) {
    const plans = await plansOf(io, registry, run.chart, run.flags);
    runs.push({ plans, flags: run.flags, ofFile: run.chart === undefined });
  }
  return runs;
}

async function renderRun(
  io: Io,
  tool: string,
  { plans, flags, ofFile }: PlannedRun,
  take: Sink['take'],
): Promise<void> {
  const sink: Sink = { earlier: () => [], take, end: () => undefined, drop: () => undefined };
  await render(io, plans, sink, {
    encryptorOf: COMPARE,
    validate: false,
    named: ofFile || plans.length > 1,
    settings: new RunSettings(io, tool, flags, { ofFile }),
    folderOf: folderOf(io, flags.output ?? OUTPUT, flags.output !== undefined),
  });
}

function originsOfPlan(plan: Plan, { applied }: Parameters<Sink['take']>[0]): Origins {
  const system = plan.chart.load();
  const layers = plan.layers();
  const { values } = resolve(system.schema, system.rules, layers);
  const { name, namespace = system.defaultNamespace } = plan;
  const request = { name, namespace, values, changes: plan.changes(), ...(applied ? { pins: applied.matches } : {}) };
  return originsOf({ system, request, layers });
}
