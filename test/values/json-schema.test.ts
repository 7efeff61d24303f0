import Ajv from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { valueAt } from '../../lib/values/path';
import { schemaProblems } from '../../lib/values/schema/check';
import { complete } from '../../lib/values/schema/defaults';
import { jsonSchema } from '../../lib/values/schema/json-schema';
import { map, object, text } from '../../lib/values/schema/schema';
import { everyBuilder, required } from '../support/every-builder';

const standard = jsonSchema(everyBuilder, { title: 'Everything', id: 'https://example.com/everything.json' });
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const accepts = ajv.compile(standard);
const loads = (tree: object) => schemaProblems(everyBuilder, complete(everyBuilder, tree)).length === 0;
const { properties } = standard as { properties: Record<string, Record<string, unknown>> };

test('it is valid draft 2020-12 without custom keywords', () => {
  expect(ajv.validateSchema(standard)).toBe(true);
  expect(standard.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(standard.$id).toBe('https://example.com/everything.json');
  expect(standard.title).toBe('Everything');
  expect(JSON.stringify(standard)).not.toMatch(/"(secret|expected|definition|renamed|expectedKeys)":/);
});

test('without an id, it has none', () => {
  expect(jsonSchema(object({}), { title: 'T' })).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    patternProperties: { '^x-': true },
    title: 'T',
    type: 'object',
    properties: {},
    additionalProperties: false,
  });
});

test('a map has its documented keys, and allows others', () => {
  const known = { REGION: text({ description: 'Region.' }) };
  const schema = object({ env: map(text({ description: 'Any.' }), { description: 'Variables.', default: {}, known }) });
  expect(jsonSchema(schema, { title: 'T' }).properties).toMatchObject({
    env: {
      properties: { REGION: { description: 'Region.', type: ['string', 'number', 'boolean', 'null'] } },
      additionalProperties: { description: 'Any.' },
    },
  });
});

test('only keys without a default, and maps with such a key, are required', () => {
  expect(standard.required).toEqual(['id', 'auth']);
  expect(properties.auth).toMatchObject({ required: ['user', 'password'], additionalProperties: false });
});

test('descriptions, defaults, limits and secrets use the standard keywords', () => {
  expect(properties.replicas).toEqual({
    description: 'Number of pods.',
    type: ['integer', 'string'],
    minimum: 0,
    maximum: 10,
    pattern: '^-?(0|[1-9][0-9]*)(\\.0+)?$',
    default: 2,
  });
  expect(properties.id).toEqual({
    description: 'Identifier of the release. Expected: letters and digits.',
    type: ['string', 'number', 'boolean'],
    pattern: '^[a-z0-9]+$',
  });
  expect(properties.auth).toHaveProperty('properties.password.writeOnly', true);
  expect(properties.digest).toMatchObject({
    anyOf: [{ const: '' }, { pattern: '^sha256:[0-9a-f]{8}$' }, { type: 'null' }],
  });
});

