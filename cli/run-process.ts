// Runs the command line with this process and all charts.

import { registry } from '../charts/registry';
import { processIo } from './io';
import { main } from './main';

const { version } = require('sandbox-charts/package.json') as { version: string };

export function runProcess(): void {
  void main(process.argv.slice(2), processIo(process), { version, registry }).then((code) => {
    if (code !== 0) process.exitCode = code;
  });
}
