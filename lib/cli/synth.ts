// What `synth` does: plan the releases, render all of them, and only then write.

import type { ChartEntry, Registry } from '../render/registry';
import { finisher } from './finish';
import type { SynthFlags } from './flags';
import type { Io } from './io';
import { demandPath } from './plan';
import { render } from './render-plans';
import { folderOptions, OUTPUT, plansOf } from './selection';
import { toFolder, toStdout } from './sink';

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
  if (chart === undefined && !stdout && io.startThread) {
    const { synthOnThreads } = require('./threads') as typeof import('./threads');
    if (await synthOnThreads(io, io.startThread, tool, flags)) return;
  }
  const plans = await plansOf(io, registry, chart, flags);
  const keep = finisher(io, tool, flags, chart === undefined);
  const sink = stdout ? toStdout(io) : toFolder(io, tool, output, layout, folderOptions(chart, flags));
  render(io, plans, sink, { validate, named: chart === undefined, keep });
}
