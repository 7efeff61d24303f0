// Tables with a release per row: each row, and its location in the file.

import { tableText } from '../../lib/releases/row-writer';
import { rowsOf, shownColumns } from '../../lib/releases/rows';
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

test('cells of CSV are texts and booleans, without the blanks around them; an empty cell sets nothing', () => {
  const text = 'id, on, off, size, none\n a , true, false, 010,\n\n"b,""c""\nd",True,,"",x\n';
  expect(rowsOf({ source: 'labs.csv', text })).toEqual([
    { place: 'labs.csv:2', columns: { id: 'a', on: true, off: false, size: '010', none: undefined } },
    { place: 'labs.csv:5', columns: { id: 'b,"c"\nd', on: 'True', off: undefined, size: undefined, none: 'x' } },
  ]);
});

test('values of JSON Lines keep their types, and empty lines are skipped', () => {
  const text = '{"id": "a", "size": 2, "tags": ["x"]}\n\n  \n{"id": null}';
  expect(rowsOf({ source: 'labs.jsonl', text })).toEqual([
    { place: 'labs.jsonl:1', columns: { id: 'a', size: 2, tags: ['x'] } },
    { place: 'labs.jsonl:4', columns: { id: null } },
  ]);
});

test.each([
  ['labs.csv', 'id,size\na,1\nb\n', 'labs.csv:3:1: number of cells does not match the number of columns'],
  ['labs.csv', 'id,size\na,1\nb,"2\n', 'labs.csv:3:1: is not valid CSV'],
  ['labs.csv', 'id,size,id\na,1,b\n', 'labs.csv:1:1: has duplicate column names: id'],
  ['labs.jsonl', '{"id": "a"}\n{"id": \n', 'labs.jsonl:2:1: is not valid JSON'],
  ['labs.jsonl', '{"id": "a"}\n["a"]\n', 'labs.jsonl:2:1: a row must be a map'],
])('%s with %j is refused with its line', (source, text, expected) => {
  expect(problemsOf(source, text)).toEqual([expected]);
});

test('the nesting of a row is limited to 100 levels', () => {
  const nested = (levels: number) => `{"id":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  expect(rowsOf({ source: 'labs.jsonl', text: nested(100) })).toHaveLength(1);
  expect(problemsOf('labs.jsonl', nested(101))).toEqual(['labs.jsonl:1:1: nested deeper than 100 levels']);
});

test('a message lists up to twenty columns of a table, only those that look like a name', () => {
  const names = Array.from({ length: 22 }, (_, index) => `c${index}`);
  expect(shownColumns('; it has ', names.slice(0, 20))).toBe(`; it has ${names.slice(0, 20).join(', ')}`);
  expect(shownColumns('; it has ', names)).toBe(`; it has ${names.slice(0, 20).join(', ')} and 2 more`);
  expect(shownColumns('; it has ', ['id', 'p@ss', 'x'.repeat(64)])).toBe('; it has id and 2 more');
  expect(shownColumns('; it has ', ['p@ss', ''])).toBe('');
});

describe('what is written to a table is read back', () => {
  const rows = [
    { id: 'a', note: 'one, two', on: true },
    { id: 'b "c"', note: ' d\ne ', size: '010' },
  ];

  test('as CSV, with the columns of all rows', () => {
    const text = tableText('out/labs.CSV', rows);
    expect(text).toBe('id,note,on,size\na,"one, two",true,\n"b ""c"""," d\ne ",,010\n');
    expect(rowsOf({ source: 'labs.csv', text }).map(({ columns }) => columns)).toEqual([
      { ...rows[0], size: undefined },
      { ...rows[1], on: undefined },
    ]);
  });

  test('as JSON Lines', () => {
    const text = tableText('labs.ndjson', rows);
    expect(text.split('\n')).toHaveLength(3);
    expect(rowsOf({ source: 'labs.ndjson', text }).map(({ columns }) => columns)).toEqual(rows);
  });
});
