// The cases of the cluster tests: each chart with its example, with everything enabled, with every values file that it
// ships, with the parity cases, and with patches.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { registry } from '../../charts/registry';

export interface Case {
  readonly chart: string;
  /** Unique among all cases; a DNS label. */
  readonly name: string;
  /** Flags of `synth`. */
  readonly flags: readonly string[];
}

const ROOT = join(__dirname, '..', '..');
const SUFFIX = '.values.yaml';

export const cases: readonly Case[] = [
  ...registry.flatMap(({ name: chart }) => [
    ...fileCases(chart, `charts/${chart}`),
    ...fileCases(chart, `test/charts/${chart}`).filter(({ name }) => name.includes('everything')),
    ...fileCases(chart, `charts/${chart}/providers`, 'provider-').map(filledIn),
    ...fileCases(chart, `test/parity/${chart}`, 'parity-'),
  ]),
  patchedCase('runner-manager', 'patched.patches.yaml'),
];

/** The example of a chart with patches and extra objects. */
function patchedCase(chart: string, file: string): Case {
  const values = join(ROOT, 'charts', chart, `example${SUFFIX}`);
  return { chart, name: `${chart}-patched`, flags: ['-f', values, '--patch', join(__dirname, file)] };
}

function fileCases(chart: string, folder: string, prefix = ''): Case[] {
  const path = join(ROOT, folder);
  const files = existsSync(path) ? readdirSync(path).sort() : [];
  return (
    files
      // Upstream's defaults are no complete release.
      .filter((file) => file.endsWith(SUFFIX) && !file.startsWith('upstream-'))
      .map((file) => ({
        chart,
        name: `${chart}-${prefix}${basename(file, SUFFIX)}`,
        flags: ['-f', join(path, file)],
      }))
  );
}

/** The template of a cloud provider with the required values filled in. */
function filledIn({ flags, ...rest }: Case): Case {
  const { provider, providerConfigs } = parse(readFileSync(flags[1] ?? '', 'utf8')) as Template;
  const blanks = Object.entries(providerConfigs[provider] ?? {}).filter(([, value]) => value === '');
  const filled = blanks.map(([key]) => `--set-string=providerConfigs.${provider}.${key}=${sampleOf(key)}`);
  const { mode, ...names } = { mode: 'reference', existingSecretName: 'login', existingSshKeySecretName: 'ssh-key' };
  const secrets = Object.entries(names).map(([key, name]) => `--set=secrets.${key}=${name}`);
  return { ...rest, flags: [...flags, ...filled, `--set=secrets.mode=${mode}`, ...secrets] };
}

interface Template {
  readonly provider: string;
  readonly providerConfigs: Readonly<Record<string, Readonly<Record<string, string>> | null>>;
}

function sampleOf(key: string): string {
  if (key.endsWith('_IPS')) return '192.0.2.10-192.0.2.12';
  if (key.endsWith('_URL')) return 'https://vcenter.example.com/sdk';
  return 'example-1';
}