describe('it accepts and rejects the same as the loader', () => {
  test.each<[object, boolean]>([
    [{}, true],
    [{ id: 5 }, true],
    [{ id: '' }, false],
    [{ id: null }, false],
    [{ auth: null }, false],
    [{ auth: { user: 'me' } }, false],
    [{ auth: { ...required.auth, hint: null } }, true],
    [{ auth: { ...required.auth, passwd: 'x' } }, false],
    [{ unknown: 1 }, false],
    [{ unknown: null }, false],
    [{ constructor: 1 }, false],
    [{ title: 5, version: true, note: null }, true],
    [{ title: 'x'.repeat(21) }, false],
    [{ title: [] }, false],
    [{ digest: '' }, true],
    [{ digest: null }, true],
    [{ digest: 'sha256:01234567' }, true],
    [{ digest: 'sha256' }, false],
    [{ code: 123 }, true],
    [{ code: null }, true],
    [{ replicas: 0 }, true],
    [{ replicas: '3' }, true],
    [{ replicas: '3.0' }, true],
    [{ replicas: '03' }, false],
    [{ replicas: 11 }, false],
    [{ replicas: 1.5 }, false],
    [{ replicas: null }, false],
    [{ size: null }, true],
    [{ size: 0 }, false],
    [{ surge: 1 }, true],
    [{ surge: '10%' }, true],
    [{ surge: '%' }, false],
    [{ debug: true }, true],
    [{ debug: null }, true],
    [{ debug: 'yes' }, false],
    [{ level: 'debug' }, true],
    [{ level: 'warn' }, false],
    [{ level: null }, false],
    [{ ratio: 1 }, true],
    [{ ratio: '1' }, false],
    [{ hosts: [] }, true],
    [{ hosts: null }, true],
    [{ hosts: ['a', 5] }, true],
    [{ hosts: [''] }, false],
    [{ hosts: [null] }, false],
    [{ hosts: {} }, false],
    [{ ports: [{ name: 'a' }] }, true],
    [{ ports: [{ port: 1 }] }, false],
    [{ ports: [{ name: 'a', port: null }] }, false],
    [{ pullSecrets: ['a', { name: 'b' }] }, true],
    [{ pullSecrets: [{ name: 'b', other: 1 }] }, false],
    [{ pullSecrets: ['A B'] }, false],
    [{ pullSecrets: [{}] }, false],
    [{ labels: { a: 'x', b: 1, c: null } }, true],
    [{ labels: { A: 'x' } }, false],
    [{ labels: { a: [] } }, false],
    [{ pools: { a: {}, b: { size: 3 }, c: null } }, true],
    [{ pools: { a: { sise: 3 } } }, false],
    [{ affinity: {}, context: null, tolerations: [] }, true],
    [{ affinity: [] }, false],
    [{ tolerations: {} }, false],
    [{ tolerations: ['x'] }, false],
    [{ proxy: null }, true],
    [{ proxy: { url: 'x' } }, true],
    [{ proxy: {} }, false],
    [{ extra: null }, true],
    [{ extra: { color: null } }, true],
    [{ extra: { color: 'blue' } }, false],
    [{ nested: null }, true],
    [{ nested: { inner: { flag: 1 } } }, false],
  ])('%j: %j', (change, verdict) => {
    const tree = { ...required, ...change };
    expect([loads(tree), accepts(tree)]).toEqual([verdict, verdict]);
  });

  const scalar = fc.oneof(
    fc.constantFrom<unknown>(
      '',
      'a',
      'info',
      'red',
      'sha256:01234567',
      '25%',
      '7',
      '-1',
      'a.b/c',
      'long enough for it',
    ),
    fc.integer({ min: -2, max: 12 }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(1.5, 1e21),
  );
  const names = ['name', 'port', 'size', 'a', 'inner', 'flag', 'color', 'user', 'password', 'url', 'key'];
  const value: fc.Arbitrary<unknown> = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom(...names), scalar, { maxKeys: 3 }),
    fc.array(fc.dictionary(fc.constantFrom(...names), scalar, { maxKeys: 3 }), { maxLength: 2 }),
  );
  const trees = fc
    .dictionary(fc.constantFrom(...Object.keys(properties), 'other'), value, { maxKeys: 4 })
    .map((change) => ({ ...required, ...change }));

  test('editors accept every valid file', () => {
    return fc.assert(
      fc.property(trees, (tree) => {
        fc.pre(loads(tree));
        expect(accepts(tree)).toBe(true);
      }),
    );
  });

  /** What the standard cannot express: fields of blocks, and limits across numbers and strings. */
  const beyondStandard = (tree: object) =>
    schemaProblems(everyBuilder, complete(everyBuilder, tree)).every(
      ({ path }) =>
        ['affinity', 'context', 'tolerations'].includes(String(path[0])) ||
        !Number.isNaN(Number(valueAt(tree, path) ?? Number.NaN)),
    );

  test('files that editors accept are valid, except for what the standard cannot express', () => {
    return fc.assert(
      fc.property(trees, (tree) => {
        fc.pre(accepts(tree));
        expect(loads(tree) || beyondStandard(tree)).toBe(true);
      }),
    );
  });
});

test('if the default violates the limits, the value is still required', () => {
  const schema = object({ a: text({ description: 'A.', default: 'x', minLength: 2 }) });
  expect(jsonSchema(schema, { title: 'T' }).required).toEqual(['a']);
});
