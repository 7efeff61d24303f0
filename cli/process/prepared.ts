// Help, the list of charts and their default values, which are the same in every run: the build writes them to files, because
// printing a file is at least four times as fast.

import { CHARTS, COMMANDS } from './purpose';

export const HELP = '--help';

/** The name of the file with the output of a command line. */
export const preparedName = (argv: readonly string[]): string =>
  `${argv.map((word) => (word === '-h' ? HELP : word)).join(' ')}.txt`;

const isHelp = (word: string): boolean => word === HELP || word === '-h';

/** Whether there is a file for a command line. */
export function isPrepared(argv: readonly string[]): boolean {
  const [first = HELP, second = ''] = argv;
  if (argv.length < 2) return isHelp(first) || first === 'list';
  if (argv.length > 2) return false;
  return isHelp(second) ? COMMANDS.includes(first) : first === 'values' && CHARTS.includes(second);
}
