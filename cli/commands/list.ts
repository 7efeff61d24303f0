// The charts, one a line. Loads none of them.

import { Command } from 'commander';
import type { Registry } from '../../lib/render/registry';
import type { Io } from '../io';

export function listCommand(registry: Registry, io: Io): Command {
  return new Command('list').description('List the charts and their versions').action(() => {
    const header = { name: 'NAME', version: 'VERSION', description: 'DESCRIPTION' };
    const rows = [header, ...registry];
    const widthOf = (column: 'name' | 'version') => Math.max(...rows.map((row) => row[column].length)) + 2;
    for (const { name, version, description } of rows) {
      io.out(`${name.padEnd(widthOf('name'))}${version.padEnd(widthOf('version'))}${description}\n`);
    }
  });
}
