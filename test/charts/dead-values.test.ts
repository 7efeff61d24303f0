// A value that no chart reads would be a promise without effect.

import { registry } from '../../charts/registry';
import { renderRelease } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { keysOf, tracked } from '../support/tracking';

test.each(registry.map(({ name }) => name))('%s reads every key of its schema', (chart) => {
  const read = new Set<string>();
  const own = cases.filter((candidate) => candidate.chart === chart);
  for (const { system, values } of own) {
    const resolved = resolve(system.schema, system.rules, [programLayer(values)]);
    const watched = tracked(system.schema, resolved.values, read) as typeof resolved.values;
    renderRelease(system, { name: system.name, namespace: system.defaultNamespace, values: watched });
  }
  expect(own.flatMap(({ system }) => keysOf(system.schema)).filter((key) => !read.has(key))).toEqual([]);
});
