// Runs another program without blocking, so that a signal can end the wait.

import { spawn } from 'node:child_process';

export interface Outcome {
  /** Exit status; `null` if a signal ended the program. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly cwd: string;
  /** For standard input. */
  readonly input: string;
  /** Stops the program; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Rejects with `ENOENT` if the program is not on the PATH. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, input, signal }: ChildOptions,
): Promise<Outcome> {
  const child = spawn(program, args, { cwd });
  const output = { stdout: '', stderr: '' };
  return new Promise<Outcome>((done, fail) => {
    const stop = () => {
      child.kill();
      // Programs that it has started may keep its pipes open.
      for (const stream of child.stdio) stream?.destroy();
      child.unref();
      fail(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    // A program that fails may end before it has read its input.
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', fail);
    child.on('close', (status) => {
      signal?.removeEventListener('abort', stop);
      done({ status, ...output });
    });
  });
}
