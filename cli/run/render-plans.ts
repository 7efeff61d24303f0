// Renders planned releases one by one, runs them through the pipeline, and collects their messages.

import { type KubeVersion, OLDEST } from '../../lib/names/kube-version';
import type { Changes } from '../../lib/patches/change';
import { runPipeline } from '../../lib/pipeline/pipeline';
import { CheckError, formatFinding } from '../../lib/render/checks';
import { type Rendered, rendererOf } from '../../lib/render/render';
import type { System } from '../../lib/render/system';
import { creation } from '../../lib/secrets/creation';
import { listSummary } from '../../lib/values/list-summary';
import { collect, formatProblem } from '../../lib/values/problem';
import { type Resolved, resolve } from '../../lib/values/resolve';
import type { Static, TObject } from '../../lib/values/schema/schema';
import type { Io } from '../io';
import type { RunSettings } from '../plan/pipeline-settings';
import type { Plan } from '../plan/plan';
import type { Pause } from '../print/progress';
import { note, ReleaseErrors, warn } from '../print/report';
import { applyHeapLimit, beginLongRun, FLEET } from '../process/heap';
import type { Encryptor } from '../process/sops';
import { COMPARE, runEncrypting } from './output/encrypting';
import { Owners } from './output/owners';
import type { Sink } from './output/sink';

export interface RenderOptions {
  readonly validate: boolean;
  /** Whether messages name the release. */
  readonly named: boolean;
  readonly settings: RunSettings;
  /** Called after each release, and before anything is written. */
  readonly pause?: Pause;
  /** Records which release contains which object. */
  readonly owners?: Owners;
  /** Absolute path of the folder that a release goes to; absent for one place for all of them. */
  readonly folderOf?: (plan: Plan) => string;
  /** Encrypts Secrets of mode `sops`. */
  readonly encryptorOf: typeof COMPARE | ((plan: Plan) => Encryptor);
  /** Cancels waiting for SOPS, and for another run that writes the same folder. */
  readonly signal?: AbortSignal;
}

/** Number of releases from which it is worth collecting garbage to limit the memory of a run. */
const LARGE_FLEET = 2000;

/** Renders every plan. If one fails, nothing is written, and the errors of all plans are thrown. */
export async function render(io: Io, plans: readonly Plan[], sink: Sink, options: RenderOptions): Promise<void> {
  const { named, settings, owners = new Owners(), signal } = options;
  const run = new Run(io, sink, { ...options, owners });
  const end = plans.length < FLEET ? undefined : beginLongRun();
  try {
    if (plans.length >= LARGE_FLEET) applyHeapLimit();
    await run.takeAll(plans);
    run.tell();
    const [first] = run.failed;
    if (first && !named) throw first.error;
    if (first) throw new ReleaseErrors(run.failed);
    settings.end();
    owners.demandUnshared();
    await sink.end(signal);
  } catch (error) {
    sink.drop();
    throw error;
  } finally {
    end?.();
  }
}

/** Prints a warning for the first release that has it. Warnings of the same kind with different text count as one. */
interface Warning {
  readonly text: string;
  readonly first: string;
  readonly more: number;
}

class Run {
  readonly failed: { readonly release: string; readonly error: unknown }[] = [];
  /** Releases share values and therefore warnings: each one is printed once. */
  private readonly warnings = new Map<string, Warning>();
  private readonly notes: string[] = [];
  private readonly validatedFor = new Set<KubeVersion>();
  private readonly renderers = new Map<System, ReturnType<typeof rendererOf>>();

  constructor(
    private readonly io: Io,
    private readonly sink: Sink,
    private readonly options: RenderOptions & { readonly owners: Owners },
  ) {}

  async takeAll(plans: readonly Plan[]): Promise<void> {
    for (const [at, plan] of plans.entries()) {
      try {
        await this.take(plan);
      } catch (error) {
        this.failed.push({ release: plan.row === undefined ? plan.name : `${plan.name} (${plan.row})`, error });
      }
      await this.options.pause?.(at + 1);
    }
  }

