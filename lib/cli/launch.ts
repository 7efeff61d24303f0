#!/usr/bin/env node
// The installed program: the same as ./bin, in one file and from the code cache.

import module from 'node:module';
import { join } from 'node:path';
import { cacheFolder, runCached } from './code-cache';

const file = join(__dirname, 'bundle', 'bin.js');
const folder = cacheFolder(process.env);

// From Node 22 on, Node keeps such a cache itself.
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
if (enableCompileCache) {
  enableCompileCache(folder);
  require(file);
} else {
  const words = process.argv.slice(2, 4).filter((word) => /^[a-z][a-z-]{0,30}$/.test(word));
  process.once('exit', runCached({ file, purpose: words.join('-') || 'start', folder }));
}
