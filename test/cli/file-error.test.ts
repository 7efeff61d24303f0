// Errors with files and folders are explained, with the location, and leave nothing behind.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileErrorMessage } from '../../cli/print/file-error';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'trouble-'));
  writeFileSync(join(cwd, 'file'), 'mine');
  symlinkSync('nowhere', join(cwd, 'link'));
  mkdirSync(join(cwd, 'sub'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const long = 'x'.repeat(300);

test.each([
  ['file', 'file: expected a folder, but found a file'],
  ['file/sub', 'file: expected a folder, but found a file'],
  ['link', 'link is a symbolic link, and links in an output folder are not followed'],
  [long, `${long}: the name is too long`],
])('an output folder %#', async (output, trouble) => {
  const { code, err } = await run(product, ['synth', 'buoy', '--set', 'color=red', '-o', output], { cwd });
  expect({ code, err }).toEqual({ code: 1, err: `error: ${join(cwd, trouble)}\n` });
  expect(readdirSync(cwd).sort()).toEqual(['file', 'link', 'sub']);
});

// If a new folder "does not exist", trying again does not help.
const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('an output folder in a file system that takes none', async () => {
  const { code, err } = await run(product, ['synth', 'buoy', '--set', 'color=red', '-o', '/proc/none/dist'], { cwd });
  expect({ code, err }).toEqual({ code: 1, err: 'error: /proc/none: no such file or folder, or a broken link\n' });
});

test('a file instead of a folder to verify', async () => {
  const { code, err } = await run(product, ['verify', 'file'], { cwd });
  const file = join(cwd, 'file');
  expect({ code, err }).toEqual({ code: 2, err: `error: ${file}: expected a folder, but found a file\n` });
});

test('a folder instead of an index', async () => {
  const index = join(cwd, '.sandbox-charts.index');
  mkdirSync(index);
  const { code, err } = await run(product, ['synth', 'buoy', '--set', 'color=red', '-o', '.'], { cwd });
  expect({ code, err }).toEqual({ code: 1, err: `error: ${index} is a folder (expected a regular file)\n` });
});

test('the error shows the output folder, not its staging folder', () => {
  const path = join('dist', '.sandbox-charts.tmp-XXXXXX');
  const error = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'mkdtemp', path });
  expect(fileErrorMessage(error)).toBe('dist: no permission');
});

test('for a full disk, there is no location', () => {
  const error = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
  expect(fileErrorMessage(error)).toBe('no space is left on the device');
});

test.each([new Error('x'), 'x', Object.assign(new Error('x'), { code: 'ENOENT' })])(
  '%p is not a file error',
  (error) => {
    expect(fileErrorMessage(error)).toBeUndefined();
  },
);