  tell(): void {
    const { named } = this.options;
    for (const text of this.notes) note(this.io, text);
    if (this.validatedFor.size > 0 && this.failed.length === 0) {
      this.io.err(`validated for Kubernetes ${[...this.validatedFor].sort().join(', ')}\n`);
    }
    for (const { text, first, more } of this.warnings.values()) {
      warn(this.io, named ? `${listSummary(first, more)}: ${text}` : text);
    }
  }

  /** Renders one release and passes it to the sink, unless an earlier one failed. */
  private async take(plan: Plan): Promise<void> {
    const { validate, named, settings, owners, encryptorOf, signal, folderOf = () => '' } = this.options;
    const { rendered, warnings } = this.renderPlan(plan);
    if (validate) this.validatedFor.add(plan.chart.load().kubeVersion ?? OLDEST);
    for (const warning of warnings) this.warn(plan, warning);
    for (const text of rendered.notes) this.notes.push(named ? `${plan.name}: ${text}` : text);
    if (this.failed.length > 0) return;
    const ofPlan = settings.of(plan, rendered, (of) => this.sink.earlier(of));
    const finished =
      ofPlan.secrets && encryptorOf !== COMPARE
        ? await runEncrypting(rendered, ofPlan, encryptorOf(plan), signal)
        : runPipeline(rendered, ofPlan);
    this.tellLeftOut(rendered, finished);
    owners.add({ release: plan.name, cluster: plan.cluster, folder: folderOf(plan), objects: finished.objects });
    for (const warning of finished.warnings.slice(rendered.warnings.length)) this.warn(plan, warning);
    for (const { kind, text } of finished.unstamped ?? []) this.warn(plan, text, kind);
    this.sink.take(finished, plan);
  }

  private renderPlan(plan: Plan): { rendered: Rendered; warnings: string[] } {
    const system = plan.chart.load();
    const { values, warnings, changes } = inputsOf(plan, system);
    const { name, namespace = system.defaultNamespace } = plan;
    const render = this.renderers.get(system) ?? rendererOf(system);
    this.renderers.set(system, render);
    const rendered = render({ name, namespace, values, changes });
    if (this.options.validate) {
      // The Kubernetes schemas are large, so they are loaded only if needed.
      const { checkSchema } =
        require('../../lib/render/schema-check') as typeof import('../../lib/render/schema-check');
      const findings = checkSchema(rendered.objects, system.kubeVersion);
      if (findings.length > 0) throw new CheckError(findings.map(formatFinding));
    }
    return { rendered, warnings: [...warnings.map(formatProblem), ...rendered.warnings] };
  }

  private warn({ name }: Plan, text: string, kind = text): void {
    const known = this.warnings.get(kind);
    this.warnings.set(kind, known ? { ...known, more: known.more + 1 } : { text, first: name, more: 0 });
  }

  /** Prints the Secrets that were left out, and how to create them. */
  private tellLeftOut(rendered: Rendered, finished: Rendered): void {
    for (const { name, namespace = '', keys, type } of finished.externals.slice(rendered.externals.length)) {
      const { command } = creation({ name, namespace, keys, ...(type === undefined ? {} : { type }) });
      this.io.err(`${rendered.name}: create Secret ${namespace}/${name} with ${keys.join(', ')}:\n`);
      this.io.err(`  ${command}\n`);
    }
  }
}

interface Inputs extends Resolved<Static<TObject>> {
  readonly changes: Changes;
}

/** Reads everything, so that one error has the problems of values and of changes. */
function inputsOf(plan: Plan, { schema, rules }: System): Inputs {
  const read = collect<Partial<Inputs>>([
    () => resolve(schema, rules, plan.layers()),
    () => ({ changes: plan.changes() }),
  ]);
  return Object.assign({}, ...read) as Inputs;
}
