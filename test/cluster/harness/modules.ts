// Folders of Go modules from the module proxy.

import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** `module` is `path@version`, `sum` its checksum as in go.sum. Throws if it is unavailable or the checksum differs. */
export function moduleFolder(module: string, sum: string): string {
  // Outside any module of this repository, whose requirements would affect the version.
  const { stdout } = spawnSync('go', ['mod', 'download', '-json', module], { cwd: tmpdir(), encoding: 'utf8' });
  const { Dir, Sum, Error: problem } = JSON.parse(stdout) as { Dir: string; Sum: string; Error?: string };
  if (problem !== undefined) throw new Error(`${module}: ${problem}`);
  if (Sum !== sum) throw new Error(`${module} has the checksum ${Sum}, expected ${sum}`);
  return Dir;
}
