// The keys that a chart reads with any of its test values.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { renderRelease } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from './charts';
import { type Reads, tracked } from './tracking';

export function readsOf(chart: string): Reads & { readonly objects: readonly Manifest[] } {
  const reads: Reads = { named: new Set(), copied: new Set() };
  const objects: Manifest[] = [];
  for (const { system, values } of cases.filter((candidate) => candidate.chart === chart)) {
    const resolved = resolve(system.schema, system.rules, [programLayer(values)]);
    const watched = tracked(system.schema, resolved.values, reads) as typeof resolved.values;
    const release = { name: system.name, namespace: system.defaultNamespace, values: watched };
    objects.push(...renderRelease(system, release).objects);
  }
  return { ...reads, objects };
}
