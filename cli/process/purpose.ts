// Which code cache a command line uses: one per command and chart, because each runs other parts of the program.
// The names are repeated here because loading the commands takes longer than the cache saves.

import type { Work } from './heap';

export const COMMANDS = [
  'adopt',
  'completion',
  'delete',
  'diff',
  'explain',
  'help',
  'images',
  'lint',
  'list',
  'merge',
  'report',
  'requirements',
  'schema',
  'secrets',
  'status',
  'synth',
  'values',
  'verify',
  'version',
];

export const CHARTS = ['daytona', 'daytona-region', 'dozlab-session', 'peerpods', 'runner-manager'];

/** A name that consists of known words only. */
export function purposeOf([command = '', chart = '']: readonly string[]): string {
  if (!COMMANDS.includes(command)) return 'start';
  return CHARTS.includes(chart) ? `${command}-${chart}` : command;
}

/** What a run does, for V8's settings. Changing them takes as long as reading 200 KB of code. */
export function workOf(purpose: string): Work {
  if (LARGE.includes(purpose)) return 'some';
  return purpose.startsWith('synth-') ? 'little' : 'any';
}

/** The releases of a file, and the largest chart. */
const LARGE = ['cdk8s-app', 'synth', 'synth-daytona'];
