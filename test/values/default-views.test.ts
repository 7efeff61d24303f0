// Views of defaults that the build computed give the same values and errors as computing them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { computeViews } from '../../lib/values/compute-views';
import { DEFAULT_VIEWS, partOf, viewsOf, withViewsIn } from '../../lib/values/default-views';
import { formatProblem, InputError } from '../../lib/values/problem';
import { programLayer, resolve, validateCached } from '../../lib/values/resolve';
import { withDefaults } from '../../lib/values/schema/defaults';
import { boolean, integer, list, map, object, optional, type TObject, text } from '../../lib/values/schema/schema';

const about = { description: 'D.' };
const port = () => object({ name: text({ ...about, default: 'http' }), number: integer({ ...about, default: 80 }) });
const schema = () =>
  object({
    id: text(about),
    on: boolean({ ...about, default: false }),
    labels: map(text(about), { ...about, default: { a: '1' } }),
    ports: list(port(), { ...about, default: [{ name: 'x', number: 1 }] }),
    note: optional(text(about)),
    own: { ...port(), default: { number: 443 } },
    // A part is required.
    login: object({ user: text(about), port: port() }),
    empty: object({}),
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'views-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function built(): TObject {
  const found = withViewsIn(folder, schema());
  writeFileSync(join(folder, DEFAULT_VIEWS), JSON.stringify(computeViews(schema())));
  return found;
}

function outcome(of: TObject, given: object): unknown {
  try {
    return resolve(of, [], [programLayer(given)]).values;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(formatProblem);
  }
}

const REQUIRED = { id: 'x', login: { user: 'me' } };

test.each([
  ['what is required', REQUIRED],
  ['nothing', {}],
  ['a part that is missing', { id: 'x' }],
  ['every kind of value', { ...REQUIRED, on: true, labels: { b: '2' }, ports: [{ number: 2 }], note: 'n' }],
  ['a part of a map with a default of its own', { ...REQUIRED, own: { name: 'y' } }],
  ['an empty map with a default of its own', { ...REQUIRED, own: {} }],
  ['a removed map', { ...REQUIRED, own: null, labels: null }],
  ['a part of a part', { id: 'x', login: { user: 'me', port: { number: 8080 } } }],
  ['an unknown key', { ...REQUIRED, own: { nme: 'y' }, toString: 1 }],
  ['wrong types', { id: 'x', on: 'yes', login: { user: 'me', port: { number: 'many' } }, own: 3 }],
])('%s', (_what, given) => {
  expect(outcome(built(), given)).toEqual(outcome(schema(), given));
});

test('values are frozen', () => {
  const { own, ports } = outcome(built(), REQUIRED) as { own: object; ports: object[] };
  expect([own, ports, ports[0]].map(Object.isFrozen)).toEqual([true, true, true]);
});

test('a schema with other defaults has no views', () => {
  const changed = withDefaults(built(), { on: true });
  expect(viewsOf(changed)).toBeUndefined();
  expect(outcome(changed, REQUIRED)).toMatchObject({ on: true });
});

test('parts that are not set are not built', () => {
  const build = jest.fn(() => port().properties);
  const late = () => object({ id: text(about), part: object(build) });
  writeFileSync(join(folder, DEFAULT_VIEWS), JSON.stringify(computeViews(late())));
  const found = withViewsIn(folder, late());
  build.mockClear();
  expect(outcome(found, { id: 'x' })).toEqual({ id: 'x', part: { name: 'http', number: 80 } });
  expect(build).not.toHaveBeenCalled();
  expect(outcome(found, { id: 'x', part: { number: 1 } })).toEqual({ id: 'x', part: { name: 'http', number: 1 } });
  expect(build).toHaveBeenCalledTimes(1);
});

test('sources that are not built have none', () => {
  expect(viewsOf(withViewsIn(folder, schema()))).toBeUndefined();
});

test.each(registry.map(({ name }) => name))('%s: its views survive JSON', (name) => {
  const chart = registry.find((entry) => entry.name === name)?.load().schema as TObject;
  const views = computeViews(chart);
  expect(JSON.parse(JSON.stringify(views))).toEqual(views);
  const keys = Object.keys(chart.properties).filter((key) => partOf(views, key)?.view !== undefined);
  expect(keys.length).toBeGreaterThan(3);
  for (const key of keys) {
    expect(validateCached(chart.properties[key] as TObject, undefined)?.view).toEqual(partOf(views, key)?.view);
  }
});
