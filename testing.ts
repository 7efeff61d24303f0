// `sandbox-charts/testing`: renders constructs and releases for tests.

import { dirname, resolve } from 'node:path';
import { App, Chart } from 'cdk8s';
import { registry } from './charts/registry';
import type { Io } from './cli/io';
import { withChartFiles } from './cli/plan/chart-files';
import { RunSettings } from './cli/plan/pipeline-settings';
import { plansOfFile } from './cli/plan/plans-of-file';
import type { Manifest } from './lib/k8s/object/manifest';
import { manifestsOf } from './lib/k8s/object/objects-below';
import type { ExternalObject } from './lib/k8s/release';
import { runPipeline } from './lib/pipeline/pipeline';
import { CheckError } from './lib/render/checks/index';
import { renderRelease as renderChecked } from './lib/render/render';
import { METADATA, textsOf } from './lib/render/validation';
import { type Requirements, requirementsOf } from './lib/requirements/requirements';
import { nearest } from './lib/values/nearest';
import { formatProblem } from './lib/values/problem';
import { resolve as resolveValues } from './lib/values/resolve';

/** A rendered Kubernetes object. Its fields are of type `any`, so that tests can read them. */
export interface TestObject {
  /** `apps/v1` */
  readonly apiVersion: string;
  /** `Deployment` */
  readonly kind: string;
  /** Name, namespace, labels and annotations. */
  readonly metadata: Manifest['metadata'];
  /** Everything else. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read fields of objects of every kind.
  readonly [field: string]: any;
}

/** What was rendered. */
export class Rendering {
  /** @internal */
  constructor(
    /** All objects, in the order in which they are applied. */
    readonly objects: readonly TestObject[],
    /** The warnings, without locations. */
    readonly warnings: readonly string[],
    /** What users must do in addition to applying the objects. */
    readonly notes: readonly string[],
    /** What the cluster must have: `requirements.objects` lists Secrets and other objects that users create. */
    readonly requirements: Requirements,
  ) {}

  /** The objects of a kind. */
  findAll(kind: string): readonly TestObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /**
   * The object with this kind and name. The name can be left out if there is only one of the kind, and so can the hash at
   * the end of a Job's name. Throws if there is none, with the nearest name, or if there are several.
   */
  find(kind: string, name?: string): TestObject {
    const isNamed = ({ metadata }: TestObject) =>
      name === undefined ||
      metadata.name === name ||
      (kind === 'Job' && metadata.name.replace(/-[0-9a-f]{10}$/, '') === name);
    const found = this.findAll(kind).filter(isNamed);
    const [only] = found;
    if (only && found.length === 1) return only;
    const known = this.objects.map((object) => `${object.kind} ${object.metadata.name}`);
    const asked = name === undefined ? kind : `${kind} ${name}`;
    if (only)
      throw new Error(
        `${found.length} objects match ${asked}: ${found.map(({ metadata }) => metadata.name).join(', ')}`,
      );
    const near =
      nearest(asked, known) ??
      nearest(
        kind,
        known.map((one) => one.split(' ')[0] ?? ''),
      );
    throw new Error(
      `no object matches ${asked} (${near === undefined ? `expected ${known.join(', ')}` : `did you mean ${near}?`})`,
    );
  }
}

/**
 * Renders constructs: `build` adds them to a Chart. Throws what `app.synth()` throws, such as the problems that the checks
 * of a release find.
 */
export function renderConstruct(build: (chart: Chart) => void, props: { readonly namespace?: string } = {}): Rendering {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true, ...props });
  build(chart);
  const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) throw new CheckError(problems);
  const objects = manifestsOf(chart);
  const constructs = chart.node.findAll();
  const externals = constructs
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === METADATA.external))
    .map(({ data }) => data as ExternalObject);
  const requirements = requirementsOf({ name: 'test', objects, externals });
  return new Rendering(objects, textsOf(constructs, 'warning'), textsOf(constructs, 'note'), requirements);
}

/**
 * Renders one release of a releases file as `sandbox-charts synth` does, with its patches, image lock, Secret modes and target.
 * `file` is relative to the current folder. With `allowCode`, charts of your own are loaded. Secrets of the modes
 * sealed-secrets and sops are not supported. Throws every problem.
 */
export function renderRelease(
  file: string,
  release: string,
  { allowCode = false }: { readonly allowCode?: boolean } = {},
): Rendering {
  const io: Io = { ...SILENT, cwd: dirname(resolve(file)) };
  const charts = withChartFiles(registry, io.cwd, allowCode);
  const [plan] = plansOfFile(io, charts, resolve(file), { only: [release] });
  if (!plan) throw new Error(`${file} has no release ${release}`);
  const system = plan.chart.load();
  const { values, warnings } = resolveValues(system.schema, system.rules, plan.layers());
  const { name, namespace = system.defaultNamespace } = plan;
  const rendered = renderChecked(system, { name, namespace, values, changes: plan.changes() });
  const settings = new RunSettings(io, 'test', {}, { ofFile: true, requirements: 'all' });
  const finished = runPipeline(
    rendered,
    settings.of(plan, rendered, () => []),
  );
  const texts = warnings.map((warning) => formatProblem({ ...warning, origin: undefined }));
  const { objects, notes, requirements = requirementsOf(finished) } = finished;
  return new Rendering(objects, [...texts, ...finished.warnings], notes, requirements);
}

const SILENT: Omit<Io, 'cwd'> = {
  width: 100,
  color: false,
  stdin: () => Promise.resolve(new Uint8Array()),
  out: () => undefined,
  outPrivate: () => undefined,
  err: () => undefined,
};
