// Changing values in groups finds what changing each of them alone finds.

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

const leaf = (key: string, kind: Leaf['kind'] = 'plain', others: readonly unknown[] = ['other']): Leaf => ({
  path: [key],
  kind,
  others,
});
const namesOf = (leaves: readonly Leaf[]) => leaves.map(({ path }) => formatPath(path));
const many = Array.from({ length: 300 }, (_, at) => leaf(`v${at}`, at % 5 === 0 ? 'switch' : 'plain'));

test('any set of values that a field comes from is found, in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(299), { maxLength: 12 }), (wanted) => {
      const names = wanted.sort((a, b) => a - b).map((at) => `v${at}`);
      const { sources, untried } = search(many, (changes) =>
        changes.some(({ path }) => names.includes(formatPath(path))) ? 'differs' : 'same',
      );
      expect(namesOf(sources)).toEqual(names);
      expect(untried).toEqual([]);
    }),
  );
});

test('values that nothing can be rendered without do not hide the others', () => {
  const has = (changes: readonly Change[], name: string) => changes.some(({ path }) => formatPath(path) === name);
  const { sources, untried } = search(many, (changes) =>
    has(changes, 'v7') ? 'fails' : has(changes, 'v8') ? 'differs' : 'same',
  );
  expect(namesOf(sources)).toEqual(['v8']);
  expect(namesOf(untried)).toEqual(['v7']);
});

test('a switch that hides its neighbour does not keep it from being found', () => {
  const { sources } = search(many, (changes) => {
    const names = changes.map(({ path }) => formatPath(path));
    return names.includes('v6') && !names.includes('v5') ? 'differs' : 'same';
  });
  expect(namesOf(sources)).toEqual(['v6']);
});

test('of a choice every value is tried', () => {
  const { sources } = search([leaf('type', 'choice', ['a', 'b', 'c'])], ([change]) =>
    change?.value === 'c' ? 'differs' : 'same',
  );
  expect(namesOf(sources)).toEqual(['type']);
});

test('a value is tried with others until one renders', () => {
  const { sources } = search([leaf('size', 'plain', [1, 2])], ([change]) =>
    change?.value === 1 ? 'fails' : 'differs',
  );
  expect(namesOf(sources)).toEqual(['size']);
});

describe.each(cases.filter(({ chart }) => chart !== 'daytona'))('$chart, $name', ({ system, values }) => {
  const resolved = resolve(system.schema, system.rules, [programLayer(values)]).values;
  const request = { name: system.name, namespace: system.defaultNamespace, values: resolved };
  const leaves = leavesOf(system.schema, resolved);
  const { objects } = renderUnchecked(system, request);

  test('each value has another one that the schema takes', () => {
    expect(namesOf(leaves.filter(({ others }) => [...others].length === 0))).toEqual([]);
  });

  test('groups find what single changes find', () => {
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
