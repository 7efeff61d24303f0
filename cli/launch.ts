#!/usr/bin/env node
// The installed program: the same as ./bin, bundled and run from the code cache. V8 compiles what is here in each run, so it
// is as little as possible.

import { sep } from 'node:path';
import { launch } from './process/first-pack';
import { printPrepared } from './process/prepared';
import { purposeOf } from './process/purpose';

/** The modules of the first pack that are called from here. */
interface Start {
  readonly 'cli/process/packs.ts': () => typeof import('./process/packs');
  readonly 'cli/run-process.ts': () => typeof import('./run-process');
}

const argv = process.argv.slice(2);

if (argv.includes('--allow-code')) {
  (require('./process/unbundled') as typeof import('./process/unbundled')).launchUnbundled(__dirname, 'bin.js');
} else if (!printPrepared(`${__dirname}${sep}prepared`, argv)) {
  const start = launch<Start>('start', purposeOf(argv), (pack) => pack['cli/process/packs.ts']());
  start['cli/run-process.ts']().runProcess();
}
