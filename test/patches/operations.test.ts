// JSON 6902 operations on one object.

import type { Operation } from 'rfc6902';
import { PatchError } from '../../lib/patches/change';
import { applyOperations } from '../../lib/patches/operations';

const OBJECT = { spec: { ports: [{ port: 1 }, { port: 2 }], one: ['x'], 'a/b': { 'c~d': 1 }, text: 'x', empty: {} } };

const applied = (...operations: object[]) => applyOperations(OBJECT, operations as Operation[]).spec as object;

function refusal(...operations: object[]): readonly [string, readonly unknown[]] {
  try {
    applied(...operations);
  } catch (error) {
    if (error instanceof PatchError) return [error.message, error.inside];
    throw error;
  }
  throw new Error('the operations were applied');
}

test('the object itself is not changed', () => {
  applied({ op: 'remove', path: '/spec/ports/0' });
  expect(OBJECT.spec.ports).toHaveLength(2);
});

test.each([
  ['add', { op: 'add', path: '/spec/x', value: 1 }, { x: 1 }],
  ['add to the end', { op: 'add', path: '/spec/one/-', value: 'y' }, { one: ['x', 'y'] }],
  ['add at an index', { op: 'add', path: '/spec/one/0', value: 'y' }, { one: ['y', 'x'] }],
  ['add after the last item', { op: 'add', path: '/spec/one/1', value: 'y' }, { one: ['x', 'y'] }],
  ['replace', { op: 'replace', path: '/spec/ports/1/port', value: 3 }, { ports: [{ port: 1 }, { port: 3 }] }],
  ['replace an escaped key', { op: 'replace', path: '/spec/a~1b/c~0d', value: 2 }, { 'a/b': { 'c~d': 2 } }],
  ['move', { op: 'move', from: '/spec/text', path: '/spec/empty/x' }, { empty: { x: 'x' } }],
  ['copy', { op: 'copy', from: '/spec/text', path: '/spec/empty/x' }, { text: 'x', empty: { x: 'x' } }],
  ['test', { op: 'test', path: '/spec/ports/0', value: { port: 1 } }, { text: 'x' }],
])('%s', (_what, operation, expected) => {
  expect(applied(operation)).toMatchObject(expected);
});

test('a moved value is no longer in its old place', () => {
  expect(applied({ op: 'move', from: '/spec/text', path: '/spec/empty/x' })).not.toHaveProperty('text');
});

test('objects that get the same value do not share it', () => {
  const operation = { op: 'add', path: '/spec/x', value: { list: [1] } } as const;
  const [one, other] = [applied(operation), applied(operation, { op: 'add', path: '/spec/x/list/-', value: 2 })];
  expect([one, other]).toMatchObject([{ x: { list: [1] } }, { x: { list: [1, 2] } }]);
  expect(operation.value).toEqual({ list: [1] });
});

test.each([
  [{ op: 'remove', path: '/spec/txt' }, '/spec/txt does not exist (did you mean /spec/text?)', 'path'],
  [{ op: 'remove', path: '/spec/a~1c' }, '/spec/a~1c does not exist (did you mean /spec/a~1b?)', 'path'],
  [{ op: 'remove', path: '/spec/empty/k' }, '/spec/empty/k does not exist (/spec/empty has no fields)', 'path'],
  [{ op: 'remove', path: '/unlike' }, '/unlike does not exist (the object has spec)', 'path'],
  [{ op: 'remove', path: '/spec/ports/2' }, '/spec/ports/2 does not exist (/spec/ports has 2 items)', 'path'],
  [{ op: 'remove', path: '/spec/one/1' }, '/spec/one/1 does not exist (/spec/one has 1 item)', 'path'],
  [{ op: 'remove', path: '/spec/ports/00' }, '/spec/ports/00 does not exist (/spec/ports has 2 items)', 'path'],
  [{ op: 'remove', path: '/spec/ports/length' }, '/spec/ports/length does not exist (/spec/ports has 2 items)', 'path'],
  [{ op: 'remove', path: '/spec/text/0' }, '/spec/text/0 does not exist (/spec/text is not a map)', 'path'],
  [
    { op: 'add', path: '/spec/empty/j/k', value: 1 },
    '/spec/empty/j does not exist (add it first, or use a merge patch)',
    'path',
  ],
  [{ op: 'add', path: '/spec/text/x', value: 1 }, '/spec/text is not a map', 'path'],
  [
    { op: 'add', path: '/spec/ports/3', value: 1 },
    '/spec/ports is a list with 2 items (expected an index, or - for the end)',
    'path',
  ],
  [
    { op: 'add', path: '/spec/one/x', value: 1 },
    '/spec/one is a list with 1 item (expected an index, or - for the end)',
    'path',
  ],
  [{ op: 'copy', from: '/spec/txt', path: '/spec/x' }, '/spec/txt does not exist (did you mean /spec/text?)', 'from'],
  [{ op: 'move', from: '/spec/empty', path: '/spec/empty/x' }, 'cannot move /spec/empty into itself', 'path'],
  [{ op: 'move', from: '/spec/empty', path: '/spec/empty' }, 'cannot move /spec/empty into itself', 'path'],
])('%j is refused', (operation, message, key) => {
  expect(refusal({ op: 'test', path: '/spec/text', value: 'x' }, operation)).toEqual([message, [1, key]]);
});

test('a value can be copied into itself, and moved to a name that begins with its own', () => {
  expect(applied({ op: 'copy', from: '/spec/empty', path: '/spec/empty/x' })).toMatchObject({ empty: { x: {} } });
  expect(applied({ op: 'move', from: '/spec/empty', path: '/spec/empty2' })).toMatchObject({ empty2: {} });
});

test('a test of another value fails', () => {
  const test = { op: 'test', path: '/spec/ports/0', value: { port: '1' } };
  expect(refusal(test)).toEqual(['the test failed: /spec/ports/0 has another value', [0]]);
});
