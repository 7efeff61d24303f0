// `secrets --rows`: a credential for each row of a table, generated once and kept.

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { rowsOf } from '../../lib/releases/rows';
import { run } from './support/run';

const product = { version: '0.0.0', registry };
let cwd: string;
const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
const rows = (file: string) => rowsOf({ source: file, text: read(file) }).map(({ columns }) => columns);
const secrets = (table = 'labs.csv', output = 'labs.private.csv', ...argv: string[]) =>
  run(product, ['secrets', 'dozlab-session', '--rows', table, '-o', output, ...argv], { cwd });

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rows-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

test('each row gets a password of its own, which later runs keep', async () => {
  write('labs.csv', 'id,student\na1,"Lovelace, Ada"\na2,\n');
  expect(await secrets()).toEqual({
    code: 0,
    out: '',
    err: 'labs.private.csv: 2 rows, 2 with new credentials, 0 removed\ncodeServer.password is {{ row.codeServer-password }}\n',
  });
  expect(statSync(join(cwd, 'labs.private.csv')).mode & 0o777).toBe(0o600);
  const [a1, a2] = rows('labs.private.csv');
  expect(a1).toEqual({ id: 'a1', student: 'Lovelace, Ada', 'codeServer-password': expect.stringMatching(/^\w{32}$/) });
  expect(a2).toMatchObject({ id: 'a2', student: undefined });
  expect(a2?.['codeServer-password']).not.toBe(a1?.['codeServer-password']);
  const before = read('labs.private.csv');
  expect((await secrets()).err).toContain('2 rows, 0 with new credentials, 0 removed\n');
  expect(read('labs.private.csv')).toBe(before);

  write('labs.csv', 'student,id,room\nGrace,a3,1\nAda,a2,2\n');
  expect((await secrets()).err).toContain('2 rows, 1 with new credentials, 1 removed\n');
  expect(rows('labs.private.csv')).toEqual([
    { student: 'Grace', id: 'a3', room: '1', 'codeServer-password': expect.stringMatching(/^\w{32}$/) },
    { student: 'Ada', id: 'a2', room: '2', 'codeServer-password': a2?.['codeServer-password'] },
  ]);
  expect(readdirSync(cwd).sort()).toEqual(['labs.csv', 'labs.private.csv']);
});

test('the table renders, with each password in the Secret of its row', async () => {
  write('labs.csv', 'id\na1\na2\n');
  await secrets();
  const set = {
    session: { id: '{{ row.id }}', userId: 'ada' },
    rootfs: { imageUrl: 'https://a.example/x.ext4' },
    global: { imageRegistry: 'r.example' },
    codeServer: { password: '{{ row.codeServer-password }}' },
  };
  const release = { name: 'lab-{{ row.id }}', chart: 'dozlab-session', forEach: 'labs.private.csv', set };
  write('releases.yaml', JSON.stringify({ releases: [release] }));
  expect((await run(product, ['synth'], { cwd })).code).toBe(0);
  for (const { id, 'codeServer-password': password } of rows('labs.private.csv')) {
    const encoded = Buffer.from(String(password)).toString('base64');
    const text = read(join('dist', `lab-${id}.k8s.yaml`));
    expect(text.includes(String(password)) || text.includes(encoded)).toBe(true);
  }
});

test('JSON Lines keep their types, and a password in the table is used', async () => {
  write('labs.jsonl', '{"pc":7,"tags":["x"]}\n{"pc":8,"codeServer-password":"from the table"}\n');
  expect((await secrets('labs.jsonl', 'out.jsonl', '--key', 'pc')).code).toBe(0);
  expect(rows('out.jsonl')).toEqual([
    { pc: 7, tags: ['x'], 'codeServer-password': expect.any(String) },
    { pc: 8, 'codeServer-password': 'from the table' },
  ]);
});

test.each([
  ['labs.csv', 'id\na\na\n', [], 'labs.csv:3:1 has the same id as labs.csv:2'],
  ['labs.csv', 'id,n\n,1\n', [], 'labs.csv:2:1 column id is empty, but identifies the row'],
  [
    'labs.csv',
    'pc\na\n',
    [],
    'labs.csv:2:1 has no column id: choose the column that identifies a row with --key; there are pc',
  ],
  ['labs.csv', 'id\nother\n', [], 'labs.csv has none of the rows of labs.private.csv'],
  ['labs.csv', 'id\n', [], 'labs.csv has no rows'],
  ['labs.yaml', '- id: 1\n', [], '--rows labs.yaml (expected .csv, .jsonl, .ndjson)'],
  ['labs.jsonl', '{"id":1}', [], '-o labs.private.csv (expected the extension of the table, .jsonl)'],
  ['labs.private.csv', 'id\na\n', [], '-o is the table itself'],
  ['labs.csv', 'id\na\n', ['--name', 'x'], '--name and --namespace require --as-secrets'],
])('nothing is written for mistakes: %s %j', async (table, text, argv, message) => {
  const kept = 'id,codeServer-password\nkept,0123456789abcdef\n';
  write('labs.private.csv', kept);
  if (table !== 'labs.private.csv') write(table, text);
  const { code, err } = await secrets(table, 'labs.private.csv', ...argv);
  expect(code).not.toBe(0);
  expect(err.replaceAll(': has', ' has').replaceAll(': column', ' column')).toContain(message);
  expect(read('labs.private.csv')).toBe(kept);
  expect(readdirSync(cwd).filter((file) => file.startsWith('.'))).toEqual([]);
});

test('two runs at once do not overwrite each other, and a link is not followed', async () => {
  write('labs.csv', 'id\na\n');
  write('.labs.private.csv.next', '');
  expect((await secrets()).err).toContain('another run is writing it (if not, delete .labs.private.csv.next)');
  expect(existsSync(join(cwd, 'labs.private.csv'))).toBe(false);
  rmSync(join(cwd, '.labs.private.csv.next'));
  symlinkSync('elsewhere.csv', join(cwd, 'labs.private.csv'));
  expect((await secrets()).err).toContain('symbolic link');
  expect(existsSync(join(cwd, 'elsewhere.csv'))).toBe(false);
});
