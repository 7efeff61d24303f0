// Puts a mutant into a copy of the repository, and runs tests until one fails.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mutated } from './compiler.mjs';
import { runTests } from './jest.mjs';

/** A mutant with which the tests still run after this time, in ms, has been noticed. */
const TIMEOUT = 600_000;

export function copyRepository(root) {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  cpSync(join(root, 'build'), join(copy, 'build'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The first of these tests that fails with the mutant, or null. */
export async function caughtBy(copy, mutant, tests) {
  if (tests.length === 0) return null;
  const path = join(copy, mutant.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, mutated(text, mutant));
  const { code, stderr } = await runTests(copy, tests, { args: ['--runInBand', '--bail'], timeout: TIMEOUT });
  writeFileSync(path, text);
  if (code === 0) return null;
  if (code === null) return 'timeout';
  const failed = /^FAIL (\S+)/m.exec(stderr)?.[1];
  if (!failed) throw new Error(`jest did not run: ${stderr}`);
  return `${failed}: ${/^ +● (.*)/m.exec(stderr)?.[1]}`;
}
