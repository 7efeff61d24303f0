// Tables with a release per row: each row, and its location in the file.

import { rowsOf } from '../../lib/releases/rows';
import { InputError } from '../../lib/values/problem';

function problemsOf(source: string, text: string): string[] {
  try {
    rowsOf({ source, text });
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test.each([
  ['- id: a\n- id: b\n', [1, 2]],
  ['---\n- id: a\n- id: b\n', [2, 3]],
  ['# Licence\n\n---\n- id: a\n\n- id: b\n...\n', [4, 6]],
  ['%YAML 1.2\n---\n- {id: a}\n- {id: b}\n', [3, 4]],
  ['[{"id": "a"},\n {"id": "b"}]\n', [1, 2]],
  ['\uFEFF- id: a\n- id: b\n', [1, 2]],
])('a YAML list %j is a table', (text, lines) => {
  expect(rowsOf({ source: 'labs.yaml', text })).toEqual([
    { place: `labs.yaml:${lines[0]}`, columns: { id: 'a' } },
    { place: `labs.yaml:${lines[1]}`, columns: { id: 'b' } },
  ]);
});

test.each([
  ['labs.csv', 'id\na\n'],
  ['labs.CSV', 'id\na\n'],
  ['labs.jsonl', '{"id": "a"}\n'],
  ['labs.ndjson', '{"id": "a"}\n'],
  ['labs.yaml', '- id: a\n'],
  ['labs.yml', '- id: a\n'],
])('%s is a table', (source, text) => {
  expect(rowsOf({ source, text }).map(({ columns }) => columns)).toEqual([{ id: 'a' }]);
});

test('a file with another extension is refused', () => {
  expect(problemsOf('labs.txt', 'id\na\n')).toEqual([
    'labs.txt: unknown file type (expected .csv, .jsonl, .ndjson, .yaml or .yml)',
  ]);
});

test.each([
  ['labs.csv', ''],
  ['labs.csv', 'id,student\n'],
  ['labs.jsonl', '\n'],
  ['labs.yaml', ''],
  ['labs.yaml', '# nobody yet\n'],
  ['labs.yaml', '[]\n'],
])('%s with %j has no row', (source, text) => {
  expect(rowsOf({ source, text })).toEqual([]);
});

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
  expect(problemsOf(source, text)).toEqual([expected]);
});

test('the beginning of a file that is not a table is not repeated', () => {
  expect(problemsOf('t.csv', 'root:$6$abc:1::,root:$6$abc:1::\nx,y\n')).toEqual([
    't.csv:1:1: has duplicate column names',
  ]);
});

test.each([
  ['- id: a\n- id: "b\n', ['labs.yaml:3:1: invalid YAML: Missing closing "quote']],
  ['- id: a\n- b\n', ['labs.yaml:2:1: a row must be a map']],
  ['\nid: a\n', ['labs.yaml:2:1: must be a list of rows']],
  ['- id: a\n  id: b\n', ['labs.yaml:2:3 [0].id: duplicate key']],
  ['- id: a\n---\n- id: b\n', ['labs.yaml:3:1: a second document (expected one document per file)']],
])('in %j the problem is reported with its location', (text, problems) => {
  expect(problemsOf('labs.yaml', text)).toEqual(problems);
});
