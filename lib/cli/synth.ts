// What `synth` does: plan the releases, render all of them, and only then write.

import { resolve } from 'node:path';
import type { ChartEntry, Registry } from '../render/registry';
import type { ReleaseFlags, SynthFlags } from './flags';
import type { Io } from './io';
import { defaultReleasesFile, type Plan, planOfFlags, plansOfFile } from './plan';
import { UsageError } from './usage';

const OUTPUT = 'dist';

export async function synth(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  flags: SynthFlags,
): Promise<void> {
  const plans = await plansOf(io, registry, chart, flags);
  void plans;
  void resolve;
  void OUTPUT;
}

async function plansOf(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  { config, only, output: _output, stdout: _stdout, layout: _layout, validate: _validate, ...release }: SynthFlags,
): Promise<Plan[]> {
  if (chart) {
    if (config !== undefined) throw new UsageError('-c renders a releases file: leave out the chart');
    if (only) throw new UsageError('--only chooses from a releases file: leave out the chart');
    return [await planOfFlags(io, chart, release)];
  }
  if (config === undefined) refuse(release);
  const file = config ?? defaultReleasesFile(io);
  if (file !== undefined) return plansOfFile(io, registry, file, only);
  throw new UsageError('give a chart, or -c with a releases file (there is no releases.yaml in this folder)');
}

/** Flags of a release say nothing about a file of releases. */
function refuse(flags: ReleaseFlags): void {
  const [given] = Object.keys(flags);
  if (given === undefined) return;
  const flag = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${flag} is for one chart: name it, too`);
}
