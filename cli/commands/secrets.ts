// Generates a chart's missing credentials as a values file. The work is done in ../run/secrets/secrets.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { appVersion, chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { repeatable } from '../flags/repeatable';
import type { SecretsFlags } from '../run/secrets/secrets';
import type { CommandContext } from './context';

export function secretsCommand(command: Command, { registry, io }: CommandContext): void {
  command
    .description("Generate the credentials that a chart's values do not set. Keep the output, and do not commit it")
    .addArgument(chartArgument(registry, '<chart>'))
    .addOption(appVersion.create())
    .addOption(
      repeatable('-f, --values <file>', 'values file, - for standard input; credentials in it are kept').create(),
    )
    .addOption(repeatable('--set <path=value>', 'values as in Helm; overrides values files').create())
    .option(
      '--as-secrets',
      'as Secrets to apply yourself: the existing Secrets in the values, and the Secrets of the release',
    )
    .option('--name <name>', "name of the release, with --as-secrets (default: the chart's name)")
    .option('-n, --namespace <namespace>', "namespace of the Secrets, with --as-secrets (default: the chart's)")
    .addOption(
      new Option(
        '--rows <file>',
        'credentials for each row of a table; existing ones in the output are kept',
      ).conflicts('asSecrets'),
    )
    .option('--key <column>', 'column that identifies a row, with --rows (default: id)')
    .addOption(
      repeatable(
        '--rotate <path>',
        'the next value of this credential, for a file after the current ones; says in which order to change it',
      )
        .create()
        .conflicts(['asSecrets', 'rows', 'name', 'namespace']),
    )
    .option('-o, --output <file>', 'write to a new file that only you can read, instead of standard output')
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts secrets daytona -o secrets.values.yaml', 'write to a new file that only you can read'],
        [
          'sandbox-charts secrets daytona -f values.yaml -o secrets.values.yaml',
          'only the credentials that these values do not set',
        ],
        [
          'sandbox-charts secrets daytona -f values.yaml --as-secrets | kubectl create -f -',
          'Secrets that you keep yourself',
        ],
        [
          'sandbox-charts secrets daytona -f values.yaml -f secrets.values.yaml --rotate redis.auth.password -o next.values.yaml',
          'the next password of Redis',
        ],
        ['sandbox-charts secrets dozlab-session --rows labs.csv -o labs.private.csv', 'a password for each row'],
      ]),
    )
    .action((chart: ChartEntry, flags: SecretsFlags) => {
      const { secrets } = require('../run/secrets/secrets') as typeof import('../run/secrets/secrets');
      return secrets(io, chart, flags);
    });
}
