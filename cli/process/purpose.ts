// What a command line will run, as far as its words show: which code caches it uses, and what it prepares for.
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

export interface Purpose {
  /** Names the code caches, and consists of known words only. Each command, chart and output runs other parts of the program. */
  readonly name: string;
  /** For V8's settings. Changing them takes as long as reading 200 KB of code. */
  readonly work: Work;
  /**
   * Modules of Node that rendering will load. They are loaded before V8's settings change: V8 uses Node's own code cache
   * only with its default settings, and compiling `node:crypto` takes twice as long as loading it.
   */
  readonly builtIns: readonly string[];
}

/** For the host in a lock, and the hash of every object in an index. */
const OF_FOLDERS = ['node:os', 'node:crypto'];

/** Charts that always have a ConfigMap whose checksum is on pods. */
const WITH_CHECKSUMS = ['daytona', 'peerpods'];

/** The app of `cdk8s synth`. */
export const APP: Purpose = { name: 'cdk8s-app', work: 'some', builtIns: OF_FOLDERS };

export function purposeOf(argv: readonly string[]): Purpose {
  const [command = '', chart = ''] = argv;
  if (!COMMANDS.includes(command)) return { name: 'start', work: 'any', builtIns: [] };
  const isChart = CHARTS.includes(chart);
  const name = isChart ? `${command}-${chart}` : command;
  if (command !== 'synth') return { name, work: 'any', builtIns: [] };
  // The releases of a file, and the largest chart, are more than a little.
  const work = !isChart || chart === 'daytona' ? 'some' : 'little';
  if (!argv.includes('--stdout')) return { name, work, builtIns: OF_FOLDERS };
  return { name: `${name}-stdout`, work, builtIns: WITH_CHECKSUMS.includes(chart) ? ['node:crypto'] : [] };
}
