#!/usr/bin/env node
// The installed program: the same as ./bin, bundled and run from the code cache.

import { sep } from 'node:path';
import { launch } from './process/code-cache';
import { printPrepared } from './process/prepared';
import { purposeOf } from './process/purpose';
import { launchUnbundled } from './process/unbundled';

const argv = process.argv.slice(2);
if (argv.includes('--allow-code')) launchUnbundled(__dirname, 'bin.js');
else if (!printPrepared(`${__dirname}${sep}prepared`, argv)) {
  launch<typeof import('./run-process')>('start', 'cli/run-process.ts', purposeOf(argv)).runProcess();
}
