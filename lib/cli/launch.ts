#!/usr/bin/env node
// The installed program: the same as ./bin, in one file and from the code cache.

import { launch } from './code-cache';

const words = process.argv.slice(2, 4).filter((word) => /^[a-z][a-z-]{0,30}$/.test(word));
launch('bin.js', words.join('-') || 'start');
