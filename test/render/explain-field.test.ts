// Fields as users write them.

import { fieldAt, parseField } from '../../lib/render/explain/field-path';

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

test.each(['', 'a[', 'a]b', 'a[b]', 'a..b'])('%j is none', (text) => {
  expect(parseField(text)).toBeUndefined();
});
