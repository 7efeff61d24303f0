// A release of a chart from a values file, as rendered to disk.

import { readFileSync } from 'node:fs';
import { runPipeline } from '../../../lib/pipeline/pipeline';
import type { ChartEntry } from '../../../lib/render/registry';
import { type Rendered, renderRelease } from '../../../lib/render/render';
import { readLayer } from '../../../lib/values/file/load';
import { programLayer, resolve } from '../../../lib/values/resolve';

/** `more` is merged over the file, whose first line can contain `-n NAMESPACE`. */
export function releaseOf(entry: ChartEntry, file: string, more: object = {}): Rendered {
  const system = entry.load();
  const { values } = resolve(system.schema, system.rules, [readLayer(file, file), programLayer(more)]);
  const [, namespace = system.defaultNamespace] = /^#.* -n ([a-z-]+)/.exec(readFileSync(file, 'utf8')) ?? [];
  return runPipeline(renderRelease(system, { name: entry.name, namespace, values }), {});
}
