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
  /** Absent if it is wrong. */
  readonly command?: string;
  readonly chart?: string;
  /** Of `synth`. */
  readonly toStdout?: boolean;
}

/** The app of `cdk8s synth`. */
export const APP: Purpose = { command: 'cdk8s-app' };

export function purposeOf(argv: readonly string[]): Purpose {
  const [command = '', chart = ''] = argv;
  if (!COMMANDS.includes(command)) return {};
  return {
    command,
    ...(CHARTS.includes(chart) ? { chart } : {}),
    toStdout: command === 'synth' && argv.includes('--stdout'),
  };
}

/** The part of a code cache's name that says what runs. Each command, chart and output runs other parts of the program. */
export function cacheName({ command = 'start', chart, toStdout = false }: Purpose): string {
  return `${command}${chart === undefined ? '' : `-${chart}`}${toStdout ? '-stdout' : ''}`;
}
