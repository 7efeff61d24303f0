// `explain`: finds the object and the field, and shows where they come from.

import { resolve as resolvePath } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { earlierTexts } from '../../lib/output/index/output-index';
import { readIndex } from '../../lib/output/index/parse-index';
import { OutputTree } from '../../lib/output/tree/output-tree';
import { runPipeline } from '../../lib/pipeline/pipeline';
import type { Registry } from '../../lib/render/registry';
import { renderRelease } from '../../lib/render/render';
import type { Step } from '../../lib/review/diff/change';
import { maskOf } from '../../lib/review/diff/report/mask';
import { explain } from '../../lib/review/explain/explain';
import { fieldAt, missingAt, parseField } from '../../lib/review/explain/field-path';
import { builtScene, finishedScene } from '../../lib/review/explain/scene';
import { REPEATABLE } from '../../lib/secrets';
import { nearest } from '../../lib/values/nearest';
import { resolve } from '../../lib/values/resolve';
import { linkFreeFolders } from '../files/link-free-folders';
import type { ExplainFlags } from '../flags/explain-flags';
import type { SynthFlags } from '../flags/flags';
import { UsageError, unknownWord } from '../flags/usage';
import { type Io, quiet } from '../io';
import { changes, RunSettings } from '../plan/pipeline-settings';
import { defaultReleasesFile, plansOfFile } from '../plan/plans-of-file';
import { OUTPUT, plansOf } from '../plan/selection';
import { type Answer, answerJson, answerText, NotFoundError, type Query } from '../print/explain-report';

export async function explainField(
  io: Io,
  tool: string,
  registry: Registry,
  query: Query,
  { format = 'text', ...flags }: ExplainFlags,
): Promise<void> {
  try {
    const answer = await answerOf(io, tool, registry, query, flags);
    io.out(format === 'json' ? answerJson(answer) : answerText(answer));
  } catch (error) {
    if (error instanceof NotFoundError && format === 'json') io.out(error.json());
    throw error;
  }
}

async function answerOf(io: Io, tool: string, registry: Registry, query: Query, flags: SynthFlags): Promise<Answer> {
  const steps = parseField(query.field);
  if (!steps) throw new UsageError(`${query.field} is not a field path (expected a.b, a[0], a[name=x] or a["b.c"])`);
  const { plan, ofFile } = await releaseNamed(io, registry, query.release, flags);
  const system = plan.chart.load();
  const layers = plan.layers();
  const { values } = resolve(system.schema, system.rules, layers);
  const { name, namespace = system.defaultNamespace } = plan;
  const whole = { name, namespace, values, changes: plan.changes() };

  const unheard = quiet(io);
  const settings = new RunSettings(unheard, tool, flags, { ofFile });
  const folder = resolvePath(io.cwd, plan.output ?? OUTPUT);
  const rendered = renderRelease(system, whole);
  const request = { ...whole, ...(rendered.applied ? { pins: rendered.applied.matches } : {}) };
  const earlier = () => {
    const tree = OutputTree.open({ folder, bases: linkFreeFolders(io, plan.flags.config) });
    const texts = tree ? earlierTexts(tree, readIndex(tree), name) : [];
    tree?.close();
    return texts;
  };
  const { objects } = runPipeline(rendered, settings.of(plan, rendered, earlier));
  const at = indexOf(objects, query.object);
  const object = objects[at] as Manifest;
  const value = fieldAt(object, steps);
  if (value === undefined) throw NotFoundError.field(query, missingAt(object, steps));

  const repeatable = new RunSettings(unheard, tool, flags, { ofFile, seal: REPEATABLE });
  const scene =
    changes(flags, plan) || isStamped(object, steps)
      ? finishedScene(system, request, at, (other) =>
          runPipeline(
            other,
            repeatable.of(plan, other, () => []),
          ),
        )
      : builtScene(system, request, object);
  const explained = explain(system, { request, layers, scene, fieldOf: (found) => fieldAt(found, steps) });
  const shown = maskOf(objects)(object, steps, value);
  return { query, value: shown, isHidden: !isDeepStrictEqual(shown, value), request, schema: system.schema, explained };
}

/** Whether the last step writes the field: checksums of pods and names of Jobs. */
const isStamped = ({ kind }: Manifest, steps: readonly Step[]): boolean =>
  steps.includes('annotations') || (kind === 'Job' && steps.includes('name'));

/** The release with this name in the releases file or, if there is none, the chart with its flags. */
export async function releaseNamed(io: Io, registry: Registry, release: string, flags: SynthFlags) {
  const chart = registry.find(({ name }) => name === release);
  const { config, kubeVersion, imageLock, secrets, certificate, secretStore, applyset, allowOutside, ...own } = flags;
  const file = config ?? defaultReleasesFile(io);
  if (chart === undefined && file === undefined) throw unknownWord('release', release, namesOf(registry));
  const isListed = () =>
    file !== undefined && plansOfFile(io, registry, file, { allowOutside }).some(({ name }) => name === release);
  // Flags of a single release mean a chart. Without any, the releases file comes first.
  const ofFile = chart === undefined || config !== undefined || (Object.keys(own).length === 0 && isListed());
  const [plan] = await plansOf(
    io,
    registry,
    ofFile ? undefined : chart,
    ofFile ? { ...flags, only: [release] } : flags,
  );
  if (plan) return { plan, ofFile };
  throw unknownWord('release', release, namesOf(registry));
}

const namesOf = (entries: readonly { readonly name: string }[]): string[] => entries.map(({ name }) => name);

/** The object with this name, which can include the namespace if there are several. */
function indexOf(objects: readonly Manifest[], query: string): number {
  const short = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const long = objects.map(({ kind, metadata: { namespace = '', name } }) => `${kind}/${namespace}/${name}`);
  const isMatch = (name: string | undefined) => name?.toLowerCase() === query.toLowerCase();
  const found = [...objects.keys()].filter((index) => isMatch(short[index]) || isMatch(long[index]));
  const [at, ...others] = found;
  if (at === undefined) throw NotFoundError.object(query, nearest(query, short), short);
  if (others.length > 0)
    throw NotFoundError.oneObject(
      query,
      found.map((index) => long[index] ?? ''),
    );
  return at;
}
