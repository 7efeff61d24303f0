// On the real charts: changing values in groups finds the same as changing each of them alone.

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { renderUnchecked } from '../../../lib/render/render';
import { type Change, replaceAll } from '../../../lib/review/explain/change';
import { type Leaf, leavesOf } from '../../../lib/review/explain/leaves';
import { builtScene } from '../../../lib/review/explain/scene';
import { search } from '../../../lib/review/explain/search';
import { formatPath, type Path, valueAt } from '../../../lib/values/path';
import { programLayer, resolve } from '../../../lib/values/resolve';
import { cases } from '../../support/charts';
import { changesOnlyTogether } from './together';

const namesOf = (leaves: readonly Leaf[]) => leaves.map(({ path }) => formatPath(path));

// On daytona, changing each value alone takes minutes.
describe.each(cases.filter(({ chart }) => chart !== 'daytona'))('$chart, $name', ({ system, values }) => {
  const resolved = resolve(system.schema, system.rules, [programLayer(values)]).values;
  const request = { name: system.name, namespace: system.defaultNamespace, values: resolved };
  const leaves = leavesOf(system.schema, resolved);
  const { objects } = renderUnchecked(system, request);

  test('each value has another one that the schema accepts', () => {
    const names = namesOf(leaves.filter(({ others }) => [...others].length === 0));
    expect(names.filter((name) => !changesOnlyTogether(name))).toEqual([]);
  });

  test('groups find the same as single changes', () => {
    const anyField = fc
      .constantFrom(...objects)
      .chain((object) => fc.constantFrom(...fieldsOf(object)).map((field) => ({ object, field })));
    fc.assert(
      fc.property(anyField, ({ object, field }) => {
        const scene = builtScene(system, request, object);
        const outcomeOf = (changes: readonly Change[]) => {
          try {
            const found = scene({ ...request, values: replaceAll(resolved, changes) });
            return isDeepStrictEqual(valueAt(found, field), valueAt(object, field)) ? 'same' : 'differs';
          } catch {
            return 'fails';
          }
        };
        const alone = leaves.filter(({ path, others, kind }) => {
          for (const value of others) {
            const outcome = outcomeOf([{ path, value }]);
            if (outcome === 'differs' || (outcome === 'same' && kind !== 'choice')) return outcome === 'differs';
          }
          return false;
        });
        expect(namesOf(search(leaves, outcomeOf).sources)).toEqual(namesOf(alone));
      }),
      { numRuns: 4 },
    );
  });
});

function fieldsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => fieldsOf(item, [...path, key]));
}
