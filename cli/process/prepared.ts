// Help and the list of charts, which are the same in every run: the build writes them to files, because printing a file is
// four times as fast.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELP_WIDTH, helpWidth, outputsOf } from './output';

/** The name of the file with the output of a command line. */
export const preparedName = (argv: readonly string[]): string =>
  `${argv.map((word) => (word === '-h' ? '--help' : word)).join(' ')}.txt`;

/** Prints what the build prepared for a command line. Returns whether there is anything. */
export function printPrepared(folder: string, argv: readonly string[]): boolean {
  if (argv.length > 2 || !argv.every((word) => /^[a-z-]+$/.test(word))) return false;
  const file = join(folder, preparedName(argv));
  if (!existsSync(file)) return false;
  const { stdout } = outputsOf(process);
  if (helpWidth(stdout) !== HELP_WIDTH) return false;
  stdout.write(readFileSync(file, 'utf8'));
  return true;
}
