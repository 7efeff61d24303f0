// What a command can access of its process.

import { HELP_WIDTH, helpWidth, outputsOf } from './process/output';

export interface Io {
  /** The current folder, for relative paths on the command line. */
  readonly cwd: string;
  /** Width of help in characters. */
  readonly width: number;
  /** Whether standard error supports colors. */
  readonly color: boolean;
  /** Whether standard output supports colors. Default: no. */
  readonly colorOut?: boolean;
  /** All of standard input, or at least `limit` bytes of it. */
  stdin(limit: number): Promise<Uint8Array>;
  /** Standard output: results, and nothing else. */
  out(result: string): void;
  /** The same for confidential text: a file that the shell opened for it gets mode 0600. */
  outPrivate(result: string): void;
  /** Standard error: errors, warnings, progress. */
  err(message: string): void;
  /** Absent if it is not a terminal. */
  readonly terminal?: Terminal;
  /** Does work that must not stop in the middle: signals only abort its AbortSignal. Absent if there are no signals. */
  readonly holdSignals?: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

/** The terminal of standard error. */
export interface Terminal {
  readonly width: number;
  /** Shows a line that the next message replaces; an empty one clears it. */
  status(line: string): void;
}

/** An Io that prints nothing. */
export const quiet = ({ cwd, width, stdin }: Io): Io => ({
  cwd,
  width,
  color: false,
  stdin,
  out: () => undefined,
  outPrivate: () => undefined,
  err: () => undefined,
});

type Environment = Readonly<Record<string, string | undefined>>;

/** FORCE_COLOR, then NO_COLOR, then whether it is a terminal. */
export function wantsColor(env: Environment, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return !no && terminal !== 'dumb' && isTerminal;
}

async function firstBytes(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    total += chunk.length;
    if (total >= limit) break;
  }
  return Buffer.concat(chunks);
}

/** The Io of the real process. */
export function processIo(running: NodeJS.Process): Io {
  const { stdout, stderr } = outputsOf(running);
  let shown = '';
  const status = (line: string) => {
    if (line !== shown) stderr.write(`\r${line}\u001b[K`);
    shown = line;
  };
  const { isTerminal } = stderr;
  return {
    cwd: running.cwd(),
    width: helpWidth(stdout),
    color: wantsColor(running.env, isTerminal),
    colorOut: wantsColor(running.env, stdout.isTerminal),
    stdin: (limit) => firstBytes(running.stdin, limit),
    out: (result) => {
      status('');
      stdout.write(result);
    },
    outPrivate: (result) => stdout.writePrivate(result),
    err: (message) => {
      status('');
      stderr.write(message);
    },
    ...(isTerminal && running.env.TERM !== 'dumb' ? { terminal: { width: stderr.columns ?? HELP_WIDTH, status } } : {}),
    holdSignals: (work) => {
      const { holdSignals } = require('./process/signals') as typeof import('./process/signals');
      return holdSignals(running, work);
    },
  };
}
