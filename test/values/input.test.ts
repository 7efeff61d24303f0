// Allowed inputs: regular files, pipes and /dev/null, up to a maximum size.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INPUT_LIMIT, readInput, readPipes, TABLE_LIMIT } from '../../lib/values/file/input';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'input-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function errorOf(path: string, limit = INPUT_LIMIT): string {
  try {
    readInput('FILE', path, limit);
  } catch (error) {
    return (error as Error).message;
  }
  return 'read';
}

test('a file of exactly the maximum size is read; one more byte is too much', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'a'.repeat(INPUT_LIMIT));
  expect(readInput('FILE', file)).toHaveLength(INPUT_LIMIT);
  writeFileSync(file, 'a'.repeat(INPUT_LIMIT + 1));
  expect(errorOf(file)).toBe('FILE: larger than 16 MiB');
  expect(errorOf(file, TABLE_LIMIT)).toBe('read');
});

test('a huge sparse file is not read into memory', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  truncateSync(file, 2 ** 40);
  const before = process.memoryUsage().rss;
  expect(errorOf(file)).toBe('FILE: larger than 16 MiB');
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
});

test('files in /proc, whose size is 0, are read to the end', () => {
  expect(readInput('FILE', '/proc/self/status')).toContain('Pid:');
});

test('/dev/null is an empty file', () => {
  expect(readInput('FILE', '/dev/null')).toBe('');
});

test.each(['/dev/zero', '/dev/full', '/dev/random', '/dev/tty'])('%s is refused', (device) => {
  expect(errorOf(device)).toBe('FILE: is a device (expected a file)');
});

test('folders, sockets and broken links are refused', async () => {
  const server = createServer().listen(join(folder, 'socket'));
  await new Promise((done) => server.once('listening', done));
  expect(errorOf(join(folder, 'socket'))).toBe('FILE: is a socket (expected a file)');
  server.close();
  mkdirSync(join(folder, 'folder'));
  expect(errorOf(join(folder, 'folder'))).toBe('FILE: is a directory (expected a file)');
  symlinkSync(join(folder, 'circle'), join(folder, 'circle'));
  expect(errorOf(join(folder, 'circle'))).toBe('FILE: is a symbolic link loop');
  expect(errorOf(join(folder, 'missing'))).toBe('FILE: no such file');
});

describe('pipes', () => {
  const pipe = (script: string) => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    spawn('sh', ['-c', script, 'sh', path], { stdio: 'ignore' });
    return path;
  };

  test('are read to the end, and cached', () => {
    const path = pipe('(echo a: 1; sleep 0.2; echo b: 2) > "$1"');
    expect(readInput('FILE', path)).toBe('a: 1\nb: 2\n');
    expect(readInput('FILE', path)).toBe('a: 1\nb: 2\n');
  });

  test('can be empty', () => {
    expect(readInput('FILE', pipe(': > "$1"'))).toBe('');
  });

  test('have a maximum size, too', () => {
    expect(errorOf(pipe('cat /dev/zero > "$1"'))).toBe('FILE: larger than 16 MiB');
  });

  test('are read in advance; errors are reported when they are used', () => {
    const path = pipe('printf "\\377" > "$1"');
    readPipes([path, join(folder, 'missing'), folder]);
    expect(errorOf(path)).toBe('FILE: is not UTF-8 text');
  });
});
