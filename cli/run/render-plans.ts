// Renders planned releases one after the other, and gathers what there is to tell of them.

import { CheckError } from '../../lib/render/checks';
import { type Rendered, renderRelease } from '../../lib/render/render';
import { andMore } from '../../lib/values/and-more';
import { formatProblem } from '../../lib/values/problem';
import { resolve } from '../../lib/values/resolve';
import type { Io } from '../io';
import type { Plan } from '../plan/plan';
import { withTarget } from '../plan/targeting';
import type { Pause } from '../print/progress';
import { note, ReleaseErrors, warn } from '../print/report';
import { Owners } from './owners';
import type { Keep, KeepSecrets } from './secrets';
import type { Sink } from './sink';

export interface RenderOptions {
  readonly validate: boolean;
  /** Whether messages name the release. */
  readonly named: boolean;
  readonly keep: KeepSecrets;
  /** Called after each release, and before anything is written. */
  readonly pause?: Pause;
  /** Records which release contains which object. */
  readonly owners?: Owners;
  /** Absolute path of the folder that a release goes to; absent for one place for all of them. */
  readonly folderOf?: (plan: Plan) => string;
  /** Ends the wait for another run that writes the same folder. */
  readonly signal?: AbortSignal;
}

/** A warning of the first release that has it. Those of the same kind that differ in their words are one. */
export interface Warning {
  readonly text: string;
  readonly at: number;
  readonly first: string;
  readonly more: number;
}

/** What a run has to tell of the releases that it rendered, each with its place among the plans. */
export interface Told {
  /** A fleet shares its values, and with them its warnings: each is told once. */
  readonly warnings: Map<string, Warning>;
  readonly notes: { readonly at: number; readonly text: string }[];
  readonly failed: { readonly release: string; readonly error: unknown }[];
}

/** Renders every plan; when one fails nothing is written, and what is wrong with all of them is thrown. */
export async function render(io: Io, plans: readonly Plan[], sink: Sink, options: RenderOptions): Promise<void> {
  const { owners = new Owners() } = options;
  try {
    const told = await renderEach(plans.entries(), sink, { ...options, owners });
    tell(io, told, options.named);
    const [first] = told.failed;
    if (first && !options.named) throw first.error;
    if (first) throw new ReleaseErrors(told.failed);
    options.keep.end();
    owners.demandUnshared();
    await sink.end(options.signal);
  } catch (error) {
    sink.drop();
    throw error;
  }
}

/** Hands each rendered plan to the sink, until one fails. */
export async function renderEach(
  plans: Iterable<[number, Plan]>,
  sink: Sink,
  { validate, keep, named, pause, owners, folderOf = () => '' }: RenderOptions,
): Promise<Told> {
  const told: Told = { warnings: new Map(), notes: [], failed: [] };
  for (const [at, plan] of plans) {
    try {
      const { rendered, warnings } = renderPlan(plan, validate);
      const warnOf = (text: string, kind = text) => {
        const known = told.warnings.get(kind);
        told.warnings.set(kind, known ? { ...known, more: known.more + 1 } : { text, at, first: plan.name, more: 0 });
      };
      for (const warning of warnings) warnOf(warning);
      for (const note of rendered.notes) told.notes.push({ at, text: named ? `${plan.name}: ${note}` : note });
      const keepAndTell: Keep = (full, earlier, of) => {
        const kept = keep(full, earlier, of);
        const { name, cluster } = plan;
        owners?.add({ release: name, cluster, folder: folderOf(plan), objects: kept.objects });
        for (const warning of kept.warnings.slice(full.warnings.length)) warnOf(warning);
        for (const { kind, text } of kept.unstamped ?? []) warnOf(text, kind);
        return kept;
      };
      if (told.failed.length === 0) sink.take(rendered, plan.output, keepAndTell, plan);
    } catch (error) {
      told.failed.push({ release: plan.row === undefined ? plan.name : `${plan.name} (${plan.row})`, error });
    }
    await pause?.(at + 1);
  }
  return told;
}

export function tell(io: Io, { notes, warnings }: Told, named: boolean): void {
  for (const { text } of notes) note(io, text);
  for (const { text, first, more } of warnings.values()) {
    warn(io, named ? `${andMore(first, more)}: ${text}` : text);
  }
}

function renderPlan(plan: Plan, validate: boolean): { rendered: Rendered; warnings: string[] } {
  const system = plan.chart.load();
  const { values, warnings } = resolve(system.schema, system.rules, plan.layers());
  const { name, namespace = system.defaultNamespace } = plan;
  const rendered = withTarget(renderRelease(system, { name, namespace, values }), plan);
  if (validate) {
    // Kubernetes' schemas are large: loaded on request only.
    const { checkSchema } = require('../../lib/render/schema-check') as typeof import('../../lib/render/schema-check');
    const findings = checkSchema(rendered.objects);
    if (findings.length > 0) throw new CheckError(findings);
  }
  return { rendered, warnings: [...warnings.map(formatProblem), ...rendered.warnings] };
}
