// Asks Git about a folder, with nothing of what a repository can hold run.

// A bare repository can be among the files of another one, and its settings name programs that Git starts.
const SAFE = ['-c', 'safe.bareRepository=explicit'];

/** What Git prints. Throws when it fails. */
export function git(cwd: string, args: readonly string[], input = ''): Buffer {
  // Loaded here because most runs have nothing to ask.
  const { execFileSync } = require('node:child_process') as typeof import('node:child_process');
  return execFileSync('git', [...SAFE, ...args], { cwd, input, stdio: 'pipe', maxBuffer: 2 ** 30 });
}
