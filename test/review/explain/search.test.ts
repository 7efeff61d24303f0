// Changing values in groups finds the same as changing each of them alone.

import fc from 'fast-check';
import type { Change } from '../../../lib/review/explain/change';
import type { Leaf } from '../../../lib/review/explain/leaves';
import { search } from '../../../lib/review/explain/search';
import { formatPath } from '../../../lib/values/path';

const leaf = (key: string, kind: Leaf['kind'] = 'plain', others: readonly unknown[] = ['other']): Leaf => ({
  path: [key],
  kind,
  others,
});
const namesOf = (leaves: readonly Leaf[]) => leaves.map(({ path }) => formatPath(path));
const many = Array.from({ length: 300 }, (_, at) => leaf(`v${at}`, at % 5 === 0 ? 'switch' : 'plain'));

test('any set of values that determine a field is found, in order', () => {
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

test('values without which nothing can be rendered do not hide the others', () => {
  const has = (changes: readonly Change[], name: string) => changes.some(({ path }) => formatPath(path) === name);
  const { sources, untried } = search(many, (changes) =>
    has(changes, 'v7') ? 'fails' : has(changes, 'v8') ? 'differs' : 'same',
  );
  expect(namesOf(sources)).toEqual(['v8']);
  expect(namesOf(untried)).toEqual(['v7']);
});

test('a switch does not keep an adjacent value that it disables from being found', () => {
  const { sources } = search(many, (changes) => {
    const names = changes.map(({ path }) => formatPath(path));
    return names.includes('v6') && !names.includes('v5') ? 'differs' : 'same';
  });
  expect(namesOf(sources)).toEqual(['v6']);
});

test.each([
  ['an adjacent', 'v1'],
  ['a distant', 'v30'],
])('a value is found although %s one hides its effect when both change', (_where, other) => {
  const plain = Array.from({ length: 240 }, (_, at) => leaf(`v${at}`));
  const { sources } = search(plain, (changes) => {
    const names = changes.map(({ path }) => formatPath(path));
    return names.includes('v0') && !names.includes(other) ? 'differs' : 'same';
  });
  expect(namesOf(sources)).toEqual(['v0']);
});

test('for a choice, every value is tried', () => {
  const { sources } = search([leaf('type', 'choice', ['a', 'b', 'c'])], ([change]) =>
    change?.value === 'c' ? 'differs' : 'same',
  );
  expect(namesOf(sources)).toEqual(['type']);
});

test('other values are tried until one renders', () => {
  const { sources } = search([leaf('size', 'plain', [1, 2])], ([change]) =>
    change?.value === 1 ? 'fails' : 'differs',
  );
  expect(namesOf(sources)).toEqual(['size']);
});
