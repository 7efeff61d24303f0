import { SpelledNumber } from '../../lib/values/scalar';
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
  type TSchema,
  text,
} from '../../lib/values/schema/schema';
import { schemaErrors } from '../support/schema-errors';

const about = { description: 'What it is. More about it.' };

const errorsOf = (value: TSchema, given: unknown) => schemaErrors(object({ a: value }), { a: given });

describe('messages for a value', () => {
  const octal = new SpelledNumber(755, '0755');
  test.each<[string, TSchema, unknown, string]>([
    ['missing', text(about), undefined, 'is required (expected a string; What it is)'],
    [
      'missing, with an expectation',
      text({ ...about, expected: 'a name' }),
      undefined,
      'is required (expected a name; What it is)',
    ],
    [
      'removed, of a type without empty value',
      integer({ ...about, default: 1 }),
      null,
      'is required (expected an integer; What it is)',
    ],
    ['empty', text({ ...about, minLength: 1 }), '', 'must not be empty (expected a string)'],
    ['a map for text', text(about), {}, 'must not be a map (expected a string)'],
    ['a list for text', text(about), [], 'must not be a list (expected a string)'],
    [
      'a URL with a password, which is not shown',
      text({ ...about, pattern: '^https?://[^@]+$', expected: 'a URL' }),
      'https://me:hunter2@example.com/a',
      'invalid value "https://***@example.com/a" (expected a URL)',
    ],
    [
      'too short',
      text({ ...about, minLength: 3 }),
      'ab',
      'invalid value "ab" (expected a string of at least 3 characters)',
    ],
    [
      'too long for an expectation that does not say so',
      text({ ...about, maxLength: 3, expected: 'a name' }),
      'abcd',
      'invalid value "abcd" (expected a name; at most 3 characters)',
    ],
    [
      'too short or long',
      text({ ...about, minLength: 3, maxLength: 5 }),
      'ab',
      'invalid value "ab" (expected a string of at least 3 characters and at most 5 characters)',
    ],
    ['not matching', text({ ...about, pattern: '^a$' }), 'b', 'invalid value "b" (expected a string matching ^a$)'],
    [
      'a number not matching',
      text({ ...about, pattern: '^a$' }),
      new SpelledNumber(1.1, '1.10'),
      'invalid value 1.10 (expected a string matching ^a$)',
    ],
    [
      'long',
      text({ ...about, maxLength: 9 }),
      'x'.repeat(99),
      `invalid value "${'x'.repeat(56)}... (expected a string of at most 9 characters)`,
    ],
    ['text for a number', integer(about), 'x', 'invalid value "x" (expected an integer)'],
    ['a fraction', integer(about), 1.5, 'invalid value 1.5 (expected an integer)'],
    ['too small', integer({ ...about, minimum: 1 }), 0, 'invalid value 0 (expected an integer of at least 1)'],
    ['outside', integer({ ...about, minimum: 1, maximum: 3 }), 4, 'invalid value 4 (expected an integer from 1 to 3)'],
    ['a boolean for a number', integer(about), true, 'invalid boolean true (expected an integer)'],
    [
      'a number with a leading zero',
      integer(about),
      octal,
      'invalid value 0755 (expected an integer; YAML parsers disagree about this number: write a decimal number without leading zeros)',
    ],
    [
      'a number too large to be exact',
      integer(about),
      new SpelledNumber(2 ** 60, '1152921504606846977'),
      'invalid value 1152921504606846977 (expected an integer; at most 2147483647)',
    ],
    [
      'no percentage',
      integerOrPercent({ ...about, minimum: 1 }),
      '5 %',
      'invalid value "5 %" (expected an integer of at least 1 or a percentage such as 25%)',
    ],
    [
      'yes for a boolean',
      boolean(about),
      'yes',
      'invalid string "yes" (expected true or false; write true without quotes)',
    ],
    [
      'Off for a boolean',
      boolean(about),
      'Off',
      'invalid string "Off" (expected true or false; write false without quotes)',
    ],
    [
      'quoted for a boolean',
      boolean(about),
      'false',
      'invalid string "false" (expected true or false; write false without quotes)',
    ],
    ['other text for a boolean', boolean(about), 'maybe', 'invalid string "maybe" (expected true or false)'],
    ['a number for a boolean', boolean(about), 1, 'invalid number 1 (expected true or false)'],
    [
      'a mistyped word',
      choice(['Always', 'Never'], about),
      'always',
      'invalid value "always" (expected one of Always, Never; did you mean Always?)',
    ],
    [
      'another word',
      choice(['', 'Never'], about),
      'Sometimes',
      'invalid value "Sometimes" (expected one of "", Never)',
    ],
    [
      'a string that YAML reads as a number',
      choice(['1.28', '1.29'], about),
      1.28,
      'invalid value 1.28 (expected one of 1.28, 1.29; quote it, or use --set-string)',
    ],
    ['a number in quotes', choice([1, 2], about), '2', 'invalid value "2" (expected one of 1, 2; remove the quotes)'],
    ['text for a list', list(text(about), about), 'x', 'invalid string "x" (expected a list)'],
    ['text for a map', map(text(about), about), 'x', 'invalid string "x" (expected a map)'],
    ['a list for fixed keys', object({}), [], 'must not be a list (expected a map)'],
    ['text for a block', block('Affinity', about), 'x', 'invalid string "x" (expected a map)'],
    ['a number for a block', block('Affinity', about), octal, 'invalid number 0755 (expected a map)'],
    ['a map for a list of blocks', blocks('Toleration', about), { key: 'x' }, 'must not be a map (expected a list)'],
    ['no block', block('Affinity', about), undefined, 'is required (expected a map; What it is)'],
    [
      'a wrong reference',
      objectName(about),
      { name: 'x', key: 'y' },
      'must not be a map (expected the name of an object)',
    ],
  ])('%s', (_name, schema, given, sentence) => {
    expect(errorsOf(schema, given)).toEqual([`a: ${sentence}`]);
  });

  test('an item of a list is identified by its index', () => {
    expect(errorsOf(list(text(about), about), ['x', null, {}])).toEqual([
      'a[1]: null is not allowed (expected a string)',
      'a[2]: must not be a map (expected a string)',
    ]);
  });
});

