// What a team commits in each mode of Secrets: folders with a releases file, and the resulting tree.

import { createPrivateKey } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import { run } from '../cli/support/run';
import { textsIn } from '../support/files';
import { unseal } from '../support/unseal';

const here = join(__dirname, 'secrets');
const modes = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const PASSWORD = 'correct horse battery staple';
const OTHER = 'staple battery horse correct';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const begin = (mode: string) => cpSync(join(here, mode, 'input'), cwd, { recursive: true });
const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
const synth = (...argv: string[]) => program('synth', ...argv);
const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')));
const dist = () => textsIn(join(cwd, 'dist'));

interface Sealed {
  readonly kind: string;
  readonly spec: { readonly encryptedData: Readonly<Record<string, string>> };
}

const opened = (): string => {
  const documents = parseAllDocuments(dist()['lab-7.k8s.yaml'] ?? '').map((document) => document.toJS() as Sealed);
  const text = documents.find(({ kind }) => kind === 'SealedSecret')?.spec.encryptedData['vscode-password'] ?? '';
  const key = createPrivateKey(readFileSync(join(here, 'sealing.key')));
  return unseal(key, text, 'labs/lab-session-7-secrets');
};

test('there is a case for every mode, and one that mixes them', () => {
  expect(modes).toEqual(['each', 'existing', 'external-secrets', 'inline', 'sealed-secrets']);
});

test.each(modes.filter((mode) => mode !== 'sealed-secrets'))(
  '%s gives the expected tree and messages',
  async (mode) => {
    begin(mode);
    const { code, out, err } = await synth();
    expect([code, out]).toEqual([0, '']);
    expect({ ...dist(), err }).toEqual({
      ...textsIn(join(here, mode, 'expected', 'dist')),
      err: readFileSync(join(here, mode, 'expected', 'stderr.txt'), 'utf8'),
    });
  },
);

test.each(modes)('%s: a second run changes no byte, and verify finds no differences', async (mode) => {
  begin(mode);
  await synth();
  const before = dist();
  expect((await synth()).err).toContain('unchanged');
  expect(dist()).toEqual(before);
  expect(await program('verify')).toMatchObject({ code: 0 });
});

test.each(modes)('%s: the password is in plain text only where intended', async (mode) => {
  begin(mode);
  const { err } = await synth();
  const encoded = Buffer.from(PASSWORD).toString('base64');
  const shown = [err, ...Object.values(dist())].filter((text) => text.includes(PASSWORD) || text.includes(encoded));
  expect(shown).toHaveLength(mode === 'inline' ? 1 : 0);
});

