#!/usr/bin/env node
// The installed program: the same as ./bin, bundled and run from the code cache.

import { join } from 'node:path';
import { launch } from './process/code-cache';
import { purposeOf } from './process/purpose';

// Charts of users must share modules with this program, so it runs unbundled.
if (process.argv.includes('--allow-code')) {
  // First, because Node.js 20 resolves no symbolic links for what is loaded after a look at a pipe, such as standard output:
  // with linked packages, as pnpm installs them, there would be two copies of TypeBox.
  for (const module of [join('..', 'lib', 'values', 'schema', 'check.js'), 'bin.js']) require(join(__dirname, module));
} else launch('bin.js', purposeOf(process.argv.slice(2)));
