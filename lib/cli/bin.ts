#!/usr/bin/env node
// The program: the process and the charts go in, an exit code comes out.

import { isMainThread, workerData } from 'node:worker_threads';
import { registry } from '../../charts/registry';
import { processIo } from './io';
import { main } from './main';

const { version } = require('sandbox-charts/package.json') as { version: string };

const product = { version, registry };

if (isMainThread) {
  void main(process.argv.slice(2), processIo(process), product).then((code) => {
    if (code !== 0) process.exitCode = code;
  });
} else {
  const { work } = require('./thread') as typeof import('./thread');
  void work(processIo(process), product, workerData);
}
