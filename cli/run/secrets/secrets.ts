// Generates a chart's missing credentials as a values file, as Secrets, or for each row of a table.

import type { ChartEntry } from '../../../lib/render/registry';
import { formatProblem } from '../../../lib/values/problem';
import { createPrivate } from '../../files/private-file';
import type { ReleaseFlags } from '../../flags/flags';
import { outputFile } from '../../flags/output-option';
import { UsageError } from '../../flags/usage';
import type { Io } from '../../io';
import { demandPath, type Plan, planOfFlags } from '../../plan/plan';
import { credentialsFor } from '../generate';

export interface SecretsFlags extends ReleaseFlags {
  readonly output?: string;
  readonly asSecrets?: true;
  readonly rows?: string;
  readonly key?: string;
  readonly rotate?: readonly string[];
}

const NEEDS_AS_SECRETS = '--name and --namespace require --as-secrets';

export async function secrets(
  io: Io,
  chart: ChartEntry,
  { asSecrets, rows, key, rotate, ...flags }: SecretsFlags,
): Promise<void> {
  const output = outputFile(flags.output);
  if (output !== undefined) demandPath('--output', output);
  if (key !== undefined && rows === undefined) throw new UsageError('--key requires --rows');
  const plan = await planOfFlags(io, chart, flags);
  const isNamed = flags.name !== undefined || flags.namespace !== undefined;
  if (rows !== undefined) {
    if (isNamed) throw new UsageError(NEEDS_AS_SECRETS);
    const { writeRowCredentials } = require('./secret-rows') as typeof import('./secret-rows');
    writeRowCredentials(io, plan, { table: rows, key, output });
  } else if (rotate !== undefined) {
    const { writeRotation } = require('./write-rotation') as typeof import('./write-rotation');
    await writeRotation(io, plan, { names: rotate, output });
  } else if (asSecrets) {
    writeSecrets(io, plan, output);
  } else {
    if (isNamed) throw new UsageError(NEEDS_AS_SECRETS);
    writeValues(io, plan, output);
  }
}

function writeSecrets(io: Io, plan: Plan, output: string | undefined): void {
  const { secretManifests } = require('./secret-manifests') as typeof import('./secret-manifests');
  const system = plan.chart.load();
  const { name, namespace = system.defaultNamespace } = plan;
  const { text, left } = secretManifests(system, plan.layers(), { name, namespace });
  if (text === '') io.err(`${plan.chart.name}: no Secret can be generated\n`);
  else print(io, text, output);
  for (const keys of left) io.err(`not generated, add it yourself: ${keys}\n`);
}

function writeValues(io: Io, plan: Plan, output: string | undefined): void {
  const { chart } = plan;
  const { text, left } = credentialsFor(chart.load(), plan.layers());
  if (text === '') {
    io.err(`${chart.name}: no credentials are missing${left.length > 0 ? ' that can be generated' : ''}\n`);
  } else {
    print(io, `# Generated credentials for ${chart.name}. Keep this file, and do not commit it.\n${text}`, output);
  }
  for (const problem of left) io.err(`still missing: ${formatProblem(problem)}\n`);
}

function print(io: Io, text: string, output: string | undefined): void {
  if (output === undefined) io.outPrivate(text);
  else createPrivate(io.cwd, output, text);
}
