// Prints what the build prepared.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELP_WIDTH, helpWidth, outputsOf } from './output';
import { HELP, isPrepared, preparedName } from './prepared';

/** Prints what the build prepared for a command line. Returns whether there is anything. */
export function printPrepared(folder: string, argv: readonly string[]): boolean {
  if (!isPrepared(argv)) return false;
  const { stdout, stderr } = outputsOf(process);
  if (helpWidth(stdout) !== HELP_WIDTH) return false;
  // Without a command, help is an error.
  const isError = argv.length === 0;
  (isError ? stderr : stdout).write(readFileSync(join(folder, preparedName(isError ? [HELP] : argv)), 'utf8'));
  if (isError) process.exitCode = 2;
  return true;
}
