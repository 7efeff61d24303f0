// Lists the charts, one per line, without loading any of them.

import { type Command, Option } from 'commander';
import { formatVersionSets } from '../../lib/render/version-sets';
import type { CommandContext } from './context';

export function listCommand(command: Command, { registry, io }: CommandContext): void {
  command
    .description('List the charts and the versions that --app-version chooses from, the default first')
    .addOption(new Option('--format <format>', 'text (default) or json').choices(['text', 'json']))
    .action(({ format }: { readonly format?: string }) => {
      if (format === 'json') {
        const all = registry.map(({ name, version, versions, description }) => ({
          name,
          description,
          versions: (versions ?? [{ name: version }]).map((set) => ({
            name: set.name,
            ...('unverified' in set && set.unverified ? { unverified: true } : {}),
          })),
        }));
        io.out(`${JSON.stringify(all, undefined, 2)}\n`);
        return;
      }
      const charts = registry.map(({ name, version, versions, description }) => {
        return [name, versions ? formatVersionSets(versions) : version, description] as const;
      });
      const rows = [['NAME', 'APP VERSIONS', 'DESCRIPTION'] as const, ...charts];
      const widthOf = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length)) + 2;
      for (const [name, versions, description] of rows) {
        io.out(`${name.padEnd(widthOf(0))}${versions.padEnd(widthOf(1))}${description}\n`);
      }
    });
}
