// What the reference pages and `values` say about the type and the form of a value.

import { constraint, describeType, expectedForm } from '../../lib/values/schema/describe';
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
  text,
} from '../../lib/values/schema/schema';

const about = { description: 'A value.' };
const word = text(about);
const sizes = choice(['', 's', 'm'], about);

test.each([
  [word, 'string'],
  [integer(about), 'integer'],
  [integerOrPercent(about), 'integer or percentage'],
  [boolean(about), 'boolean'],
  [sizes, 'one of `""`, `s`, `m`'],
  [object({}), 'object'],
  [block('Affinity', about), '`Affinity`'],
  [blocks('Volume', about), '`[]Volume`'],
  [list(word, about), '[]string'],
  [map(word, about), 'map[string]string'],
  [map(list(word, about), about), 'map[string][]string'],
  [list(sizes, about), 'list, each one of `""`, `s`, `m`'],
  [map(integerOrPercent(about), about), 'map, each integer or percentage'],
])('%# is a %s', (schema, type) => {
  expect(describeType(schema, (literal) => `\`${literal}\``)).toBe(type);
});

test('a form is left out if the description states it, or if the value has no effect', () => {
  expect(expectedForm(text({ description: 'A name.', expected: 'lowercase letters' }))).toBe('lowercase letters');
  expect(
    expectedForm(text({ description: 'Lowercase letters, at most 63.', expected: 'at most 63 lowercase letters' })),
  ).toBeUndefined();
  expect(expectedForm(text({ description: 'Has no effect.', expected: 'lowercase letters' }))).toBeUndefined();
  expect(expectedForm(word)).toBeUndefined();
});

test.each([
  [word, undefined],
  [integer(about), undefined],
  [boolean(about), undefined],
  [text({ ...about, expected: 'a name' }), 'a name'],
  [list(text({ ...about, expected: 'a name' }), about), 'each a name'],
  [list(word, about), undefined],
  [block('Affinity', about), 'Kubernetes Affinity'],
  [blocks('Volume', about), 'a list of Kubernetes Volume'],
])('%# must be: %s', (schema, expected) => {
  expect(constraint(schema)).toBe(expected);
});

test('numbers and choices say which ones are valid', () => {
  expect(constraint(integer({ ...about, minimum: 1, maximum: 9 }))).toContain('1');
  expect(constraint(integer({ ...about, minimum: 1 }))).toContain('1');
  expect(constraint(integer({ ...about, maximum: 9 }))).toContain('9');
  expect(constraint(sizes)).toContain('one of');
  expect(constraint(integerOrPercent(about))).toContain('percentage');
});
