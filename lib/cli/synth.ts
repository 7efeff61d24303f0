// What `synth` does: plan the releases, render all of them, and only then write.

import { resolve as resolvePath } from 'node:path';
import { CheckError } from '../render/checks';
import type { Layout } from '../render/files';
import type { ChartEntry, Registry } from '../render/registry';
import { type Rendered, renderRelease } from '../render/render';
import { commitAll, OutputWriter } from '../render/writer';
import { toYaml } from '../render/yaml';
import { formatProblem } from '../values/problem';
import { resolve } from '../values/resolve';
import { finisher } from './finish';
import type { ReleaseFlags, SynthFlags } from './flags';
import type { Io } from './io';
import { defaultReleasesFile, demandPath, type Plan, planOfFlags, plansOfFile } from './plan';
import { type FinishFlags, recorder } from './recipe';
import { ReleaseErrors, warn } from './report';
import { withRequirements } from './requirements-file';
import type { KeepSecrets } from './secrets';
import { summary } from './summary';
import { UsageError } from './usage';

export const OUTPUT = 'dist';

/** Takes the rendered releases one after the other; nothing of them is seen before `end`. */
export interface Sink {
  /** `output` is the release's own folder. */
  take(rendered: Rendered, output: string | undefined, keep: KeepSecrets, plan: Plan): void;
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
  const keep = finisher(io, tool, flags, chart === undefined);
  const isWholeFile = chart === undefined && flags.only === undefined;
  const sink = stdout
    ? toStdout(io)
    : toFolder(io, tool, output, layout, {
        prune: isWholeFile,
        fixed: flags.output !== undefined,
        secrets: flags,
      });
  render(io, plans, sink, { validate, named: chart === undefined, keep });
}

/** Renders every plan; when one fails nothing is written, and what is wrong with all of them is thrown. */
export function render(
  io: Io,
  plans: readonly Plan[],
  sink: Sink,
  { validate, named, keep }: { readonly validate: boolean; readonly named: boolean; readonly keep: KeepSecrets },
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
        if (failed.length === 0) sink.take(rendered, plan.output, keep, plan);
      } catch (error) {
        failed.push({ release: plan.row === undefined ? plan.name : `${plan.name} (${plan.row})`, error });
      }
    }
    for (const [warning, { first, more }] of told) {
      const releases = more === 0 ? first : `${first} and ${more} more`;
      warn(io, named ? `${releases}: ${warning}` : warning);
    }
    const [first] = failed;
    if (first && !named) throw first.error;
    if (first) throw new ReleaseErrors(failed);
    keep.end();
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
    take: (rendered, _output, keep, plan) => documents.push(toYaml(keep(rendered, () => [], plan).objects)),
    end: () => io.out(documents.join('---\n')),
    drop: () => undefined,
  };
}

/** Every release goes to its own folder where it has one and `fixed` is not set, else to `output`. */
export function toFolder(
  io: Io,
  tool: string,
  output: string,
  layout: Layout,
  {
    prune,
    fixed = true,
    secrets = {},
  }: { readonly prune: boolean; readonly fixed?: boolean; readonly secrets?: FinishFlags },
): Sink {
  const record = recorder(io, layout, secrets);
  const folders = new Map<
    string,
    { named: string; writer: OutputWriter; count: { releases: number; objects: number } }
  >();
  const open = (named: string) => {
    const folder = resolvePath(io.cwd, named);
    const known = folders.get(folder);
    if (known) return known;
    const opened = {
      named,
      writer: new OutputWriter({ folder, layout, tool, prune }),
      count: { releases: 0, objects: 0 },
    };
    folders.set(folder, opened);
    return opened;
  };
  return {
    take: (full, own, keep, plan) => {
      const { named, writer, count } = open(fixed ? output : (own ?? output));
      const rendered = withRequirements(
        full,
        keep(full, () => writer.earlier(full.name), plan),
        plan,
      );
      writer.add(rendered, record(plan, resolvePath(io.cwd, named)));
      count.releases++;
      count.objects += rendered.objects.length;
    },
    end: () => {
      const all = [...folders.values()];
      const written = commitAll(all.map(({ writer }) => writer));
      for (const [index, { named, count }] of all.entries()) {
        const result = written[index];
        if (result) io.err(`${summary(named, count, result)}\n`);
      }
    },
    drop: () => {
      for (const { writer } of folders.values()) writer.abort();
    },
  };
}

export async function plansOf(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  {
    config,
    only,
    output: _output,
    stdout: _stdout,
    layout: _layout,
    validate: _validate,
    secrets: _secrets,
    certificate: _certificate,
    secretStore: _store,
    applyset: _applyset,
    ...release
  }: SynthFlags,
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
