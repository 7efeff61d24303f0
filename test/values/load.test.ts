import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLayer, readLayer, readText } from '../../lib/values/file/load';
import { SpelledNumber } from '../../lib/values/scalar';

const load = (text: string) => loadLayer({ source: 'values.yaml', text });
const treeOf = (text: string) => load(text).apply({});

function errorOf(text: string): string {
  try {
    load(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('the contents of a values file', () => {
  test.each([
    ['nothing', '', {}],
    ['only a comment', '# nothing yet\n', {}],
    ['only a document mark', '---\n', {}],
    ['only null', 'null\n', {}],
    ['maps, lists and scalars', 'a:\n  b: [1, two, true, null]\n', { a: { b: [1, 'two', true, null] } }],
    ['a key without a value', 'a:\nb: 1\n', { a: null, b: 1 }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
    ['Windows line ends', 'a: 1\r\nb: x\r\n', { a: 1, b: 'x' }],
    ['a document mark behind it', 'a: 1\n---\n', { a: 1 }],
    ['JSON', '{"a": {"b": [1, "\\u00e9\\/"]}}', { a: { b: [1, 'é/'] } }],
    ['JSON indented with tabs', '{\n\t"a": [\n\t\t1\n\t]\n}\n', { a: [1] }],
    ['core tags', 'a: !!str 12\nb: !!int "7"\n', { a: '12', b: 7 }],
    ['core tags of collections', 'a: !!map {b: !!seq [1]}\n', { a: { b: [1] } }],
    ['other core tags', 'a: !!float 1.5\nb: !!bool true\nc: !!null ""\n', { a: 1.5, b: true, c: null }],
  ])('%s', (_name, text, tree) => {
    expect(treeOf(text)).toEqual(tree);
  });

  test('keys that are not strings keep their spelling, because they are meant as names', () => {
    expect(treeOf('8080: a\ntrue: b\n1.10: c\nnull: d\n')).toEqual({ '8080': 'a', true: 'b', '1.10': 'c', null: 'd' });
  });

  test.each(['0755', '1.10', '1e3', '+1', '12345678901234567890', '0x1F', '.inf', '-0'])(
    'the number %s keeps its spelling, which its value has lost',
    (spelling) => {
      expect(treeOf(`a: ${spelling}`).a).toEqual(new SpelledNumber(Number(treeNumber(spelling)), spelling));
    },
  );

  const treeNumber = (spelling: string) => (spelling === '.inf' ? 'Infinity' : spelling);

  test.each(['1', '-5', '0', '1.5'])('the number %s keeps its value', (text) => {
    expect(treeOf(`a: ${text}`)).toEqual({ a: Number(text) });
  });

  test.each(['yes', 'no', 'on', 'off', 'y', '2024-01-01', '1_000', '1:30'])(
    '%s is text, whatever older readers make of it',
    (word) => {
      expect(treeOf(`a: ${word}`)).toEqual({ a: word });
    },
  );

  test('anchors, aliases and merge keys work as in Helm', () => {
    const text = 'base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\na:\n  y: 9\n  <<: [*b, *m]\nc: {<<: *b}\nd: *b\n';
    expect(treeOf(text)).toMatchObject({ a: { x: 1, y: 9, z: 4 }, c: { x: 1, y: 2 }, d: { x: 1, y: 2 } });
  });

  test('a redefined anchor has its last value before the alias', () => {
    expect(treeOf('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  test('a quoted << is an ordinary key', () => {
    expect(treeOf('"<<": 1')).toEqual({ '<<': 1 });
  });

  test.each(['__proto__', 'constructor', 'prototype'])(
    '%s is an ordinary key and does not change a prototype',
    (key) => {
      for (const text of [`${key}: {polluted: true}`, `a: &a {${key}: {polluted: true}}\nb: {<<: *a}`]) {
        const tree = treeOf(text);
        expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
        expect(({} as { polluted?: true }).polluted).toBeUndefined();
      }
      expect(Object.keys(treeOf(`${key}: {polluted: true}`))).toEqual([key]);
    },
  );
});

describe('locations in a values file', () => {
  const layer = load('# head\na:\n  b: 1\n  list:\n    - x\n    - k: v\nbase: &b {m: 1}\nuse:\n  <<: *b\n');

  test.each([
    [['a'], 2, 1],
    [['a', 'b'], 3, 3],
    [['a', 'list', 1], 6, 7],
    [['a', 'list', 1, 'k'], 6, 7],
    [['use', 'm'], 7, 11],
  ])('%j is at %i:%i', (path, line, column) => {
    expect(layer.locate(path)).toEqual({ source: 'values.yaml', line, column });
  });

  test.each([[['c']], [['a', 'c']], [['a', 'b', 'c']], [['a', 'list', 2]], [['constructor']]])(
    '%j is not mentioned',
    (path) => {
      expect(layer.locate(path)).toBeUndefined();
    },
  );

  test('a byte order mark shifts no location', () => {
    expect(load('\uFEFFa: 1').locate(['a'])).toEqual({ source: 'values.yaml', line: 1, column: 1 });
  });
});

describe('refused input', () => {
  test.each([
    ['a list at the root', '- a\n', 'values.yaml:1:1: must be a map of values'],
    ['text at the root', '\nhello\n', 'values.yaml:2:1: must be a map of values'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'values.yaml:3:1: a second document (expected one document per file)'],
    [
      'a duplicate key, also one spelled otherwise',
      'a:\n  1: x\n  "1": y\nb: 1\nb: 2\n',
      'values.yaml:3:3 a.1: duplicate key\nvalues.yaml:5:1 b: duplicate key',
    ],
    ['an unknown tag', 'a: !vault x\n', 'values.yaml:1:4: unknown tag (a string that starts with ! must be quoted)'],
    ['a set', 'a: !!set {x}\n', 'values.yaml:1:10 a: unknown tag (a string that starts with ! must be quoted)'],
    [
      'binary data',
      'a: !!binary aGk=\n',
      'values.yaml:1:13 a: unknown tag (a string that starts with ! must be quoted)',
    ],
    ['a list as key', '? [a]\n: b\n', 'values.yaml:1:3: keys must be strings'],
    [
      'an unknown anchor',
      'a:\n  - *nope\n',
      'values.yaml:2:5 a[0]: alias of an unknown anchor (a string that starts with * must be quoted)',
    ],
    ['a value that contains itself', 'a: &x [*x]\n', 'values.yaml:1:8 a[0]: alias of a value that contains it'],
    [
      'a merge key with text',
      'a:\n  <<: text\n',
      'values.yaml:2:3 a: << merges maps only (expected an alias of a map, or a list of them)',
    ],
    ['nesting without end', `a: ${'['.repeat(5000)}`, 'values.yaml:1:104: nested deeper than 100 levels'],
    ['a tab as indent', 'a:\n\tb: 1\n', 'values.yaml:2:1: invalid YAML: Tabs are not allowed as indentation'],
    ['a stray end', '}\n', 'values.yaml:1:1: invalid YAML: Unexpected flow-map-end token in YAML document'],
  ])('%s', (_name, text, message) => {
    expect(errorOf(text)).toBe(message);
  });

  test('every syntax error at once, each with its location', () => {
    expect(errorOf('a: "\\q"\nb: @x\n')).toBe(
      [
        'values.yaml:1:5: invalid YAML: Invalid escape sequence \\q',
        'values.yaml:2:4: invalid YAML: Plain value cannot start with reserved character @',
      ].join('\n'),
    );
  });

  test('a syntax error does not hide problems with keys', () => {
    const text = 'a: !vault x\nb: !!set {x}\n? [c]\n: 1\nd: "\\q"\nd: 2\ne: *nope\nf: [!y 1]\n---\ng: 1\n';
    expect(errorOf(text).split('\n')).toEqual([
      'values.yaml:1:4: unknown tag (a string that starts with ! must be quoted)',
      'values.yaml:2:10 b: unknown tag (a string that starts with ! must be quoted)',
      'values.yaml:3:3: keys must be strings',
      'values.yaml:5:5: invalid YAML: Invalid escape sequence \\q',
      'values.yaml:6:1 d: duplicate key',
      'values.yaml:7:4 e: alias of an unknown anchor (a string that starts with * must be quoted)',
      'values.yaml:8:5: unknown tag (a string that starts with ! must be quoted)',
      'values.yaml:10:1: a second document (expected one document per file)',
    ]);
  });

  test('aliases that multiply are refused before they are expanded', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    expect(errorOf(['a0: &a0 x', ...lines].join('\n'))).toMatch(
      /^values\.yaml:\d+:\d+ a\d+\[\d\]: aliases expand to more than 10000 values$/,
    );
  });

  test.each(['x: }hunter2', 'a: |hunter2\n  x', 'a: *hunter2', 'a: !hunter2 x', '%hunter2\n}'])(
    'an error in %j does not quote what may be a secret',
    (text) => {
      expect(errorOf(text)).toMatch(/^values\.yaml:\d/);
      expect(errorOf(text)).not.toContain('hunter2');
    },
  );
});

describe('from disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'values-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  test('a file is reported under the name that the user gave', () => {
    const path = file('a.yaml', 'a: 1');
    expect(readLayer('../a.yaml', path).locate(['a'])).toEqual({ source: '../a.yaml', line: 1, column: 1 });
  });

  test('the text of a file is used unchanged', () => {
    expect(readText('key', file('key', 'line\nline\n'))).toBe('line\nline\n');
  });

  test.each([
    ['a missing file', () => join(folder, 'none.yaml'), 'v.yaml: no such file'],
    ['a directory', () => folder, 'v.yaml: is a directory (expected a file)'],
    ['a path through a file', () => join(file('plain', ''), 'x'), 'v.yaml: no such file'],
    ['bytes that are not UTF-8', () => file('latin1', Uint8Array.of(0x61, 0xe9)), 'v.yaml: is not UTF-8 text'],
    ['UTF-16 without its mark', () => file('bare', Uint8Array.of(0x61, 0)), 'v.yaml: is not UTF-8 text'],
    ['UTF-16', () => file('utf16', Uint8Array.of(0xff, 0xfe, 0x61, 0)), 'v.yaml: is not UTF-8 text'],
  ])('%s is reported as a sentence', (_name, path, message) => {
    expect(() => readLayer('v.yaml', path())).toThrow(message);
  });
});

test('the tag ! of YAML is accepted, others are not', () => {
  const read = (text: string) => loadLayer({ source: 'a.yaml', text }).apply({});
  expect(read('a: ! x\nb: !!str y\n')).toEqual({ a: 'x', b: 'y' });
  expect(() => read('a: !x y\n')).toThrow('a.yaml:1:4: unknown tag');
});
