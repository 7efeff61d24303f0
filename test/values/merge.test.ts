import * as fc from 'fast-check';
import { assign, merge } from '../../lib/values/file/merge';
import { SpelledNumber } from '../../lib/values/scalar';

const spelled = new SpelledNumber(1.1, '1.10');

test.each([
  [
    'maps merge at every depth',
    { a: { b: 1, c: { d: 1 } } },
    { a: { c: { e: 2 } } },
    { a: { b: 1, c: { d: 1, e: 2 } } },
  ],
  ['lists replace', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['a scalar replaces a map', { a: { b: 1 } }, { a: 2 }, { a: 2 }],
  ['a map replaces a scalar', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
  ['a map replaces a list', { a: [1] }, { a: { b: 2 } }, { a: { b: 2 } }],
  ['a map replaces a number with its spelling', { a: spelled }, { a: { b: 2 } }, { a: { b: 2 } }],
  [
    'false, 0 and the empty text are values',
    { a: 1, b: 1, c: 1 },
    { a: false, b: 0, c: '' },
    { a: false, b: 0, c: '' },
  ],
  ['null stays, for the default below', { a: { b: 1 } }, { a: null }, { a: null }],
  ['a later map replaces null', { a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
])('%s', (_name, base, over, merged) => {
  expect(merge(base, over)).toEqual(merged);
});

const trees = fc.dictionary(
  fc.constantFrom('a', 'b', '__proto__', 'constructor'),
  fc.letrec((tie) => ({
    value: fc.oneof(
      fc.integer(),
      fc.constant(null),
      fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value')),
    ),
  })).value,
);

test('a merge changes neither side, nor a prototype', () => {
  return fc.assert(
    fc.property(trees, trees, (base, over) => {
      const before = JSON.stringify([base, over]);
      const merged = merge(base, over);
      expect(JSON.stringify([base, over])).toBe(before);
      expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
      expect(new Set(Object.keys(merged))).toEqual(new Set([...Object.keys(base), ...Object.keys(over)]));
    }),
  );
});

test.each([
  ['a key', { a: 1 }, ['b'], { a: 1, b: 'x' }],
  ['keys on the path', {}, ['a', 'b'], { a: { b: 'x' } }],
  ['an index behind the end', { a: [1] }, ['a', 3], { a: [1, null, null, 'x'] }],
  ['an item of a list in a list', { a: [[1, 2]] }, ['a', 0, 1], { a: [[1, 'x']] }],
  ['the whole tree', { a: 1 }, [], 'x'],
])('assigning %s', (_name, tree, path, expected) => {
  expect(assign(tree, path, 'x')).toEqual(expected);
});
