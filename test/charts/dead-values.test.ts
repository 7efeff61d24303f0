// A value that no chart reads would be a promise without effect.

import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/manifest';
import { renderRelease } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { keysOf, tracked } from '../support/tracking';

/** A chart without claims has nothing to give a storage class to. */
const storageOf = (objects: readonly Manifest[]) =>
  objects.some(
    ({ kind, spec }) =>
      kind === 'PersistentVolumeClaim' || (spec as { volumeClaimTemplates?: unknown })?.volumeClaimTemplates,
  )
    ? []
    : ['global.storageClass'];

/** What cannot be read by one rendering and is proven elsewhere. */
const ACCEPTED: Readonly<Record<string, readonly RegExp[]>> = {
  // Only the blocks of the chosen provider count; the chart's own tests render each.
  peerpods: [/^provider(Configs|Secrets)\./],
};

test.each(registry.map(({ name }) => name))('%s reads every key of its schema', (chart) => {
  const read = new Set<string>();
  const objects: Manifest[] = [];
  const own = cases.filter((candidate) => candidate.chart === chart);
  for (const { system, values } of own) {
    const resolved = resolve(system.schema, system.rules, [programLayer(values)]);
    const watched = tracked(system.schema, resolved.values, read) as typeof resolved.values;
    const release = { name: system.name, namespace: system.defaultNamespace, values: watched };
    objects.push(...renderRelease(system, release).objects);
  }
  const known = new Set(own.flatMap(({ system }) => keysOf(system.schema)));
  for (const key of [...read, ...storageOf(objects)]) known.delete(key);
  const accepted = ACCEPTED[chart] ?? [];
  expect([...known].filter((key) => !accepted.some((pattern) => pattern.test(key)))).toEqual([]);
});