describe('sealed-secrets', () => {
  beforeEach(() => begin('sealed-secrets'));

  test('the tree of an earlier run stays the same, byte by byte', async () => {
    cpSync(join(here, 'sealed-secrets', 'expected', 'dist'), join(cwd, 'dist'), { recursive: true });
    // The index of that run is not kept here: it is recreated, with the ciphertexts in place.
    const kept = dist();
    rmSync(join(cwd, 'dist'), { recursive: true });
    await synth();
    for (const [file, text] of Object.entries(kept)) writeFileSync(join(cwd, 'dist', file), text);
    expect((await synth()).err).toContain('unchanged');
    expect(dist()).toEqual(kept);
    expect(opened()).toBe(PASSWORD);
  });

  test('the private key opens a new SealedSecret', async () => {
    await synth();
    expect(opened()).toBe(PASSWORD);
  });

  describe('without a fingerprintKey', () => {
    beforeEach(() => edit('common.yaml', (text) => text.replace(/^fingerprintKey:.*\n/m, '')));

    test('are sealed again each time, with nothing derived from the password, and list what will not restart', async () => {
      const warning =
        'warning: lab-7: a changed Secret will not restart Pod labs/lab-session-7 (delete the Pod and apply it again)';
      expect((await synth()).err).toContain(warning);
      const before = dist()['lab-7.k8s.yaml'];
      expect((await synth()).err).not.toContain('unchanged');
      const after = dist()['lab-7.k8s.yaml'];
      expect(after).not.toBe(before);
      expect(after).not.toMatch(/checksum\/secret|fingerprint/);
      expect(opened()).toBe(PASSWORD);
    });

    test('cannot be verified, which is reported', async () => {
      await synth();
      expect(await program('verify')).toMatchObject({
        code: 1,
        out: 'lab-7: dist/lab-7.k8s.yaml: SealedSecret labs/lab-session-7-secrets cannot be verified without fingerprintKey\n',
      });
    });
  });

  test('a replaced ciphertext is detected, and sealed again', async () => {
    await synth();
    const file = join('dist', 'lab-7.k8s.yaml');
    const before = dist()['lab-7.k8s.yaml'] ?? '';
    edit(file, (text) => text.replace(/(vscode-password: "?)AQ..../, '$1AQAAAA'));
    expect(dist()['lab-7.k8s.yaml']).not.toBe(before);
    expect(await program('verify')).toMatchObject({ code: 1, out: expect.stringContaining('was edited') });
    await synth();
    expect(opened()).toBe(PASSWORD);
    expect(await program('verify')).toMatchObject({ code: 0 });
  });

  test('a changed password is sealed again, and all of them for another certificate', async () => {
    await synth();
    edit('common.yaml', (text) => text.replace(PASSWORD, OTHER));
    expect(await synth()).toMatchObject({ code: 0, err: expect.not.stringContaining('unchanged') });
    expect(opened()).toBe(OTHER);
    cpSync(join(__dirname, 'secrets', 'other.crt'), join(cwd, 'sealing.crt'));
    expect(await synth()).toMatchObject({ code: 0, err: expect.not.stringContaining('unchanged') });
  });
});

describe('the output of version 0.1.0', () => {
  const LEAK = 'e'.repeat(64);
  /** As in the index. */
  const HASH = LEAK.slice(0, 22);

  test.each(['existing', 'external-secrets', 'sealed-secrets'])(
    '%s: hashes are gone after the next run, though nothing else changed',
    async (mode) => {
      begin(mode);
      await synth();
      const file = join('dist', 'lab-7.k8s.yaml');
      edit(file, (text) =>
        text
          .replace(
            /^( {2}name: lab-session-7\n)/m,
            `$1  annotations:\n    checksum/secret-lab-session-7-secrets: ${LEAK}\n`,
          )
          .replace(/sandbox-charts\/fingerprint: .*/, `sandbox-charts/fingerprint: ${LEAK}`),
      );
      expect(dist()['lab-7.k8s.yaml']).toContain(LEAK);
      edit(join('dist', '.sandbox-charts.index'), (text) =>
        text.replace(/"tool": ".*"/, '"tool": "0.1.0"').replace(/("lab-7.k8s.yaml": ")[^"]*/, `$1- ${HASH}`),
      );
      expect(await synth()).toMatchObject({ code: 0 });
      expect(JSON.stringify(textsIn(join(cwd, 'dist'), { index: true }))).not.toContain(HASH);
    },
  );
});

test('Reloader restarts what no checksum restarts', async () => {
  const releases = `releases:
  - name: manager
    chart: runner-manager
    set: { apiToken: correct-horse-battery, fingerprintKey: Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x }
    secrets: { mode: existing, reloader: true }
`;
  writeFileSync(join(cwd, 'releases.yaml'), releases);
  const { code, err } = await synth();
  expect(code).toBe(0);
  expect(err).not.toContain('will not restart');
  const text = dist()['manager.k8s.yaml'];
  expect(text).toContain('secret.reloader.stakater.com/reload: runner-manager-secrets');
  expect(text).not.toContain('checksum/secret');
  expect(await program('verify')).toMatchObject({ code: 0 });
});

describe('wrong settings write nothing, and are reported with their location', () => {
  test.each([
    [
      'mode: seal',
      'releases.yaml:5:14 defaults.secrets.mode: invalid value "seal" (expected one of inline, existing, external-secrets, sealed-secrets, sops)',
    ],
    ['mod: existing', 'releases.yaml:5:14 defaults.secrets.mod: unknown key (did you mean mode?)'],
    ['mode: sealed-secrets', 'lab-7: secrets.certificate: is required for sealed-secrets (--certificate)'],
    ['mode: sealed-secrets, certificate: none.pem', 'lab-7: none.pem: no such file'],
    [
      'mode: sealed-secrets, certificate: common.yaml',
      'lab-7: error: common.yaml: is not a PEM certificate with an RSA key',
    ],
    [
      'mode: sealed-secrets, certificate: private.key',
      'lab-7: error: private.key: is not a PEM certificate with an RSA key',
    ],
    ['mode: external-secrets', 'lab-7: secrets.store.name: is required for external-secrets (--secret-store)'],
    [
      'refreshInterval: often',
      'defaults.secrets.refreshInterval: invalid value "often" (expected a duration such as 1h30m, or 0)',
    ],
    [
      'each: {lab-session-7-secrets: {dataFrom: [{}]}}',
      'releases.yaml:5:56 secrets.each.lab-session-7-secrets.dataFrom[0]: must have exactly one of extract, find, sourceRef',
    ],
    ['deletionPolicy: Keep', 'invalid value "Keep" (expected one of Retain, Delete, Merge)'],
    [
      'each: {lab-session-7: {mode: existing}}',
      'releases.yaml:5:21 secrets.each.lab-session-7: is not a Secret of lab-7 (it has lab-session-7-secrets)',
    ],
  ])('%s', async (block, message) => {
    begin('inline');
    cpSync(join(here, 'sealing.key'), join(cwd, 'private.key'));
    edit('releases.yaml', (text) => text.replace('mode: inline', block));
    const { code, err } = await synth();
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(readdirSync(cwd)).not.toContain('dist');
  });

  test('in a row, with the row', async () => {
    begin('each');
    edit('labs.csv', (text) => text.replace(',existing,', ',exist,'));
    const { code, err } = await synth();
    expect(code).toBe(1);
    expect(err).toContain('releases.yaml:13:7 releases[0].secrets.mode: labs.csv:3: invalid value "exist"');
  });
});

describe('flags', () => {
  test('win over the file, for all Secrets and for single ones', async () => {
    begin('inline');
    await synth('--secrets', 'existing');
    expect(dist()['lab-7.k8s.yaml']).not.toContain('kind: Secret');
    await synth('--secrets', 'existing', '--secrets', 'lab-session-7-secrets=inline');
    expect(dist()['lab-7.k8s.yaml']).toContain('kind: Secret');
    await synth('--secrets', 'external-secrets', '--secret-store', 'ClusterSecretStore/vault');
    expect(dist()['lab-7.k8s.yaml']).toContain('kind: ExternalSecret');
  });

  test('that match no Secret are refused, and nothing is written', async () => {
    begin('inline');
    expect(await synth('--secrets', 'lab-session-7-secret=existing')).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining(
        'error: --secrets lab-session-7-secret: is not a Secret of lab-7 (did you mean lab-session-7-secrets?; ' +
          'it has lab-session-7-secrets)\nRun sandbox-charts synth --help for usage.\n',
      ) as string,
    });
    expect(readdirSync(cwd)).not.toContain('dist');
  });

  test.each([
    [['--secrets', 'sealed-secrets'], '--secrets sealed-secrets requires --certificate'],
    [['--secrets', 'external-secrets'], '--secrets external-secrets requires --secret-store'],
    [['--certificate', 'sealing.crt'], '--certificate is only for --secrets sealed-secrets'],
    [['--secrets', 'existing', '--certificate', 'sealing.crt'], '--certificate is only for --secrets sealed-secrets'],
    [['--secrets', 'existing', '--secret-store', 'vault'], '--secret-store is only for --secrets external-secrets'],
    [
      ['--secrets', 'external-secrets', '--secret-store', 'ClusterSecretStore/team/vault'],
      '--secret-store expects the name of a SecretStore, or ClusterSecretStore/NAME',
    ],
  ])('for a chart require each other: %j', async (flags, message) => {
    begin('inline');
    expect(await synth('dozlab-session', ...flags)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});
