// The examples with patches, through the pipeline.

import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { loadChanges } from '../../lib/patches/file';
import { readChanges } from '../../lib/patches/read';
import { type Finished, runPipeline } from '../../lib/pipeline/pipeline';
import { renderRelease } from '../../lib/render/render';
import { readLayer } from '../../lib/values/file/load';
import { programLayer, resolve } from '../../lib/values/resolve';

export interface PatchedOptions {
  readonly values?: object;
  readonly name?: string;
}

/** The example of a chart with the changes of a `--patch` file. */
export function patched(chart: string, text: string, { values = {}, name = chart }: PatchedOptions = {}): Finished {
  const system = registry.find((entry) => entry.name === chart)?.load();
  if (!system) throw new Error(`no chart is named ${chart}`);
  const file = `charts/${chart}/example.values.yaml`;
  const complete = resolve(system.schema, system.rules, [readLayer(file, file), programLayer(values)]);
  const changes = readChanges([{ layer: loadChanges({ source: 'patches.yaml', text }) }]);
  const rendered = renderRelease(system, { name, namespace: 'ns', values: complete.values, changes });
  return runPipeline(rendered, { requirements: 'all' });
}

export function find({ objects }: { readonly objects: readonly Manifest[] }, kind: string, name: string) {
  const object = objects.find((one) => one.kind === kind && one.metadata.name.startsWith(name));
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
  return object as any;
}

/** The message of what `work` throws. */
export function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
