import { choice, list, map, object, type TSchema, text } from '../../lib/values/schema/schema';
import { schemaErrors } from '../support/schema-errors';

const about = { description: 'What it is. More about it.' };

const errorsOf = (value: TSchema, given: unknown) => schemaErrors(object({ a: value }), { a: given });

describe('a secret is never shown', () => {
  const secret = text({ ...about, minLength: 20, secret: true });
  test.each<[string, TSchema, unknown, string]>([
    ['too short', secret, 'hunter2', 'a: invalid value (expected a string of at least 20 characters)'],
    ['a number', secret, 7772222, 'a: invalid value (expected a string of at least 20 characters)'],
    [
      'one of a list',
      list(secret, about),
      ['hunter2'],
      'a[0]: invalid value (expected a string of at least 20 characters)',
    ],
    [
      'one of a map',
      map(secret, about),
      { b: 'hunter2' },
      'a.b: invalid value (expected a string of at least 20 characters)',
    ],
    [
      'part of a secret map',
      map(text({ ...about, minLength: 20 }), { ...about, secret: true }),
      { b: 'hunter2' },
      'a.b: invalid value (expected a string of at least 20 characters)',
    ],
    ['in place of a map with a secret', object({ b: secret }), 'hunter2', 'a: invalid string (expected a map)'],
    ['in place of a list of secrets', list(secret, about), 'hunter2', 'a: invalid string (expected a list)'],
    [
      'a choice',
      choice(['hunter3'], { ...about, secret: true }),
      'hunter2',
      'a: invalid value (expected one of hunter3)',
    ],
  ])('%s', (_name, schema, given, sentence) => {
    expect(errorsOf(schema, given)).toEqual([sentence]);
  });
});
