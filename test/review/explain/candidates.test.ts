// Settings have another valid value, so that their effect can be tried.

import { registry } from '../../../charts/registry';
import { candidates, freeCandidates } from '../../../lib/review/explain/candidates';
import { leavesOf } from '../../../lib/review/explain/leaves';
import { formatPath } from '../../../lib/values/path';
import { schemaProblems } from '../../../lib/values/schema/check';
import { complete } from '../../../lib/values/schema/defaults';
import { block, boolean, choice, integer, list, map, object, text } from '../../../lib/values/schema/schema';
import { changesOnlyTogether } from './together';

const first = <T>(all: Iterable<T>): T | undefined => {
  for (const one of all) return one;
  return undefined;
};

// The other charts take longer: search-charts.slow.test.ts.
const CHARTS = registry
  .filter(({ name }) => ['daytona-region', 'dozlab-session'].includes(name))
  .map(({ name, load }) => [name, load] as const);

test.each(CHARTS)('%s: every setting has another value', (_name, load) => {
  const { schema } = load();
  const stuck = leavesOf(schema, complete(schema, {})).filter(({ others }) => first(others) === undefined);
  expect(stuck.map(({ path }) => formatPath(path)).filter((path) => !changesOnlyTogether(path))).toEqual([]);
});

const about = { description: 'A value.' };

test.each([
  ['a switch', boolean(about), true, [false]],
  ['a switch that is off', boolean(about), false, [true]],
  ['a choice', choice(['a', 'b'], about), 'a', ['a', 'b']],
  ['a number', integer(about), 3, [4, 2, 7, 3]],
  ['a number without a value', integer({ ...about, minimum: 5 }), undefined, [6, 4, 11, 5]],
  ['an empty list', list(boolean(about), about), [], [[true]]],
  [
    'a list of objects',
    list(object({ on: boolean(about), off: boolean({ ...about, default: false }) }), about),
    [],
    [[{ on: true }]],
  ],
  ['a block', block('EmptyDir', about), {}, [{ medium: 'Memory' }]],
  ['a block with contents', block('EmptyDir', about), { medium: 'Memory' }, [{}]],
])('%s can have other values', (_what, schema, value, expected) => {
  expect(candidates(schema, value)).toEqual(expected);
});

test('a text first becomes one that is like it', () => {
  const others = candidates(text(about), 'v1.2');
  expect(others.slice(0, 6)).toEqual(['v1.2x', 'xv1.2', 'v1.21', 'v1.', 'v7.2', 'v1.7']);
  expect(candidates(text(about), '7')).toContain('3');
  expect(candidates(text(about), '')[0]).toBe('explained');
});

test('an empty map gets an entry', () => {
  expect(candidates(map(boolean(about), about), {})).toContainEqual({ explained: true });
});

test.each([
  [true, [false]],
  [3, [4, 2]],
  [[1], [['explained'], [{ name: 'explained' }]]],
])('%j in a Kubernetes block can become another value', (value, expected) => {
  expect(freeCandidates(value)).toEqual(expected);
});

test('a text in a block becomes a text, and a map another map', () => {
  expect(freeCandidates('a').every((other) => typeof other === 'string')).toBe(true);
  expect(freeCandidates({ a: 1 })).toContainEqual({ explained: 'x' });
});

const BLOCKS = ['Affinity', 'Capabilities', 'PodSecurityContext', 'SecurityContext', 'PodDNSConfig'];

test.each(BLOCKS)('an empty %s becomes a valid one', (definition) => {
  const schema = block(definition, about);
  const [other] = candidates(schema, {});
  expect(Object.keys(other as object)).not.toEqual([]);
  expect(schemaProblems(schema, other)).toEqual([]);
});
