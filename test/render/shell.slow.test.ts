// Printed commands work in a real shell, whatever characters names and values contain.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { shellCommand, variableFor } from '../../lib/render/shell';
import { creation } from '../../lib/secrets/creation';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paste-'));
  // The arguments, separated by NUL, and then the standard input.
  writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\nprintf "%s\\0" "$@" > "$OUT/argv"\ncat > "$OUT/input"\n', {
    mode: 0o755,
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const HOSTILE = [
  '$(touch PWN)',
  '`touch PWN`',
  '"; touch PWN; "',
  "'; touch PWN; '",
  "it's",
  'a\ntouch PWN\n',
  '-n',
  '--from-literal=a=b',
  '$HOME',
  '!!',
  '~',
  '*',
  'a b',
  '\\',
  '#x',
  'ümlaut',
  '',
  '=ls',
  '{a,b}',
  '\t',
];

const SHELLS = ['sh', 'bash', 'dash', 'busybox'].filter(
  (shell) => spawnSync(shell, ['-c', 'true']).error === undefined,
);

function paste(command: string, env: Readonly<Record<string, string>> = {}, shell = 'sh') {
  const PATH = [folder, process.env.PATH].join(delimiter);
  const script = shell === 'busybox' ? ['sh', '-c', command] : ['-c', command];
  const { status } = spawnSync(shell, script, { cwd: folder, env: { PATH, OUT: folder, ...env }, input: '' });
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
  return { status, argv: read('argv')?.split('\0').slice(0, -1), input: read('input') };
}

test.each(SHELLS)('%s: every word reaches the program unchanged', (shell) => {
  expect(paste(shellCommand(['kubectl', ...HOSTILE]), {}, shell)).toMatchObject({ status: 0, argv: HOSTILE });
  expect(readdirSync(folder)).not.toContain('PWN');
});

test('any words', () => {
  const word = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      expect(paste(shellCommand(['kubectl', ...words])).argv).toEqual(words.length === 0 ? [''] : words);
    }),
    { numRuns: 40 },
  );
});

describe.each(HOSTILE)('%j', (text) => {
  test('as a key, a name, a namespace and a type', () => {
    const commands = [
      { name: 'db', namespace: 'labs', keys: [text] },
      { name: 'db', namespace: 'labs', keys: [text, 'a'] },
      { name: text, namespace: 'labs', keys: [] },
      { name: 'db', namespace: text, keys: ['a'], type: text },
    ].map((wanted) => creation(wanted).command);
    for (const command of commands) {
      const { argv = [] } = paste(command, { [variableFor(text)]: 'x', A: 'x' });
      expect(argv.slice(0, 3)).toEqual(['create', 'secret', 'generic']);
      expect(argv.length).toBeLessThanOrEqual(8);
    }
    expect(readdirSync(folder)).not.toContain('PWN');
  });

  test('as a value, it is not on any command line', () => {
    const { command } = creation({ name: 'db', namespace: 'labs', keys: ['password'] });
    const value = text === '' ? 'x' : text;
    expect(paste(command, { PASSWORD: value })).toEqual({
      status: 0,
      argv: ['create', 'secret', 'generic', 'db', '--namespace', 'labs', '--from-file=password=/dev/stdin'],
      input: value,
    });
  });
});

test('without a value nothing is created', () => {
  const { command } = creation({ name: 'db', namespace: 'labs', keys: ['password'] });
  for (const env of [{ OTHER: 'x' }, { PASSWORD: '' }] as Record<string, string>[]) {
    const { status, argv } = paste(command, env);
    expect({ failed: status !== 0, argv }).toEqual({ failed: true, argv: undefined });
  }
});

test.each([
  ['vscode-password', 'VSCODE_PASSWORD'],
  ['9-to-5', 'SECRET_9_TO_5'],
  ['user', 'SECRET_USER'],
  ['path', 'SECRET_PATH'],
  ['$(x)', '__X_'],
  ['-', 'SECRET__'],
])('the value of %s comes from %s', (key, variable) => {
  expect(variableFor(key)).toBe(variable);
});

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

const withKubectl = kubectl ? test : test.skip;

withKubectl('kubectl takes the commands', () => {
  rmSync(join(folder, 'kubectl'));
  const files = { user: 'ada', password: "it's $(secret)\n", 'tls.crt': 'crt', '.dockerconfigjson': '{"auths":{}}' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'db.env'), 'A=1\nB=2\n');
  const dataOf = (keys: readonly string[]) => {
    const { command } = creation({ name: 'db', namespace: 'labs', keys });
    const json = execFileSync('sh', ['-c', `${command} --dry-run=client -o json`], {
      cwd: folder,
      env: { PATH: process.env.PATH, TOKEN: "it's $(secret)\n" },
    });
    const { data, metadata } = JSON.parse(json.toString());
    expect(metadata).toMatchObject({ name: 'db', namespace: 'labs' });
    return Object.fromEntries(
      Object.entries(data as Record<string, string>).map(([key, text]) => [
        key,
        Buffer.from(text, 'base64').toString(),
      ]),
    );
  };
  expect(dataOf(['token'])).toEqual({ token: "it's $(secret)\n" });
  expect(dataOf(['user', 'password'])).toEqual({ user: 'ada', password: "it's $(secret)\n" });
  expect(dataOf(['tls.crt'])).toEqual({ 'tls.crt': 'crt' });
  expect(dataOf(['.dockerconfigjson'])).toEqual({ '.dockerconfigjson': '{"auths":{}}' });
  expect(dataOf([])).toEqual({ A: '1', B: '2' });
});
