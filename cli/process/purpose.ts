// Which code cache a command line uses: one per command and chart, because each runs other parts of the program.
// The names are repeated here because loading the commands takes longer than the cache saves.

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

/**
 * Whether a run renders so much that it is worth changing V8's settings, which takes as long as reading 200 KB of code: the
 * releases of a file, or the largest chart.
 */
export const rendersMuch = (purpose: string): boolean => ['cdk8s-app', 'synth', 'synth-daytona'].includes(purpose);
