// Help, the list of charts and their default values, which are the same in every run: the build writes them to files, because
// printing a file is at least four times as fast.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELP_WIDTH, helpWidth, outputsOf } from './output';
import { CHARTS, COMMANDS } from './purpose';

const HELP = '--help';

/** The name of the file with the output of a command line. */
export const preparedName = (argv: readonly string[]): string =>
  `${argv.map((word) => (word === '-h' ? HELP : word)).join(' ')}.txt`;

const isHelp = (word: string): boolean => word === HELP || word === '-h';

function isPrepared(argv: readonly string[]): boolean {
  const [first = HELP, second = ''] = argv;
  if (argv.length < 2) return isHelp(first) || first === 'list';
  if (argv.length > 2) return false;
  return isHelp(second) ? COMMANDS.includes(first) : first === 'values' && CHARTS.includes(second);
}

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
