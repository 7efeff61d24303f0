// Synchronous standard output and standard error: Node's streams take longer to load than most results take to write.

import { fchmodSync, fstatSync, statSync, writeSync } from 'node:fs';

/** The parts of a process that an output needs. */
export interface OutputOptions {
  /** File descriptor. */
  readonly descriptor: number;
  /** Node's stream for it, loaded only for terminals and for full pipes. */
  readonly stream: () => NodeJS.WriteStream;
  /** Called with the error if writing fails. */
  readonly failed: (error: NodeJS.ErrnoException) => void;
}

export class Output {
  private opened: NodeJS.WriteStream | undefined;
  private ended = false;

  constructor(private readonly options: OutputOptions) {
    if (process.platform === 'win32' || isDevice(options.descriptor)) this.open();
  }

  get isTerminal(): boolean {
    return this.opened?.isTTY === true;
  }

  /** Width of the terminal in characters. */
  get columns(): number | undefined {
    return this.opened?.columns;
  }

  write(text: string): void {
    if (this.ended) return;
    if (this.opened) {
      this.opened.write(text);
      return;
    }
    let rest = Buffer.from(text);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.options.descriptor, rest));
    } catch (error) {
      // Another program may have made the pipe non-blocking.
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') this.open().write(rest);
      else this.end(error as NodeJS.ErrnoException);
    }
  }

  /** The same for confidential text: a file that the shell opened for it gets mode 0600. */
  writePrivate(text: string): void {
    const { descriptor } = this.options;
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600);
    this.write(text);
  }

  private open(): NodeJS.WriteStream {
    const stream = this.options.stream();
    stream.on('error', (error) => this.end(error));
    this.opened = stream;
    return stream;
  }

  /** A closed pipe (`| head -1`) is not an error: the rest is dropped. */
  private end(error: NodeJS.ErrnoException): void {
    if (this.ended) return;
    this.ended = true;
    if (error.code !== 'EPIPE') this.options.failed(error);
  }
}

/** Whether it may be a terminal. */
function isDevice(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev;
}

/** The outputs of a process. */
export function outputsOf(running: NodeJS.Process): { readonly stdout: Output; readonly stderr: Output } {
  const stderr = new Output({ descriptor: 2, stream: () => running.stderr, failed: () => undefined });
  const stdout = new Output({
    descriptor: 1,
    stream: () => running.stdout,
    failed: ({ message }) => {
      running.exitCode = 1;
      stderr.write(`error: cannot write to standard output: ${message}\n`);
    },
  });
  return { stdout, stderr };
}

/** The width of help in characters, on wider terminals and without a terminal. */
export const HELP_WIDTH = 100;

/** In characters. */
export const helpWidth = ({ columns = HELP_WIDTH }: Output): number => Math.min(columns, HELP_WIDTH);
