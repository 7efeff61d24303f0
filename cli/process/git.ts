// Runs Git in a folder without running any program from the repository.

// A repository can contain a bare repository, whose settings name programs that Git runs.
const SAFE = ['-c', 'safe.bareRepository=explicit'];

/** The output of Git, for commands that a signal ends by itself. Throws if Git fails. */
export function git(cwd: string, args: readonly string[], input = ''): Buffer {
  // Loaded here because most runs do not need it.
  const { execFileSync } = require('node:child_process') as typeof import('node:child_process');
  return execFileSync('git', [...SAFE, ...args], { cwd, input, stdio: 'pipe', maxBuffer: 2 ** 30 });
}

/** The same while signals are held: `signal` ends the wait. */
export async function gitOutput(
  cwd: string,
  args: readonly string[],
  input: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { runProgram } = require('./child') as typeof import('./child');
  const { status, stdout, stderr } = await runProgram('git', [...SAFE, ...args], { cwd, input, signal });
  if (status === 0) return stdout;
  throw new Error(`git ${args.join(' ')} failed: ${stderr.trim()}`);
}
