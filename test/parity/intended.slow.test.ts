// Each line of test/parity/<chart>.intended has a reason, and matches something that we render or that only the Helm
// chart renders.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { ChartEntry } from '../../lib/render/registry';
import { InputError } from '../../lib/values/problem';
import { pathsOf } from './support/paths';
import { releaseOf } from './support/release';

interface Line {
  readonly number: number;
  readonly pattern: string;
  /** Whether a comment explains it: the comment above it, possibly with other lines of the same reason in between. */
  readonly hasReason: boolean;
}

function linesOf(text: string): Line[] {
  let hasReason = false;
  return text.split('\n').flatMap((line, index): Line[] => {
    if (line === '') hasReason = false;
    // The first line describes the file.
    if (line.startsWith('#')) hasReason = index > 0;
    return line === '' || line.startsWith('#') ? [] : [{ number: index + 1, pattern: line, hasReason }];
  });
}

const charts = registry.map((entry) => {
  const file = join(__dirname, `${entry.name}.intended`);
  const folder = join(__dirname, entry.name);
  return { entry, name: entry.name, lines: linesOf(readFileSync(file, 'utf8')), folder };
});

const ROOT = join(__dirname, '..', '..');

const valuesIn = (folder: string): string[] =>
  readdirSync(folder)
    // Defaults that come before a values file are no release of their own.
    .filter((file) => file.endsWith('.values.yaml') && !file.startsWith('upstream-'))
    .map((file) => join(folder, file));

/** Values for what no values file enables. They are merged over the parity cases. */
const MORE: Readonly<Record<string, readonly object[]>> = {
  'daytona-region': [
    { global: { imagePullSecrets: ['pull'] }, certManager: { issuer: 'ca' } },
    { registration: { enabled: false }, services: { proxy: { env: { PROXY_API_KEY: 'a-key-of-the-proxy' } } } },
  ],
  peerpods: [
    { provider: 'docker' },
    {
      provider: 'ibmcloud',
      providerConfigs: { ibmcloud: { IBMCLOUD_PODVM_IMAGE_ID: 'image' } },
      secrets: { mode: 'reference', existingSecretName: 'login', existingSshKeySecretName: 'keys' },
    },
  ],
};

/** What the Helm chart renders and we leave out. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  daytona: [
    '^Ingress/\\S+ \\.metadata\\.annotations\\.kubernetes\\.io/ingress\\.class$',
    '^Deployment/\\S+-dex \\.spec\\.template\\.spec\\.initContainers\\[name=volume-permissions\\]\\.',
    '^DaemonSet/\\S+-runner \\.metadata\\.annotations\\.',
    '^Deployment/\\S+-ssh-gateway \\.spec\\.template\\.spec\\.containers\\[name=ssh-gateway\\]\\.env\\.(SSH_GATEWAY_HOST|SSH_PRIVATE_PUB_KEY)$',
  ],
  'daytona-region': [
    '^Deployment/\\S+-proxy .*\\.env\\.<all of Secret \\S+-region-config>$',
    '^Deployment/\\S+-proxy .*\\.env\\.PROXY_DOMAIN$',
    '^Ingress/\\S+ \\.metadata\\.annotations\\.kubernetes\\.io/ingress\\.class$',
  ],
  peerpods: [
    '^ClusterRole(Binding)?/(?!peerpodctrl-)\\S+manager-role(binding)?$',
    '^Deployment/\\S+controller-manager \\.spec\\.template\\.spec\\.containers\\[name=manager\\]\\.imagePullPolicy$',
    '^ClusterRole(Binding)?/cm-editor$',
    '^Role(Binding)?/pp-secrets$',
    '^DaemonSet/cloud-api-adaptor-daemonset \\.spec\\.template\\.spec\\.containers\\[name=cloud-api-adaptor-con\\]\\.env\\.POD_UID$',
  ],
};

/** The release of a file with more values; empty if they contradict each other. */
function withMore(entry: ChartEntry, file: string, more: object): readonly Manifest[] {
  try {
    return releaseOf(entry, file, more).objects;
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

describe.each(charts)('$name', ({ entry, lines, folder }) => {
  test('every line has a reason above it', () => {
    expect(lines.filter(({ hasReason }) => !hasReason).map(({ number }) => number)).toEqual([]);
  });

  test('every line is a valid regular expression, and occurs once', () => {
    const patterns = lines.map(({ pattern }) => pattern);
    expect(patterns.filter((pattern) => new RegExp(pattern) === undefined || pattern !== pattern.trim())).toEqual([]);
    expect(patterns.filter((pattern, index) => patterns.indexOf(pattern) !== index)).toEqual([]);
  });

  test('every line matches something that is rendered, or is known to be left out', () => {
    const folders = [folder, join(ROOT, 'charts', entry.name), join(ROOT, 'test', 'charts', entry.name)];
    const files = folders.flatMap(valuesIn);
    const plain = files.map((file) => releaseOf(entry, file).objects);
    const others = (MORE[entry.name] ?? []).flatMap((more) => files.map((file) => withMore(entry, file, more)));
    const paths = [...new Set([...plain, ...others].flatMap(pathsOf))];
    const unmatched = lines.filter(({ pattern }) => !paths.some((path) => new RegExp(pattern).test(path)));
    expect(unmatched.map(({ pattern }) => pattern)).toEqual(LEFT_OUT[entry.name] ?? []);
  });
});
