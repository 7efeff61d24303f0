#!/usr/bin/env node
// The installed program: the same as ./bin, in one file and from the code cache.

import { launch } from './code-cache';
import { purposeOf } from './purpose';

launch('bin.js', purposeOf(process.argv.slice(2)));
