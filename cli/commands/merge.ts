// Combines the output folders of all shards. The work is done in ../run/merge.

import { Command } from 'commander';
import { examples } from '../flags/examples';
import type { Io } from '../io';
import type { MergeFlags } from '../run/merge';

export function mergeCommand(io: Io, tool: string): Command {
  return new Command('merge')
    .description('Combine the output folders of synth --shard into one')
    .argument('<dir...>', 'the output folder of each shard')
    .option('-o, --output <dir>', 'folder to write to (default: dist)')
    .addHelpText('after', examples([['sandbox-charts merge shards/*', 'write dist, as one run would']]))
    .action((folders: string[], flags: MergeFlags) => {
      const { merge } = require('../run/merge') as typeof import('../run/merge');
      return merge(io, tool, folders, flags);
    });
}
