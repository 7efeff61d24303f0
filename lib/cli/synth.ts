// What `synth` does: plan the releases, render all of them, and only then write.

import { resolve as resolvePath } from 'node:path';
import { CheckError } from '../render/checks';
import type { Layout } from '../render/files';
import type { ChartEntry, Registry } from '../render/registry';
import { type Rendered, renderRelease } from '../render/render';
import { OutputWriter } from '../render/writer';
import { toYaml } from '../render/yaml';
import { formatProblem } from '../values/problem';
import { resolve } from '../values/resolve';
import type { ReleaseFlags, SynthFlags } from './flags';
import type { Io } from './io';
import { defaultReleasesFile, demandPath, type Plan, planOfFlags, plansOfFile } from './plan';
import { ReleaseErrors, warn } from './report';
import { summary } from './summary';
import { UsageError } from './usage';

const OUTPUT = 'dist';

/** Takes the rendered releases one after the other; nothing of them is seen before `end`. */
interface Sink {
  take(rendered: Rendered): void;
  end(): void;
  /** Forgets what it took. */
  drop(): void;
}

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
  const plans = await plansOf(io, registry, chart, flags);
  const isWholeFile = chart === undefined && flags.only === undefined;
  const sink = stdout ? toStdout(io) : toFolder(io, tool, output, layout, isWholeFile);
  render(io, plans, sink, { validate, named: chart === undefined });
}

/** Renders every plan; when one fails nothing is written, and what is wrong with all of them is thrown. */
export function render(
  io: Io,
  plans: readonly Plan[],
  sink: Sink,
  { validate, named }: { readonly validate: boolean; readonly named: boolean },
): void {
  // A fleet shares its values, and with them its warnings: each is told once.
  const told = new Map<string, { readonly first: string; readonly more: number }>();
  const failed: { readonly release: string; readonly error: unknown }[] = [];
  try {
    for (const plan of plans) {
      try {
        const { rendered, warnings } = renderPlan(plan, validate);
        for (const warning of warnings) {
          const known = told.get(warning);
          told.set(warning, { first: known?.first ?? plan.name, more: known ? known.more + 1 : 0 });
        }
        for (const note of rendered.notes) io.err(`${named ? `${plan.name}: ` : ''}${note}\n`);
        if (failed.length === 0) sink.take(rendered);
      } catch (error) {
        failed.push({ release: plan.name, error });
      }
    }
    for (const [warning, { first, more }] of told) {
      const releases = more === 0 ? first : `${first} and ${more} more`;
      warn(io, named ? `${releases}: ${warning}` : warning);
    }
    const [first] = failed;
    if (first && !named) throw first.error;
    if (first) throw new ReleaseErrors(failed);
    sink.end();
  } catch (error) {
    sink.drop();
    throw error;
  }
}

function renderPlan(plan: Plan, validate: boolean): { rendered: Rendered; warnings: string[] } {
  const system = plan.chart.load();
  const { values, warnings } = resolve(system.schema, system.rules, plan.layers());
  const { name, namespace = system.defaultNamespace } = plan;
  const rendered = renderRelease(system, { name, namespace, values });
  if (validate) {
    // Kubernetes' schemas are large: loaded on request only.
    const { checkSchema } = require('../render/schema-check') as typeof import('../render/schema-check');
    const findings = checkSchema(rendered.objects);
    if (findings.length > 0) throw new CheckError(findings);
  }
  return { rendered, warnings: [...warnings.map(formatProblem), ...rendered.warnings] };
}

function toStdout(io: Io): Sink {
  const documents: string[] = [];
  return {
    take: ({ objects }) => documents.push(toYaml(objects)),
    end: () => io.out(documents.join('---\n')),
    drop: () => undefined,
  };
}

export function toFolder(io: Io, tool: string, output: string, layout: Layout, prune: boolean): Sink {
  const writer = new OutputWriter({ folder: resolvePath(io.cwd, output), layout, tool, prune });
  const count = { releases: 0, objects: 0 };
  return {
    take: (rendered) => {
      writer.add(rendered);
      count.releases++;
      count.objects += rendered.objects.length;
    },
    end: () => io.err(`${summary(output, count, writer.commit())}\n`),
    drop: () => writer.abort(),
  };
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
