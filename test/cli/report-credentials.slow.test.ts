// No report contains a credential: of any chart, in any mode of Secrets, alone or compared.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { hasPassword, isCredentialKey } from '../../lib/k8s/secret/credential-name';
import { CredentialGuard } from '../../lib/review/report/masked';
import { type Case, cases } from '../support/charts';
import { render } from '../support/render';
import { root, run } from './support/run';

const CERTIFICATE = join(root, 'test', 'e2e', 'secrets', 'sealed-secrets', 'input', 'sealing.crt');

const MODES: Readonly<Record<string, readonly string[]>> = {
  inline: [],
  existing: ['--secrets', 'existing'],
  'external-secrets': ['--secrets', 'external-secrets', '--secret-store', 'vault'],
  'sealed-secrets': ['--secrets', 'sealed-secrets', '--certificate', CERTIFICATE],
  sops: ['--secrets', 'sops'],
};

const KEY = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'canary-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });

/** Shorter texts also appear by coincidence. */
const SHORTEST = 8;

/** What gives a credential away: each line of it, and its encoded form. */
function canariesIn(secrets: readonly Manifest[]): string[] {
  return secrets.flatMap(({ data = {}, stringData = {} }) => {
    const encoded = Object.entries(data as Readonly<Record<string, string>>);
    const plain = [
      ...encoded.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const),
      ...Object.entries(stringData as Readonly<Record<string, string>>),
    ];
    return plain
      .filter(([key, value]) => isCredentialKey(key) || hasPassword(value))
      .flatMap(([, value]) => [
        ...value.split('\n').filter((line) => !line.startsWith('-----')),
        Buffer.from(value).toString('base64'),
      ])
      .filter((text) => text.length >= SHORTEST);
  });
}

/** The only chart whose cases all name existing Secrets. */
const tokens: Case[] = registry
  .filter(({ name }) => name === 'runner-manager')
  .map((entry) => ({
    chart: entry.name,
    name: 'tokens',
    system: entry.load(),
    values: { apiToken: 'Zx81-canary-of-the-api' },
  }));

const exposing = [...cases, ...tokens]
  .map((one): Case & { readonly canaries: string[] } => {
    const { objects } = render(one.system, one.values);
    return { ...one, canaries: canariesIn(objects.filter(({ kind }) => kind === 'Secret')) };
  })
  .filter(({ canaries }) => canaries.length > 0);

test('there are credentials to look for in every chart', () => {
  const charts = new Set(exposing.map(({ chart }) => chart));
  expect([...charts].sort()).toEqual(registry.map(({ name }) => name).sort());
});

describe.each(exposing)('$chart $name', ({ chart, values, canaries }) => {
  const found = (text: string) => canaries.filter((canary) => text.includes(canary));
  const release = [chart, '-f', 'values.yaml'];
  beforeEach(async () => {
    writeFileSync(join(cwd, 'values.yaml'), stringify(values));
    expect((await program('synth', ...release)).code).toBe(0);
  });

  test.each(Object.entries(MODES))('%s', async (_mode, flags) => {
    const { code, out, err } = await program('report', ...release, ...flags, '--no-origins');
    expect([code, err, found(out)]).toEqual([0, '', []]);
    const change = ['--set', `fingerprintKey=${KEY}`, '--against', 'dist'];
    const compared = await program('report', ...release, ...flags, ...change, '--no-origins');
    expect([compared.code, found(compared.out), compared.out.includes(KEY)]).toEqual([0, [], false]);
  });

  test('as SVG and Mermaid', async () => {
    for (const format of ['svg', 'mermaid']) {
      const { out } = await program('report', ...release, '--format', format, '--no-origins');
      expect(found(out)).toEqual([]);
    }
  });
});

test('with the origins of fields', async () => {
  const { values, canaries } = exposing.find(({ chart }) => chart === 'dozlab-session') as (typeof exposing)[number];
  writeFileSync(join(cwd, 'values.yaml'), stringify(values));
  const { out, code } = await program('report', 'dozlab-session', '-f', 'values.yaml');
  expect([code, canaries.filter((canary) => out.includes(canary))]).toEqual([0, []]);
});

test.each([
  ['plain', 'correct horse battery staple'],
  ['escaped', 'a<b>"correct-horse-battery-staple'],
  ['encoded', Buffer.from('a<b>"correct-horse-battery-staple').toString('base64')],
])('the guard finds a credential that is %s in the text', (_how, text) => {
  const guard = new CredentialGuard();
  const password = text.startsWith('correct') ? text : 'a<b>"correct-horse-battery-staple';
  guard.add([
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { password } } as unknown as Manifest,
  ]);
  const escaped = text.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  expect(() => guard.check(`<p>${escaped}</p>`)).toThrow(
    'no report was written: it would contain key password of Secret s',
  );
  expect(() => guard.check('<p>correct</p>')).not.toThrow();
});
