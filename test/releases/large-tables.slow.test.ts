// Large tables, and their limits.

import { rowsOf } from '../../lib/releases/rows';

const read = (source: string, text: string) => rowsOf({ source, text });

test('100,000 rows are read', () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => `lab-${at},https://images.example.com/lab.ext4`);
  const csv = rowsOf({ source: 'labs.csv', text: `id,image\n${lines.join('\n')}\n` });
  expect(csv).toHaveLength(100_000);
  expect(csv.at(-1)).toEqual({
    place: 'labs.csv:100001',
    columns: { id: 'lab-99999', image: 'https://images.example.com/lab.ext4' },
  });
  const json = rowsOf({ source: 'labs.jsonl', text: lines.map((line) => JSON.stringify({ line })).join('\n') });
  expect(json).toHaveLength(100_000);
});

test.each([
  ['labs.csv', `id\n${'a\n'.repeat(250_001)}`, 'labs.csv: more than 250,000 rows'],
  ['labs.jsonl', '{}\n'.repeat(250_001), 'labs.jsonl: more than 250,000 rows'],
  ['labs.csv', `id\n${'a'.repeat(2 ** 20 + 2)}\n`, 'labs.csv:2:1: a row larger than 1 MiB'],
  ['labs.csv', `${'a,'.repeat(2 ** 20 + 2)}\n`, 'labs.csv:1:1: a row larger than 1 MiB'],
  ['labs.jsonl', `{"id":"${'a'.repeat(2 ** 20)}"}\n`, 'labs.jsonl:1:1: a row larger than 1 MiB'],
  ['labs.jsonl', `{}\n{"id":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'labs.jsonl:2:1: nested deeper than 100 levels'],
])('%s %#: tables have limits', (source, text, expected) => {
  expect(() => read(source, text)).toThrow(new Error(expected));
});
