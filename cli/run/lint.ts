// `lint`: renders like synth, with all checks, and writes nothing.

import type { ChartEntry, Registry } from '../../lib/render/registry';
import type { LintFlags } from '../flags/lint-flags';
import type { Io } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { OUTPUT, plansOf } from '../plan/selection';
import { pauser } from '../print/progress';
import { Different } from '../print/report';
import { COMPARE } from './output/encrypting';
import { folderOf, type Sink } from './output/sink';
import { render } from './render-plans';

export async function lint(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { strict, ...flags }: LintFlags,
): Promise<void> {
  const plans = await plansOf(io, registry, chart, flags);
  let warnings = 0;
  const counting: Io = {
    ...io,
    err: (text) => {
      if (text.includes('warning: ')) warnings++;
      io.err(text);
    },
  };
  const sink: Sink = { earlier: () => [], take: () => undefined, end: () => undefined, drop: () => undefined };
  const named = chart === undefined;
  await render(counting, plans, sink, {
    validate: true,
    named,
    encryptorOf: COMPARE,
    settings: new RunSettings(counting, tool, flags, { ofFile: named }),
    pause: pauser(io, () => plans.length),
    folderOf: folderOf(io, OUTPUT, false),
  });
  const count = `${plans.length} ${plans.length === 1 ? 'release' : 'releases'}`;
  io.out(`${count} checked, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}\n`);
  if (strict && warnings > 0) throw new Different();
}
