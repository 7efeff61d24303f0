#!/usr/bin/env node
// The program: the process and the charts go in, an exit code comes out.

import { registry } from '../charts/registry';
import { processIo } from './io';
import { main } from './main';

const { version } = require('sandbox-charts/package.json') as { version: string };

void main(process.argv.slice(2), processIo(process), { version, registry }).then((code) => {
  if (code !== 0) process.exitCode = code;
});
