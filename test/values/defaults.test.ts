import { SpelledNumber } from '../../lib/values/scalar';
import { complete, isRequired } from '../../lib/values/schema/defaults';
import {
  block,
  blocks,
  boolean,
  choice,
  integer,
  integerOrPercent,
  list,
  map,
  object,
  objectName,
  optional,
  type TSchema,
  text,
} from '../../lib/values/schema/schema';

const about = { description: 'D.' };
const only = (value: TSchema, given: unknown) =>
  complete(object({ a: value }), given === undefined ? {} : { a: given });

describe('an absent value', () => {
  test.each([
    ['takes its default', text({ ...about, default: 'x' }), { a: 'x' }],
    ['can have a default without an effect', boolean({ ...about, default: false }), { a: false }],
    ['stays absent without a default', text(about), {}],
    ['stays absent when it is optional', optional(text(about)), {}],
    ['takes its default though it is optional', optional(integer({ ...about, default: 1 })), { a: 1 }],
    ['is a map of defaults', object({ b: text({ ...about, default: 'x' }), c: text(about) }), { a: { b: 'x' } }],
    ['is an empty map so that what it lacks is named', object({ c: text(about) }), { a: {} }],
    ['is no map of defaults when it is optional', optional(object({ b: text({ ...about, default: 'x' }) })), {}],
  ])('%s', (_name, value, expected) => {
    expect(only(value, undefined)).toEqual(expected);
  });
});

describe('a value removed with null', () => {
  test.each([
    ['text', text({ ...about, default: 'x' }), { a: '' }],
    ['text that must be quoted', text({ ...about, default: 'x' }), { a: '' }],
    ['the name of an object', objectName({ ...about, default: 'x' }), { a: '' }],
    ['a boolean', boolean({ ...about, default: true }), { a: false }],
    ['a list', list(text(about), { ...about, default: ['x'] }), { a: [] }],
    ['a map', map(text(about), { ...about, default: { b: 'x' } }), { a: {} }],
    ['a block', block('Affinity', { ...about, default: { b: 'x' } }), { a: {} }],
    ['a list of blocks', blocks('Toleration', { ...about, default: [{}] }), { a: [] }],
    ['a choice that can be empty', choice(['', 'x'], { ...about, default: 'x' }), { a: '' }],
    ['a choice that cannot', choice(['x'], { ...about, default: 'x' }), {}],
    ['a number', integer({ ...about, default: 1 }), {}],
    ['a number or percentage', integerOrPercent({ ...about, default: '1%' }), {}],
    ['an optional value', optional(integer({ ...about, default: 1 })), {}],
    ['a required value', text(about), {}],
    [
      'fixed keys, each by its type',
      object({
        b: text({ ...about, default: 'x' }),
        c: object({ d: boolean({ ...about, default: true }) }),
        e: text(about),
      }),
      { a: { b: '', c: { d: false } } },
    ],
  ])('%s', (_name, value, expected) => {
    expect(only(value, null)).toEqual(expected);
  });
});

describe('a value that is set', () => {
  const port = object({ name: text(about), port: integer({ ...about, default: 80 }) });

  test('items of a list are completed, and replace the default list', () => {
    const ports = list(port, { ...about, default: [{ name: 'x', port: 1 }] });
    expect(only(ports, [{ name: 'http' }, { port: null }, null])).toEqual({
      a: [{ name: 'http', port: 80 }, {}, null],
    });
  });

  test('entries of a map are completed and added to the default; null removes one', () => {
    const ports = map(port, { ...about, default: { x: { name: 'x', port: 1 }, y: { name: 'y', port: 2 } } });
    expect(only(ports, { x: { port: 9 }, y: null, z: { name: 'z' } })).toEqual({
      a: { x: { name: 'x', port: 9 }, z: { name: 'z', port: 80 } },
    });
  });

  test('items of a default list are completed too', () => {
    expect(only(list(port, { ...about, default: [{ name: 'x' } as never] }), undefined)).toEqual({
      a: [{ name: 'x', port: 80 }],
    });
  });

  test('a block is merged over its default, without nulls at any depth', () => {
    const context = block('SecurityContext', { ...about, default: { runAsUser: 1, capabilities: { drop: ['ALL'] } } });
    expect(only(context, { runAsUser: null, capabilities: { add: ['X'], drop: null } })).toEqual({
      a: { capabilities: { add: ['X'] } },
    });
    expect(only(blocks('Toleration', { ...about, default: [] }), [{ key: 'a', value: null }, null])).toEqual({
      a: [{ key: 'a' }, null],
    });
  });

  test('numbers keep their spelling', () => {
    const spelled = new SpelledNumber(1.1, '1.10');
    expect(only(text({ ...about, default: '' }), spelled)).toEqual({ a: spelled });
  });

  test('an unknown key is kept, even with null, so that validation can report it', () => {
    expect(complete(object({}), { b: null, c: 1 })).toEqual({ b: null, c: 1 });
  });

  test('a value of the wrong type is kept', () => {
    expect(only(object({ b: text(about) }), 'x')).toEqual({ a: 'x' });
    expect(only(list(text(about), { ...about, default: [] }), { b: 1 })).toEqual({ a: { b: 1 } });
    expect(only(map(text(about), { ...about, default: {} }), [1])).toEqual({ a: [1] });
  });

  test('undefined is absent, for use from programs', () => {
    expect(complete(object({ a: text({ ...about, default: 'x' }) }), { a: undefined, b: undefined })).toEqual({
      a: 'x',
    });
  });

  test.each(['__proto__', 'constructor'])('the key %s does not change a prototype', (key) => {
    const given = JSON.parse(`{"${key}": {"polluted": true}, "a": {"${key}": "x"}}`);
    const tree = complete(object({ a: map(text(about), { ...about, default: {} }) }), given) as object;
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
    expect(Object.keys(tree)).toEqual(['a', key]);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });
});

test.each([
  ['text without a default', text(about), true],
  ['text with one', text({ ...about, default: '' }), false],
  ['optional text', optional(text(about)), false],
  ['a map with a required key', object({ b: text(about) }), true],
  ['an optional map with a required key', optional(object({ b: text(about) })), false],
  ['a map whose keys have defaults', object({ b: text({ ...about, default: '' }) }), false],
])('%s: required is %j', (_name, schema, expected) => {
  expect(isRequired(schema)).toBe(expected);
});
