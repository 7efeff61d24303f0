// Combines the output folders of all shards. The work is done in ../run/merge.

import type { Command } from 'commander';
import { examples } from '../flags/examples';
import { outputFolder } from '../flags/output-option';
import type { MergeFlags } from '../run/merge';
import type { CommandContext } from './context';

export function mergeCommand(command: Command, { io, version: tool }: CommandContext): void {
  command
    .description('Combine the output folders of synth --shard into one')
    .argument('<dir...>', 'the output folder of each shard')
    .addOption(outputFolder('folder to write to (default: dist)').create())
    .addHelpText('after', () => examples([['sandbox-charts merge shards/*', 'write dist, as one run would']]))
    .action((folders: string[], flags: MergeFlags) => {
      const { merge } = require('../run/merge') as typeof import('../run/merge');
      return merge(io, tool, folders, flags);
    });
}
