// `diff`: renders like synth, and compares instead of writing.

import type { ChartEntry, Registry } from '../../lib/render/registry';
import type { ChangeClass } from '../../lib/review/diff/change';
import { reportMarkdown } from '../../lib/review/diff/report/markdown';
import { type Report, reportOf } from '../../lib/review/diff/report/report';
import { type Paint, reportText } from '../../lib/review/diff/report/text';
import type { DiffFlags, formats } from '../flags/diff-flags';
import type { Io } from '../io';
import { demandPath } from '../plan/plan';
import { runsOf } from '../plan/recorded-runs';
import { plansOf } from '../plan/selection';
import { Different } from '../print/report';
import { compareRuns, type PlannedRun, readAgainst } from './review/comparison';

export async function diffCharts(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { against, format = 'text', ...flags }: DiffFlags,
): Promise<void> {
  if (flags.output !== undefined) demandPath('--output', flags.output);
  const input = await readAgainst(io, against, flags);
  const runs: PlannedRun[] = [];
  for (const run of runsOf(io, registry, chart, flags)) {
    const plans = await plansOf(io, registry, run.chart, run.flags);
    runs.push({ plans, flags: run.flags, ofFile: run.chart === undefined });
  }
  const { found, before, now } = await compareRuns(io, tool, runs, input, against === undefined ? {} : { against });
  io.out(WRITERS[format](reportOf(found, [...before, ...now]), painter(io)));
  if (found.objects.length > 0) throw new Different();
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
