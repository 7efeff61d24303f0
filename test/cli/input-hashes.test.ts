// The index is committed: no hash in it allows guessing passwords in an input file.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hashes-'));
  write('red.yaml', 'color: red\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);

async function inputs(...argv: string[]): Promise<Record<string, string>> {
  expect(await run(product, ['synth', ...argv], { cwd })).toMatchObject({ code: 0 });
  const index = JSON.parse(readFileSync(join(cwd, 'dist', '.sandbox-charts.index'), 'utf8')) as {
    recipes: Record<string, { inputs: Record<string, string> }>;
  };
  return Object.values(index.recipes)[0]?.inputs ?? {};
}

const HASH = expect.stringMatching(/^[0-9a-f]{64}$/);

test.each([
  'code: bell\n',
  '{"code": "bell"}',
  '{code: bell}',
  "'code': bell\n",
  '"code" : bell\n',
  '"c\\x6fde": bell\n',
  '{"c\\u006fde":"bell"}',
  '? code\n: bell\n',
])('a file with %j is recorded without its hash, others with theirs', async (text) => {
  write('secret.yaml', text);
  const found = await inputs('buoy', '-f', 'red.yaml', '-f', 'secret.yaml', '--secrets', 'existing');
  expect(found).toEqual({ '../red.yaml': HASH, '../secret.yaml': '-' });
});

test('a table has no hash if its cells are credentials', async () => {
  write('buoys.csv', 'id,bell\nnorth,four\n');
  const file = (set: string) =>
    `releases: [{name: "{{ row.id }}", chart: buoy, forEach: buoys.csv, values: [red.yaml], set: {${set}}}]\n`;
  write('releases.yaml', file('bells: 2'));
  expect(await inputs()).toMatchObject({ '../releases.yaml': HASH, '../buoys.csv': HASH });
  write('releases.yaml', file('code: "{{ row.bell }}"'));
  expect(await inputs()).toMatchObject({ '../releases.yaml': '-', '../buoys.csv': '-', '../red.yaml': HASH });
});

test('a table has no hash if its cells are blocks with credentials', async () => {
  write('buoys.yaml', '- { id: north, hull: { code: four } }\n');
  write(
    'releases.yaml',
    'releases: [{name: "{{ row.id }}", chart: buoy, forEach: buoys.yaml, values: [red.yaml], set: {bells: 2}}]\n',
  );
  expect(await inputs()).toMatchObject({ '../releases.yaml': HASH, '../buoys.yaml': '-' });
});

test('verify still detects that the output does not match such a file', async () => {
  write('secret.yaml', 'code: bell\n');
  await inputs('buoy', '-f', 'red.yaml', '-f', 'secret.yaml');
  expect(await run(product, ['verify'], { cwd })).toMatchObject({ code: 0 });
  write('secret.yaml', 'code: gong\n');
  const { code, out } = await run(product, ['verify'], { cwd });
  expect(code).toBe(1);
  expect(out).toBe('buoy: dist/buoy.k8s.yaml: Secret sea/buoy-code is not what its inputs render\n');
  write('red.yaml', 'color: blue\n');
  expect((await run(product, ['verify'], { cwd })).out).toContain(
    'buoy: input red.yaml changed since it was rendered\n',
  );
});

const lab = `session: {id: a, userId: b}
rootfs: {imageUrl: "https://images.acme.io/lab.ext4"}
codeServer: {password: PASSWORD}
`;
const region = `regionName: acme
proxyUrl: https://proxy.acme.io
daytonaApiUrl: https://api.acme.io/api
daytonaApiKey: PASSWORD
`;

test.each([
  ['pod', 'dozlab-session', lab],
  ['Job', 'daytona-region', region],
])('the record of a %s that reads a Secret is the same for another password', async (_what, chart, values) => {
  const recorded = async (password: string): Promise<unknown> => {
    write('values.yaml', values.replace('PASSWORD', password));
    const synth = await run({ version: '1.2.3', registry }, ['synth', chart, '-f', 'values.yaml'], { cwd });
    expect(synth).toMatchObject({ code: 0 });
    return JSON.parse(readFileSync(join(cwd, 'dist', '.sandbox-charts.index'), 'utf8')).releases;
  };
  expect(await recorded('correct-horse-battery')).toEqual(await recorded('battery-horse-correct'));
});
