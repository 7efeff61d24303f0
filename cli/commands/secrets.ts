// Generates a chart's missing credentials as a values file.

import { type Command, Option } from 'commander';
import type { ChartEntry } from '../../lib/render/registry';
import { formatProblem } from '../../lib/values/problem';
import { createPrivate } from '../files/private-file';
import { AppVersionOption, chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import type { ReleaseFlags } from '../flags/flags';
import { RepeatableOption } from '../flags/repeatable';
import { UsageError } from '../flags/usage';
import type { CommandContext } from './context';

interface SecretsFlags extends ReleaseFlags {
  readonly output?: string;
  readonly asSecrets?: true;
  readonly rows?: string;
  readonly key?: string;
  readonly rotate?: readonly string[];
}

const NEEDS_AS_SECRETS = '--name and --namespace require --as-secrets';

export function secretsCommand(command: Command, { registry, io }: CommandContext): void {
  command
    .description("Generate the credentials that a chart's values do not set. Keep the output, and do not commit it")
    .addArgument(chartArgument(registry, '<chart>'))
    .addOption(new AppVersionOption(registry))
    .addOption(
      new RepeatableOption('-f, --values <file>', 'values file, - for standard input; credentials in it are kept'),
    )
    .addOption(new RepeatableOption('--set <path=value>', 'values as in Helm; overrides values files'))
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
      new RepeatableOption(
        '--rotate <path>',
        'the next value of this credential, for a file after the current ones; says in which order to change it',
      ).conflicts(['asSecrets', 'rows', 'name', 'namespace']),
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
    .action(async (chart: ChartEntry, { asSecrets, rows, key, rotate, ...flags }: SecretsFlags) => {
      const { demandPath, planOfFlags } = require('../plan/plan') as typeof import('../plan/plan');
      const { credentialsFor } = require('../run/generate') as typeof import('../run/generate');
      if (flags.output !== undefined) demandPath('--output', flags.output);
      if (key !== undefined && rows === undefined) throw new UsageError('--key requires --rows');
      const plan = await planOfFlags(io, chart, flags);
      if (rows !== undefined) {
        if (flags.name !== undefined || flags.namespace !== undefined) throw new UsageError(NEEDS_AS_SECRETS);
        const { writeRowCredentials } =
          require('../run/secrets/secret-rows') as typeof import('../run/secrets/secret-rows');
        writeRowCredentials(io, plan, { table: rows, key, output: flags.output });
        return;
      }
      if (rotate !== undefined) {
        const { writeRotation } =
          require('../run/secrets/write-rotation') as typeof import('../run/secrets/write-rotation');
        await writeRotation(io, plan, { names: rotate, output: flags.output });
        return;
      }
      if (asSecrets) {
        const { secretManifests } =
          require('../run/secrets/secret-manifests') as typeof import('../run/secrets/secret-manifests');
        const system = plan.chart.load();
        const { name, namespace = system.defaultNamespace } = plan;
        const made = secretManifests(system, plan.layers(), { name, namespace });
        if (made.text === '') io.err(`${chart.name}: no Secret can be generated\n`);
        else if (flags.output === undefined) io.outPrivate(made.text);
        else createPrivate(io.cwd, flags.output, made.text);
        for (const keys of made.left) io.err(`not generated, add it yourself: ${keys}\n`);
        return;
      }
      if (flags.name !== undefined || flags.namespace !== undefined) {
        throw new UsageError(NEEDS_AS_SECRETS);
      }
      const { text, left } = credentialsFor(plan.chart.load(), plan.layers());
      if (text === '') {
        io.err(`${chart.name}: no credentials are missing${left.length > 0 ? ' that can be generated' : ''}\n`);
      } else {
        const file = `# Generated credentials for ${chart.name}. Keep this file, and do not commit it.\n${text}`;
        if (flags.output === undefined) io.outPrivate(file);
        else createPrivate(io.cwd, flags.output, file);
      }
      for (const problem of left) io.err(`still missing: ${formatProblem(problem)}\n`);
    });
}
