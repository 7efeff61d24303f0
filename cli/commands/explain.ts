// Shows which values a field of an object comes from. The work is done in ../run/explain.

import { type Command, Option } from 'commander';
import { examples } from '../flags/examples';
import { type ExplainFlags, explainFormats } from '../flags/explain-flags';
import type { CommandContext } from './context';
import { addSelectionOfOne } from './synth';

export function explainCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool } = context;
  command
    .description('Show which value, file and line a field of an object comes from')
    .argument('<release>', 'a chart, or a release of the releases file')
    .argument('<object>', 'Kind/name')
    .argument('<field>', 'spec.template.spec.containers[name=web].image, or [0] by position');
  addSelectionOfOne(command, context)
    .addOption(new Option('--format <format>', 'text (default) or json').choices(explainFormats))
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts explain lab-7 Pod/lab-7 spec.nodeSelector', 'for a release of releases.yaml'],
        [
          'sandbox-charts explain runner-manager -f values.yaml Service/runner-manager spec.type',
          'for a chart and values file',
        ],
      ]),
    )
    .action((release: string, object: string, field: string, flags: ExplainFlags) => {
      const { explainField } = require('../run/explain') as typeof import('../run/explain');
      return explainField(io, tool, registry, { release, object, field }, flags);
    });
}
