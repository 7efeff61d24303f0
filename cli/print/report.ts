// Reports errors, and maps them to exit codes.

import { types } from 'node:util';
import { CommanderError } from 'commander';
import { listSummary } from '../../lib/values/list-summary';
import { nearest } from '../../lib/values/nearest';
import { InputError } from '../../lib/values/problem';
import { visible, visibleLines } from '../../lib/values/visible';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import type { Interrupted } from '../process/signals';
import { fileErrorMessage } from './file-error';

/** 0 success, 1 failure, 2 usage error; 128 or more after a signal. */
export type ExitCode = number;

const RED = 31;
const YELLOW = 33;

// Not util.styleText: it checks standard output, and these lines go to standard error.
function paint(io: Io, color: number, text: string): string {
  return io.color ? `\u001b[${color}m${text}\u001b[39m` : text;
}

export function warn(io: Io, message: string): void {
  io.err(`${paint(io, YELLOW, visible(`warning: ${message}`))}\n`);
}

export function reportError(io: Io, lines: readonly string[]): void {
  for (const line of lines) io.err(`${paint(io, RED, visibleLines(line))}\n`);
}

/** A command that compares found differences. Sets the exit code; it is not an error, so nothing is printed. */
export class Different extends Error {
  override readonly name = 'Different';
}

/** A message that is neither an error nor a warning; may have several lines. */
export function note(io: Io, message: string): void {
  io.err(`${visibleLines(message)}\n`);
}

export interface ReportOptions {
  readonly debug: boolean;
  /** The command whose help shows the usage: `sandbox-charts synth`. */
  readonly command: string;
  /** The long flags that it knows. */
  readonly flags?: readonly string[];
  /** Whether it would have written files. */
  readonly writes: boolean;
}

/** The errors of several releases of one run. */
export class ReleaseErrors extends Error {
  override readonly name = 'ReleaseErrors';

  constructor(readonly failed: readonly { readonly release: string; readonly error: unknown }[]) {
    // Releases share values and therefore problems: each one is printed once.
    const releasesByLine = new Map<string, string[]>();
    for (const { release, error } of failed) {
      for (const line of linesOf(error)) {
        const releases = releasesByLine.get(line);
        if (releases) releases.push(release);
        else releasesByLine.set(line, [release]);
      }
    }
    const lines = [...releasesByLine].map(
      ([line, [first = '', ...others]]) => `${listSummary(first, others.length)}: ${line}`,
    );
    super(lines.join('\n'));
  }
}

/** One line per problem. Input errors and failed checks can have several; any other error is one. */
function linesOf(error: unknown): string[] {
  if (error instanceof InputError || isList(error) || error instanceof ReleaseErrors) return error.message.split('\n');
  return [`error: ${fileErrorMessage(error) ?? (types.isNativeError(error) ? error.message : String(error))}`];
}

const causesOf = (error: unknown): Error[] => {
  const causes = error instanceof ReleaseErrors ? error.failed.map((failure) => failure.error) : [error];
  return causes.filter((cause) => types.isNativeError(cause));
};

// By name, so that the class is not loaded at startup.
const isInterrupted = (error: unknown): error is Interrupted =>
  types.isNativeError(error) && error.name === 'Interrupted';

const isList = (error: unknown): error is Error =>
  types.isNativeError(error) && (error.name === 'CheckError' || error.name === 'SharedObjectsError');

/** The usage error, without the text after the = of an unknown flag, which may be a secret. */
function usageOf(message: string, flags: readonly string[]): string {
  const [, flag] = /^unknown option '([^=']*)=/.exec(message) ?? [];
  if (flag === undefined) return message;
  if (flags.includes(flag)) return `option '${flag}' takes no value`;
  const near = nearest(flag, flags);
  return `unknown option '${flag}'${near ? `\n(Did you mean ${near}?)` : ''}`;
}

/** Prints an error and returns its exit code. 0 for help and version, which commander throws as errors. */
export function report(error: unknown, io: Io, { debug, command, flags = [], writes }: ReportOptions): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof Different) return 1;
  if (isInterrupted(error)) {
    io.err(`${error.message}\n`);
    return error.code;
  }
  // The help for a missing command is already printed.
  if (error instanceof CommanderError && error.code === 'commander.help') return 2;
  if (error instanceof CommanderError || error instanceof UsageError) {
    reportError(io, [`error: ${usageOf(error.message.replace(/^error: /, ''), flags)}`]);
    io.err(`Run ${command} --help for usage.\n`);
    return 2;
  }
  const lines = linesOf(error);
  reportError(io, lines);
  if (!lines.some((line) => line.startsWith('error: '))) {
    const number = error instanceof InputError ? error.count : lines.length;
    const count = `${number} ${number === 1 ? 'problem' : 'problems'}`;
    io.err(`${count}${writes ? '; nothing was written' : ''}\n`);
  }
  if (debug) for (const cause of causesOf(error)) io.err(`${cause.stack}\n`);
  return 1;
}
