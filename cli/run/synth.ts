// What `synth` does: plan the releases, render all of them, and only then write.

import { resolve } from 'node:path';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { readPipes } from '../../lib/values/input';
import type { SynthFlags } from '../flags/flags';
import type { Io } from '../io';
import { deliverer } from '../plan/delivering';
import { demandPath, type Plan } from '../plan/plan';
import { OUTPUT, plansOf } from '../plan/selection';
import { pauser } from '../print/progress';
import { finisher } from './finish';
import { Owners } from './owners';
import { render } from './render-plans';
import { folderOf, folderOptions, toFolder, toStdout } from './sink';

export async function synth(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  flags: SynthFlags,
): Promise<void> {
  const { config, output = OUTPUT, layout = 'release', stdout = false, validate = false } = flags;
  demandPath('--output', output);
  if (config !== undefined) demandPath('--config', config);
  const { startThread, holdSignals = (work) => work(new AbortController().signal) } = io;
  if (chart === undefined && !stdout && startThread) {
    const { synthOnThreads } = require('../process/threads') as typeof import('../process/threads');
    if (await holdSignals((signal) => synthOnThreads(io, startThread, tool, flags, signal))) return;
  }
  const plans = await plansOf(io, registry, chart, flags);
  readAhead(io, plans, flags);
  const keep = finisher(io, tool, flags, { ofFile: chart === undefined });
  const deliver = deliverer(io, plans, flags);
  const owners = new Owners();
  const options = { ...folderOptions(chart, flags), deliver, owners };
  const sink = stdout ? toStdout(io) : toFolder(io, tool, output, layout, options);
  const place = stdout ? {} : { folderOf: folderOf(io, output, flags.output !== undefined) };
  await holdSignals((signal) => {
    const pause = pauser(io, () => plans.length, signal);
    return render(io, plans, sink, { validate, named: chart === undefined, keep, pause, signal, owners, ...place });
  });
}

/** Reads all that may have to be waited for while a signal still ends the program at once. */
function readAhead(io: Io, plans: readonly Plan[], { config, certificate = '' }: SynthFlags): void {
  readPipes([...plans.flatMap(({ inputs }) => inputs), certificate].map((file) => resolve(io.cwd, file)));
  if (config === undefined && plans.length === 1) plans[0]?.layers();
}
