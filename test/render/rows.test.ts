// Tables that releases are made for: each row, and where it stands in the file.

import { rowsOf } from '../../lib/render/rows';
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
  ['labs.csv', ''],
  ['labs.csv', 'id,student\n'],
  ['labs.jsonl', '\n'],
  ['labs.yaml', ''],
  ['labs.yaml', '# nobody yet\n'],
  ['labs.yaml', '[]\n'],
])('%s with %j has no row', (source, text) => {
  expect(rowsOf({ source, text })).toEqual([]);
});

test.each([
  ['- id: a\n- id: "b\n', ['labs.yaml:3:1: invalid YAML: Missing closing "quote']],
  ['- id: a\n- b\n', ['labs.yaml:2:1: a row must be a map']],
  ['\nid: a\n', ['labs.yaml:2:1: must be a list of rows']],
  ['- id: a\n  id: b\n', ['labs.yaml:2:3 [0].id: duplicate key']],
  ['- id: a\n---\n- id: b\n', ['labs.yaml:3:1: a second document (expected one; give each a file of its own)']],
])('in %j the problem is told where it stands', (text, problems) => {
  expect(problemsOf('labs.yaml', text)).toEqual(problems);
});