describe('unknown keys', () => {
  const schema = object(
    {
      replicas: integer({ ...about, default: 1 }),
      image: object({ tag: text({ ...about, default: '' }) }),
      labels: map(text(about), { ...about, default: {}, keys: '^[a-z]+$', expectedKeys: 'lowercase letters' }),
      free: map(text(about), { ...about, default: {}, keys: '^[a-z]+$' }),
    },
    { renamed: { count: 'replicas' } },
  );
  const many = object(
    Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`key${i}`, text({ ...about, default: '' })])),
  );

  test.each<[TSchema, object, string]>([
    [schema, { replica: 1 }, 'replica: unknown key (did you mean replicas?)'],
    [schema, { Replicas: 1 }, 'Replicas: unknown key (did you mean replicas?)'],
    [schema, { image: { tga: 'x' } }, 'image.tga: unknown key (expected one of tag)'],
    [schema, { count: 1 }, 'count: unknown key (renamed to replicas)'],
    [schema, { other: null }, 'other: unknown key (expected one of replicas, image, labels, free)'],
    [schema, { constructor: 1 }, 'constructor: unknown key (expected one of replicas, image, labels, free)'],
    [
      schema,
      JSON.parse('{"__proto__": {"a": 1}}'),
      '__proto__: unknown key (expected one of replicas, image, labels, free)',
    ],
    [schema, { 'a/b~c': 1 }, '["a/b~c"]: unknown key (expected one of replicas, image, labels, free)'],
    [schema, { labels: { A: 'x' } }, 'labels.A: invalid key (expected lowercase letters)'],
    [schema, { free: { A: 'x' } }, 'free.A: invalid key'],
    [many, { something: 1 }, 'something: unknown key'],
  ])('%#', (known, tree, sentence) => {
    expect(schemaErrors(known, tree)).toEqual([sentence]);
  });
});
