// Credentials that look like an example cause a warning, wherever they are in the values.

import { registry } from '../../charts/registry';
import { exampleWarnings } from '../../lib/values/examples';
import { formatPath } from '../../lib/values/path';
import { complete } from '../../lib/values/schema/defaults';
import { list, map, object, openObject, text } from '../../lib/values/schema/schema';

const word = () => text({ description: 'A word.', default: '' });
const token = () => text({ description: 'A token.', default: '', secret: true });
const about = { description: 'Some.' };

const schema = object({
  name: word(),
  token: token(),
  inner: object({ token: token() }),
  all: list(object({ token: token() }), { ...about, default: [] }),
  named: map(token(), { ...about, default: {} }),
});

const EXAMPLE = 'changeme';
const paths = (values: object, warned: string[] = []) =>
  exampleWarnings(
    schema,
    values,
    warned.map((key) => ({ path: [key], message: 'is old' })),
  ).map(({ path }) => formatPath(path));

test('in a value, a map, a list and an object', () => {
  const values = {
    token: EXAMPLE,
    inner: { token: EXAMPLE },
    all: [{ token: 'x' }, { token: EXAMPLE }],
    named: { a: EXAMPLE },
  };
  expect(paths(values)).toEqual(['token', 'inner.token', 'all[1].token', 'named.a']);
});

test('but not in a value that is no credential, and not in a real one', () => {
  expect(paths({ name: EXAMPLE, token: 'Zq3vX8mK1nB5tR7yW2cP', inner: {} })).toEqual([]);
});

test('a value with another warning has no second one', () => {
  expect(paths({ token: EXAMPLE, inner: { token: EXAMPLE } }, ['token'])).toEqual(['token', 'inner.token']);
});

test('further keys of an object count like those that it declares', () => {
  const open = openObject({ name: word() }, token(), about);
  expect(
    exampleWarnings(object({ env: open }), { env: { name: EXAMPLE, OTHER: EXAMPLE } }, []).map(({ path }) => path),
  ).toEqual([['env', 'OTHER']]);
});

test.each(registry.map((entry) => [entry.name, entry] as const))(
  '%s has no default that looks like one',
  (_name, entry) => {
    const { schema: chart } = entry.load();
    // A copy, for which the build computed no defaults.
    expect(exampleWarnings({ ...chart }, complete(chart, {}), [])).toEqual([]);
  },
);
