#!/usr/bin/env node
// The installed program: the same as ./bin, bundled and run from the code cache.

import { launch } from './process/code-cache';
import { purposeOf } from './process/purpose';
import { launchUnbundled } from './process/unbundled';

if (process.argv.includes('--allow-code')) launchUnbundled(__dirname, 'bin.js');
else launch('bin.js', purposeOf(process.argv.slice(2)));
