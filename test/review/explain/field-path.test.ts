// Field paths as users write them.

import { fieldAt, missingAt, parseField } from '../../../lib/review/explain/field-path';

const object = { spec: { containers: [{ name: 'web', args: ['a', 'b'] }], 'a.b/c': 1 } };

test.each([
  ['spec.containers[0].args[1]', 'b'],
  ['spec.containers[name=web].args[0]', 'a'],
  ['spec["a.b/c"]', 1],
  ['spec.containers[name=db]', undefined],
  ['spec.toString', undefined],
])('%s', (field, value) => {
  expect(fieldAt(object, parseField(field) ?? [])).toBe(value);
});

test.each(['', 'a[', 'a]b', 'a[b]', 'a..b'])('%j is not a field path', (text) => {
  expect(parseField(text)).toBeUndefined();
});

test.each([
  ['spec.contaners[0].name', { there: 'spec', holds: ['containers', '["a.b/c"]'], nearest: 'spec.containers' }],
  [
    'spec.containers[name=wep]',
    { there: 'spec.containers', holds: ['[name=web]'], nearest: 'spec.containers[name=web]' },
  ],
  ['spec.containers[1]', { there: 'spec.containers', holds: ['[0]'], nearest: 'spec.containers[0]' }],
  ['status', { there: '', holds: ['spec'] }],
])('%s does not exist: these do', (field, missing) => {
  expect(missingAt(object, parseField(field) ?? [])).toEqual(missing);
});
