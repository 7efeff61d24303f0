// What a command line will run, as far as its words show.
// The names are repeated here because loading the commands takes longer than the code cache saves.

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
  /**
   * Part of the names of code caches, and consists of known words only. Each command, chart and output runs other parts of the
   * program.
   */
  readonly name: string;
  /** Absent if it is wrong. */
  readonly command?: string;
  readonly chart?: string;
  /** Of `synth`. */
  readonly toStdout?: boolean;
}

/** The app of `cdk8s synth`. */
export const APP: Purpose = { name: 'cdk8s-app' };

export function purposeOf(argv: readonly string[]): Purpose {
  const [command = '', word = ''] = argv;
  if (!COMMANDS.includes(command)) return { name: 'start' };
  const chart = CHARTS.includes(word) ? word : undefined;
  const toStdout = command === 'synth' && argv.includes('--stdout');
  const name = `${command}${chart === undefined ? '' : `-${chart}`}${toStdout ? '-stdout' : ''}`;
  return { name, command, ...(chart === undefined ? {} : { chart }), toStdout };
}
