// For any single value that a user changes to another valid one, the chart renders or reports an invalid value, never an
// internal error.

import fc from 'fast-check';
import { CheckError } from '../../lib/render/checks';
import { renderRelease } from '../../lib/render/render';
import { replaceAll } from '../../lib/review/explain/change';
import { leavesOf } from '../../lib/review/explain/leaves';
import type { Tree } from '../../lib/values/layer';
import { formatPath } from '../../lib/values/path';
import { InputError } from '../../lib/values/problem';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';

test.each(cases)('$chart, $name', ({ system, values }) => {
  const request = { name: system.name, namespace: system.defaultNamespace };
  const resolved = resolve(system.schema, system.rules, [programLayer(values)]).values;
  const change = fc
    .constantFrom(...leavesOf(system.schema, resolved))
    .map(({ path, others }) => ({ path, all: [...others] }))
    .filter(({ all }) => all.length > 0)
    .chain(({ path, all }) => fc.constantFrom(...all).map((value) => ({ path, value })));
  fc.assert(
    fc.property(change, (one) => {
      const changed = programLayer(replaceAll(resolved, [one]) as Tree);
      try {
        renderRelease(system, { ...request, values: resolve(system.schema, system.rules, [changed]).values });
      } catch (error) {
        if (error instanceof InputError || error instanceof CheckError) return;
        throw new Error(`${formatPath(one.path)} = ${JSON.stringify(one.value)}`, { cause: error });
      }
    }),
    { numRuns: 40 },
  );
});
