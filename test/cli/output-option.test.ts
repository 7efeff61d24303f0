// `-o -` is no folder or file of that name.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'output-'));
  writeFileSync(join(cwd, 'red.yaml'), 'color: red\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const program = (...argv: string[]) => run(product, argv, { cwd });

test('synth points to --stdout, and writes nothing', async () => {
  const { code, out, err } = await program('synth', 'buoy', '-f', 'red.yaml', '-o', '-');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('error: --output -: expected a folder (use --stdout for standard output)\n');
  expect(readdirSync(cwd)).toEqual(['red.yaml']);
});

test.each([
  [['-o', './-', '--oci-layout', '-'], '--oci-layout'],
  [['--oci-layout=-', '-o', 'out'], '--oci-layout'],
])('synth %j names the option', async (argv, option) => {
  const { code, err } = await program('synth', 'buoy', '-f', 'red.yaml', ...argv);
  expect(code).toBe(2);
  expect(err).toContain(`error: ${option} -: expected a folder (use ./- for a folder with this name)\n`);
  expect(readdirSync(cwd)).toEqual(['red.yaml']);
});

test.each([
  ['merge', 'shard', '-o', '-'],
  ['diff', 'buoy', '--output=-'],
  ['delete', 'north', '-o-'],
  ['status', '-o', '-'],
  ['adopt', 'buoy', '--name', 'north', '-n', 'sea', '--manifest', 'now.yaml', '-o', '-'],
])('other commands name the folder that may have been meant: %s', async (...argv) => {
  const { code, out, err } = await program(...argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('error: --output -: expected a folder (use ./- for a folder with this name)\n');
  expect(readdirSync(cwd)).toEqual(['red.yaml']);
});

test('a folder may have this name', async () => {
  const { code, err } = await program('synth', 'buoy', '-f', 'red.yaml', '-o', './-');
  expect({ code, err }).toEqual({ code: 0, err: '-/buoy.k8s.yaml: 2 objects, written\n' });
});

test('for a file, it is standard output, as without it', async () => {
  const argv = ['report', 'buoy', '-f', 'red.yaml', '--format', 'mermaid'];
  const { code, out } = await program(...argv, '-o', '-');
  expect(code).toBe(0);
  expect(out).toBe((await program(...argv)).out);
  expect(out).toContain('flowchart');
  expect(readdirSync(cwd)).toEqual(['red.yaml']);
});
