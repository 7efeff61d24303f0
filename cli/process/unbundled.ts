// Runs a program of this package unbundled, because charts of users must share its modules.

import { join } from 'node:path';

/** Runs the program `name` in `folder`, which is build/cli. */
export function launchUnbundled(folder: string, name: string): void {
  // First, because Node.js 20 resolves no symbolic links for what is loaded after a look at a pipe, such as standard output:
  // with linked packages, as pnpm installs them, there would be two copies of TypeBox.
  for (const module of [join('..', 'lib', 'values', 'schema', 'check.js'), name]) require(join(folder, module));
}
