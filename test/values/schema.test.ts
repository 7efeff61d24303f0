// Schemas are those that TypeBox makes, though it does not make them.

import * as Type from '@sinclair/typebox';
import { Kind, OptionalKind } from '@sinclair/typebox';
import { withDefaults } from '../../lib/values/schema/defaults';
import {
  anyMap,
  anything,
  boolean,
  integer,
  isLate,
  list,
  map,
  object,
  openObject,
  optional,
  text,
} from '../../lib/values/schema/schema';

const about = { description: 'A value.' };
const name = () => text({ ...about, minLength: 1 });

test.each<[string, object, object]>([
  ['boolean', boolean({ ...about, default: true }), Type.Boolean({ ...about, default: true })],
  ['list', list(name(), { ...about, minItems: 1 }), Type.Array(name(), { ...about, minItems: 1 })],
  [
    'map',
    map(name(), { ...about, keys: '^a', expectedKeys: 'words' }),
    Type.Record(Type.String({ pattern: '^a' }), name(), {
      additionalProperties: false,
      expectedKeys: 'words',
      ...about,
    }),
  ],
  [
    'map with any keys',
    map(name(), { ...about, known: { a: name() } }),
    Type.Record(Type.String(), name(), { additionalProperties: false, properties: { a: name() }, ...about }),
  ],
  ['anyMap', anyMap({ ...about, default: {} }), Type.Record(Type.String(), Type.Unknown(), { ...about, default: {} })],
  ['anything', anything(about), Type.Unknown(about)],
  ['anything else', anything(), Type.Unknown()],
  ['optional', optional(name()), Type.Optional(name())],
  [
    'object',
    object({ b: name(), a: optional(name()), c: integer(about) }, about),
    Type.Object({ b: name(), a: Type.Optional(name()), c: integer(about) }, { additionalProperties: false, ...about }),
  ],
  [
    'object without required keys',
    object({ a: optional(name()) }),
    Type.Object({ a: Type.Optional(name()) }, { additionalProperties: false }),
  ],
  [
    'object with late properties',
    object(() => ({ b: name(), a: optional(name()) }), about),
    Type.Object({ b: name(), a: Type.Optional(name()) }, { additionalProperties: false, ...about }),
  ],
  [
    'object with late properties, none of which is required',
    object(() => ({ a: optional(name()) })),
    Type.Object({ a: Type.Optional(name()) }, { additionalProperties: false }),
  ],
  [
    'open object with late properties',
    openObject(() => ({ a: name() }), anything(), about),
    Type.Object({ a: name() }, { additionalProperties: Type.Unknown(), ...about }),
  ],
  [
    'open object',
    openObject({ a: name() }, anything(), about),
    Type.Object({ a: name() }, { additionalProperties: Type.Unknown(), ...about }),
  ],
])('%s', (_name, ours, theirs) => {
  expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
  expect(ours).toEqual(theirs);
  for (const symbol of [Kind, OptionalKind]) expect(symbol in ours).toBe(symbol in theirs);
});

test('custom kinds are named by their symbol', () => {
  expect(name()[Kind]).toBe('text');
  expect(Type.Unsafe({ [Kind]: 'text', type: ['string', 'number', 'boolean'], ...about, minLength: 1 })).toEqual(
    name(),
  );
});

test('late properties are built once, when they are first read', () => {
  const build = jest.fn(() => ({ a: name() }));
  const schema = object(build, about);
  expect([schema.description, isLate(schema), build.mock.calls.length]).toEqual([about.description, true, 0]);
  const { properties } = schema;
  expect(schema.properties).toBe(properties);
  expect([schema.required, isLate(schema), build.mock.calls.length]).toEqual([['a'], false, 1]);
});

test('defaults are put into late properties when these are built', () => {
  const build = jest.fn(() => ({ a: name(), b: optional(name()) }));
  const schema = object({ part: object(build, about) });
  const changed = withDefaults(schema, { part: { a: 'x' } });
  expect(build).not.toHaveBeenCalled();
  expect(changed).toEqual(withDefaults(object({ part: object(build(), about) }), { part: { a: 'x' } }));
  expect(() => withDefaults(schema, { part: { c: 'x' } }).properties.part.properties).toThrow(
    'the schema has no part.c',
  );
});
