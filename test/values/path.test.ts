import { formatPath, overlaps, pathOf, valueAt } from '../../lib/values/path';
import { formatProblem, InputError } from '../../lib/values/problem';

test.each([
  [['a', 'b', 0, 'c'], 'a.b[0].c'],
  [[0, 'a'], '[0].a'],
  [['labels', 'a.b/c', 'd'], 'labels["a.b/c"].d'],
  [['', 'a"b'], '[""]["a\\"b"]'],
  [[], ''],
])('%j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test('a selector is a path', () => {
  expect(pathOf((v: { a: { b: number[] } }) => v.a.b[1])).toEqual(['a', 'b', 1]);
});

test.each([
  [['a'], ['a', 'b'], true],
  [['a', 0], ['a', '0', 'c'], true],
  [[], ['a'], true],
  [['a', 'b'], ['a', 'c'], false],
])('%j and %j overlap: %j', (a, b, expected) => {
  expect([overlaps(a, b), overlaps(b, a)]).toEqual([expected, expected]);
});

test.each([
  [['a', 1, 'b'], 'x'],
  [['a', 2], undefined],
  [['a', 1, 'b', 'c'], undefined],
  [['constructor'], undefined],
  [['__proto__'], undefined],
  [['a', 'length'], 2],
])('at %j, the value is %j', (path, value) => {
  expect(valueAt({ a: [0, { b: 'x' }] }, path)).toBe(value);
});

test.each([
  [{ path: ['a'], message: 'm' }, 'a: m'],
  [{ path: ['a'], message: 'm', origin: { source: 'f', line: 2, column: 3 } }, 'f:2:3 a: m'],
  [{ path: ['a'], message: 'm', origin: { source: '--set a' } }, '--set a: m'],
  [{ path: ['a', 'b'], message: 'm', origin: { source: '--set a' } }, '--set a a.b: m'],
  [{ path: [], message: 'm', origin: { source: 'f' } }, 'f: m'],
  [{ path: [], message: 'm' }, 'm'],
])('%j reads %s', (problem, line) => {
  expect(formatProblem(problem)).toBe(line);
});

test('an error lists its problems, one per line', () => {
  const error = new InputError([
    { path: ['a'], message: 'm' },
    { path: ['b'], message: 'n' },
  ]);
  expect(error.message).toBe('a: m\nb: n');
});
