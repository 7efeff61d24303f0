// A releases file can only use files and folders in its own folder, unless the user allows more.

import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { type Run, run } from './support/run';

let top: string;
let cwd: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'outside-'));
  cwd = join(top, 'clone');
  mkdirSync(join(cwd, 'sub'), { recursive: true });
  for (const folder of [top, cwd, join(cwd, 'sub')]) {
    writeFileSync(join(folder, 'red.yaml'), 'color: red\n');
    writeFileSync(join(folder, 'rows.csv'), 'id\na\n');
  }
  symlinkSync('../red.yaml', join(cwd, 'link.yaml'));
  symlinkSync('..', join(cwd, 'up'));
  mkdirSync(join(cwd, '.git/hooks'), { recursive: true });
  writeFileSync(join(cwd, '.git/config'), '[core]\n');
  symlinkSync('.git/config', join(cwd, 'settings.yaml'));
  symlinkSync('.git/hooks', join(cwd, 'hooks'));
});
afterEach(() => rmSync(top, { recursive: true }));

const releases = (fields: string, defaults = ''): void =>
  writeFileSync(
    join(cwd, 'releases.yaml'),
    `${defaults}releases:\n- {name: a, chart: buoy, set: {color: red}, ${fields}}\n`,
  );
const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });

test.each([
  ['values: [../red.yaml]', 'values[0]'],
  ['values: [sub/../../red.yaml]', 'values[0]'],
  ['values: [red.yaml, /etc/shadow]', 'values[1]'],
  ['values: [link.yaml]', 'values[0]'],
  ['values: [up/red.yaml]', 'values[0]'],
  ['output: ../out', 'output'],
  ['output: /tmp/out', 'output'],
  ['output: up/out', 'output'],
  ['target: flux, delivery: {folder: ../apps}', 'delivery.folder'],
  ['secrets: {mode: sealed-secrets, certificate: ../cert.pem}', 'secrets.certificate'],
  ['forEach: ../rows.csv', 'forEach'],
  ['values: [.git/config]', 'values[0]'],
  ['values: [settings.yaml]', 'values[0]'],
  ['output: .git/hooks', 'output'],
  ['output: sub/.GIT', 'output'],
  ['output: hooks', 'output'],
])('%s is refused with its location', async (fields, path) => {
  releases(fields);
  for (const command of [['synth'], ['diff'], ['requirements']]) {
    const { code, err } = await call(...command);
    expect(code).toBe(command[0] === 'diff' ? 2 : 1);
    expect(err).toMatch(
      /^releases\.yaml:2:\d+ releases\[0\]\.(.*): is outside the folder of this file .*--allow-outside\)\n/,
    );
    expect(err).toContain(`releases[0].${path}: `);
  }
  expect(existsSync(join(cwd, 'dist'))).toBe(false);
});

test('a path that all rows of a table share is reported once', async () => {
  writeFileSync(join(cwd, 'rows.csv'), 'id\na\nb\nc\n');
  writeFileSync(
    join(cwd, 'releases.yaml'),
    'releases: [{name: "{{ row.id }}", forEach: rows.csv, chart: buoy, values: [../red.yaml]}]\n',
  );
  expect((await call('synth')).err).toMatch(/^releases\.yaml:1:\d+ .*\n1 problem; nothing was written\n$/);
});

test('so are paths in the defaults', async () => {
  releases('output: dist', 'defaults: {values: [../red.yaml]}\n');
  expect((await call('synth')).err).toMatch(/^releases\.yaml:1:\d+ defaults\.values\[0\]: is outside/);
});

test.each(['values: [../red.yaml]', 'values: [link.yaml]', 'output: ../out', 'forEach: ../rows.csv'])(
  '%s is taken with --allow-outside',
  async (fields) => {
    releases(fields);
    expect(await call('synth', '--allow-outside')).toMatchObject({ code: 0 });
  },
);

test('paths below the folder are allowed, in any notation', async () => {
  releases(`values: [sub/red.yaml, ./sub/../red.yaml, ${join(cwd, 'red.yaml')}], output: new/out`);
  expect(await call('synth')).toMatchObject({ code: 0 });
  const { code } = await run(product, ['synth', '-c', join(cwd, 'releases.yaml')], { cwd: tmpdir() });
  expect(code).toBe(0);
});

test('a loop of links counts as outside', async () => {
  symlinkSync('loop.yaml', join(cwd, 'loop.yaml'));
  releases('values: [loop.yaml]');
  expect((await call('synth')).err).toContain('is outside the folder of this file');
});

test('the flags for a single chart come from the user, and are not limited', async () => {
  expect(await call('synth', 'buoy', '-f', '../red.yaml', '-o', '../out')).toMatchObject({ code: 0 });
});
