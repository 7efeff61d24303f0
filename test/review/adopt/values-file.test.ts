// Values files that people read and edit.

import { parse } from 'yaml';
import { valuesText } from '../../../lib/review/adopt/values-file';
import { SpelledNumber } from '../../../lib/values/scalar';

test('a header, the values, and a comment above each that has a remark', () => {
  const tree = { proxy: { port: 80, tag: new SpelledNumber(1.1, '1.10') } };
  expect(valuesText('Of web.\nKeep it.', tree, new Map([['proxy.port', 'Of the container.']]))).toBe(
    '# Of web.\n# Keep it.\n\nproxy:\n  # Of the container.\n  port: 80\n  tag: "1.10"\n',
  );
});

test('no values are an empty map below the header', () => {
  const text = valuesText('Of web.\nKeep it.', {}, new Map());
  expect(text.split('\n').slice(0, 2)).toEqual(['# Of web.', '# Keep it.']);
  expect(parse(text)).toEqual({});
});

test('lists and maps in them keep the spelling of numbers, and keys of any kind can have a remark', () => {
  const tree = { hosts: [{ port: new SpelledNumber(8, '0o10') }, 'a'], '80': { on: true }, none: null };
  const text = valuesText(
    'Of web.',
    tree,
    new Map([
      ['hosts', 'All.'],
      ['["80"]', 'A number.'],
    ]),
  );
  expect(parse(text)).toEqual({ hosts: [{ port: '0o10' }, 'a'], '80': { on: true }, none: null });
  expect(text).toContain('# All.\nhosts:');
});
