#!/usr/bin/env node
// The program: the process and the charts go in, an exit code comes out.

import { registry } from '../charts/registry';
import { processIo, THREAD } from './io';
import { main } from './main';

const { version } = require('sandbox-charts/package.json') as { version: string };

const product = { version, registry };

const [word] = process.argv.slice(2);
const threads = () => require('node:worker_threads') as typeof import('node:worker_threads');

if (word === THREAD && !threads().isMainThread) {
  const { work } = require('./process/thread') as typeof import('./process/thread');
  void work(processIo(process), product, threads().workerData);
} else {
  void main(process.argv.slice(2), processIo(process), product).then((code) => {
    if (code !== 0) process.exitCode = code;
  });
}
