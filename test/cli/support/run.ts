// Runs a command line in this process, and as the compiled program.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Io } from '../../../cli/io';
import { main, type Product } from '../../../cli/main';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Captures the output instead of printing it. */
export class FakeIo implements Io {
  readonly width = 100;
  written = '';
  errors = '';

  constructor(
    readonly cwd: string,
    readonly color = false,
    private readonly input = '',
  ) {}

  stdin(): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(this.input));
  }

  out(text: string): void {
    this.written += text;
  }

  outPrivate(text: string): void {
    this.written += text;
  }

  err(text: string): void {
    this.errors += text;
  }
}

export interface RunOptions {
  readonly cwd?: string;
  readonly color?: boolean;
  readonly stdin?: string;
}

export async function run(product: Product, argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const io = new FakeIo(options.cwd ?? '/nowhere', options.color, options.stdin);
  const code = await main(argv, io, product);
  return { code, out: io.written, err: io.errors };
}

export const root = join(__dirname, '..', '..', '..');

export interface ProgramOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program, not bundled; `npm run build` comes first. */
export const runProgram = (argv: readonly string[], options: ProgramOptions = {}): Run =>
  runFile('bin.js', argv, options);

/** The program as installed. */
export const runLaunched = (argv: readonly string[], options: ProgramOptions = {}): Run =>
  runFile('launch.js', argv, options);

function runFile(name: string, argv: readonly string[], { cwd = root, stdin = '', env = {} }: ProgramOptions): Run {
  const bin = join(root, 'build', 'cli', name);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawnSync(process.execPath, [bin, ...argv], {
    cwd,
    input: stdin,
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
  });
  return { code: child.status ?? -1, out: child.stdout, err: child.stderr };
}
