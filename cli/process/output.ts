// Standard output and standard error, written at once: Node's streams take longer to load than most results to write.

import { fchmodSync, fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';

/** What of a process one of its outputs is made of. */
export interface OutputOptions {
  /** File descriptor. */
  readonly descriptor: number;
  /** Node's stream of it, asked for where it is needed: on terminals, and where a pipe takes no more. */
  readonly stream: () => NodeJS.WriteStream;
  /** Is told why nothing more can be written. */
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

  /** Characters in a line of the terminal. */
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
      // Another program may have made the pipe one that does not wait.
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') this.open().write(rest);
      else this.end(error as NodeJS.ErrnoException);
    }
  }

  /** The same for what only the user may read: a file that the shell opened for it gets mode 0600. */
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

  /** A reader that went away (`| head -1`) is no error: what it does not want is dropped. */
  private end(error: NodeJS.ErrnoException): void {
    if (this.ended) return;
    this.ended = true;
    if (error.code !== 'EPIPE') this.options.failed(error);
  }
}

/** Whether it may be a terminal. */
function isDevice(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  return stats.isCharacterDevice() && stats.rdev !== statSync(devNull).rdev;
}
