// From an error to what the user reads and to the exit code.

import { types } from 'node:util';
import { CommanderError } from 'commander';
import { andMore } from '../../lib/values/and-more';
import { InputError } from '../../lib/values/problem';
import { visible, visibleLines } from '../../lib/values/visible';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import type { Interrupted } from '../process/signals';
import { fileErrorMessage } from './file-error';

/** 0 done, 1 failed, 2 used wrongly; more where a signal ended it. */
export type ExitCode = number;

const RED = 31;
const YELLOW = 33;

// Not util.styleText: it looks at standard output, and these lines go to standard error.
function paint(io: Io, colour: number, text: string): string {
  return io.colour ? `\u001b[${colour}m${text}\u001b[39m` : text;
}

export function warn(io: Io, message: string): void {
  io.err(`${paint(io, YELLOW, visible(`warning: ${message}`))}\n`);
}

export function reportError(io: Io, lines: readonly string[]): void {
  for (const line of lines) io.err(`${paint(io, RED, visibleLines(line))}\n`);
}

/** What a comparing command found. Not an error, so nothing is printed; the exit code tells. */
export class Different extends Error {
  override readonly name = 'Different';
}

/** Neither an error nor a warning; may have several lines. */
export function note(io: Io, message: string): void {
  io.err(`${visibleLines(message)}\n`);
}

export interface ReportOptions {
  readonly debug: boolean;
  /** The command whose help explains the usage: `sandbox-charts synth`. */
  readonly command: string;
  /** The long flags that it knows. */
  readonly flags?: readonly string[];
  /** Whether it would have written files. */
  readonly writes: boolean;
}

/** What is wrong with several releases of one run. */
export class ReleaseErrors extends Error {
  override readonly name = 'ReleaseErrors';

  constructor(readonly failed: readonly { readonly release: string; readonly error: unknown }[]) {
    // A fleet shares its values, and with them its problems: each is told once.
    const told = new Map<string, string[]>();
    for (const { release, error } of failed) {
      for (const line of linesOf(error)) {
        const releases = told.get(line);
        if (releases) releases.push(release);
        else told.set(line, [release]);
      }
    }
    const lines = [...told].map(([line, [first = '', ...others]]) => `${andMore(first, others.length)}: ${line}`);
    super(lines.join('\n'));
  }
}

/** One line for each problem. Input and checks list theirs; anything else is one. */
function linesOf(error: unknown): string[] {
  if (error instanceof InputError || isList(error) || error instanceof ReleaseErrors) return error.message.split('\n');
  return [`error: ${fileErrorMessage(error) ?? (types.isNativeError(error) ? error.message : String(error))}`];
}

const causesOf = (error: unknown): Error[] => {
  const causes = error instanceof ReleaseErrors ? error.failed.map((failure) => failure.error) : [error];
  return causes.filter((cause) => types.isNativeError(cause));
};

// By name, so that a start does not load what most runs do not need.
const isInterrupted = (error: unknown): error is Interrupted =>
  types.isNativeError(error) && error.name === 'Interrupted';

const isList = (error: unknown): error is Error =>
  types.isNativeError(error) && (error.name === 'CheckError' || error.name === 'SharedObjectsError');

/** What is wrong with the command line, without what follows an unknown flag's =: it may be a secret. */
function usageOf(message: string, flags: readonly string[]): string {
  const [, flag] = /^unknown option '([^=']*)=/.exec(message) ?? [];
  if (flag === undefined) return message;
  if (flags.includes(flag)) return `option '${flag}' takes no value`;
  const { nearest } = require('../../lib/values/nearest') as typeof import('../../lib/values/nearest');
  const near = nearest(flag, flags);
  return `unknown option '${flag}'${near ? `\n(Did you mean ${near}?)` : ''}`;
}

/** Prints what went wrong. 0 is for what only looks like an error: help and version. */
export function report(error: unknown, io: Io, { debug, command, flags = [], writes }: ReportOptions): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof Different) return 1;
  if (isInterrupted(error)) {
    io.err(`${error.message}\n`);
    return error.code;
  }
  // Help instead of the command that is missing: printed already.
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
