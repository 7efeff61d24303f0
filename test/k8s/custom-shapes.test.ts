// Values of custom resources against the shape in their CRD.

import { customProblems, customShape, withServerDefaults } from '../../lib/k8s/object/custom-shapes';
import { formatPath } from '../../lib/values/path';

type Shape = NonNullable<ReturnType<typeof customShape>>;

const problems = (shape: object, value: unknown) =>
  customProblems(shape as Shape, value).map(({ path, message }) => `${formatPath(path)}: ${message}`);

const text = (more: object = {}) => ({ type: 'string', ...more });

test.each<[object, unknown, string[]]>([
  [text(), 'a', []],
  [text(), 7, [': must be a string (quote it)']],
  [text({ pattern: '^(Exact|Prefix)$' }), 'Exact', []],
  [text({ pattern: '^(Exact|Prefix)$' }), 'exact', [': must be Exact or Prefix']],
  [text({ pattern: '^[a-z]+$' }), 'A', [': must match ^[a-z]+$']],
  [text({ maxLength: 2 }), 'ab', []],
  [text({ maxLength: 2 }), 'abc', [': must have at most 2 characters']],
  [{ type: 'integer' }, 1.5, [': must be an integer']],
  [{ type: 'integer', minimum: 1 }, 1, []],
  [{ type: 'integer', minimum: 1 }, 0, [': must be an integer of at least 1']],
  [{ type: 'integer', minimum: 1, maximum: 9 }, 9, []],
  [{ type: 'integer', minimum: 1, maximum: 9 }, 10, [': must be an integer from 1 to 9']],
  [{ type: 'integer' }, '1', [': must be an integer']],
  [{ type: 'boolean' }, true, []],
  [{ type: 'boolean' }, 'true', [': must be true or false']],
  [{ type: 'object' }, [], [': must be a map']],
  [{ type: 'array' }, {}, [': must be a list']],
  [{ type: 'array', items: text(), maxItems: 2 }, ['a', 1], ['[1]: must be a string (quote it)']],
  [{ type: 'array', maxItems: 1 }, ['a', 'b'], [': must have at most 1 entries']],
  [{ type: 'object', properties: { a: text() }, required: ['a'] }, {}, ['a: is required']],
  [{ type: 'object', properties: { name: text() } }, { nam: 'x' }, ['nam: unknown key (did you mean name?)']],
  [{ type: 'object', properties: { name: text() } }, { name: undefined }, []],
  [
    { type: 'object', properties: { a: { type: 'object', properties: { b: text() } } } },
    { a: { b: 1 } },
    ['a.b: must be a string (quote it)'],
  ],
])('%j with %j', (shape, value, expected) => {
  expect(problems(shape, value)).toEqual(expected);
});

test('defaults are filled in where the API server does it, also in lists, and values are kept', () => {
  const item = { type: 'object', properties: { kind: text({ default: 'Service' }), name: text() } };
  const shape = { type: 'object', properties: { refs: { type: 'array', items: item }, other: text({ default: 'x' }) } };
  const filled = withServerDefaults(shape as Shape, { refs: [{ name: 'a' }, { kind: 'B' }], own: 1, other: 'y' });
  expect(filled).toEqual({ refs: [{ kind: 'Service', name: 'a' }, { kind: 'B' }], own: 1, other: 'y' });
  expect(withServerDefaults(undefined, { a: 1 })).toEqual({ a: 1 });
  expect(withServerDefaults(shape as Shape, 'a')).toBe('a');
});

test('routes have a shape, and types of other APIs have none', () => {
  expect(customShape('HTTPRouteSpec')).toBeDefined();
  expect(customShape('PodSpec')).toBeUndefined();
  expect(customShape('constructor')).toBeUndefined();
});
