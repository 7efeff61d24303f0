// What restarts pods when a Secret changes: where it is written, and that no command shows it.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { textsIn } from '../support/files';
import { run } from './support/run';

const TOKEN = 'correct-horse-battery';
const OTHER = 'battery-horse-correct';
const KEY = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';
const CHECKSUM = /checksum\/secret-\S+: "?([0-9a-f]{64})/g;
const FIELD = 'spec.template.metadata.annotations["checksum/secret-runner-manager-secrets"]';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'stamping-'));
  values(TOKEN);
});
afterEach(() => rmSync(cwd, { recursive: true }));

const values = (token: string, key = '') =>
  writeFileSync(join(cwd, 'values.yaml'), `apiToken: ${token}\n${key ? `fingerprintKey: ${key}\n` : ''}`);
const call = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
const synth = (...argv: string[]) => call('synth', 'runner-manager', '-f', 'values.yaml', ...argv);
const dist = () => textsIn(join(cwd, 'dist'), { index: true });
const checksums = () =>
  Object.entries(dist()).flatMap(([file, text]) => [...text.matchAll(CHECKSUM)].map(([, sum]) => [file, sum]));
const WARNING =
  'warning: a changed Secret will not restart Deployment default/runner-manager (set fingerprintKey: `sandbox-charts secrets` generates one)\n';

describe('without a key', () => {
  test('the checksum is in the file of the Secret, which only its owner can read', async () => {
    expect((await synth()).err).not.toContain('will not restart');
    expect(checksums()).toEqual([['runner-manager.k8s.yaml', expect.any(String)]]);
    expect(statSync(join(cwd, 'dist/runner-manager.k8s.yaml')).mode & 0o777).toBe(0o600);
  });

  test.each([[[]], [['--target', 'flux']]])(
    'with a file for each object %j there is none, and a warning',
    async (argv) => {
      expect((await synth('--layout', 'objects', ...argv)).err).toContain(WARNING);
      expect(checksums()).toEqual([]);
    },
  );

  test('the files of an earlier layout are deleted', async () => {
    await synth();
    await synth('--layout', 'objects');
    expect(checksums()).toEqual([]);
    expect(await call('verify')).toMatchObject({ code: 0 });
  });

  test('a stream that contains the Secret is like a file that does', async () => {
    const { out } = await synth('--stdout');
    expect([...out.matchAll(CHECKSUM)]).toHaveLength(1);
    expect((await synth('--stdout', '--secrets', 'existing')).out).not.toMatch(CHECKSUM);
  });
});

test.each([
  ['inline', []],
  ['inline', ['--layout', 'objects']],
  ['existing', []],
])('with a key, %s %j: another token or key gives other checksums, if there are any', async (mode, argv) => {
  const written = async (token: string, key: string) => {
    values(token, key);
    expect((await synth('--secrets', mode, ...argv)).code).toBe(0);
    expect(JSON.stringify(dist())).not.toContain(KEY);
    return checksums();
  };
  const all = [await written(TOKEN, KEY), await written(OTHER, KEY), await written(TOKEN, `${KEY}x`)];
  expect(all.map((found) => found.length)).toEqual(mode === 'inline' ? [1, 1, 1] : [0, 0, 0]);
  expect(new Set(all.flat().map(([, sum]) => sum)).size).toBe(mode === 'inline' ? 3 : 0);
});

test.each(['', KEY])('diff reports that pods restart, and shows no checksum, with key %j', async (key) => {
  values(TOKEN, key);
  await synth();
  const before = checksums().map(([, sum]) => sum);
  values(OTHER, key);
  for (const format of ['text', 'markdown', 'json']) {
    const { code, out, err } = await call('diff', 'runner-manager', '-f', 'values.yaml', '--format', format);
    expect(code).toBe(1);
    expect(out).toContain('restarts');
    expect(out + err).not.toMatch(/[0-9a-f]{16}/);
    expect(out).not.toContain(before[0]);
  }
});

test('diff expects the checksums of the layout that it compares with', async () => {
  await synth('--layout', 'objects');
  expect(await call('diff', 'runner-manager', '-f', 'values.yaml')).toMatchObject({ code: 0 });
});

test.each(['', KEY])('explain reports where a checksum comes from, without showing it, with key %j', async (key) => {
  values(TOKEN, key);
  const { code, out } = await call(
    'explain',
    'runner-manager',
    '-f',
    'values.yaml',
    'Deployment/runner-manager',
    FIELD,
  );
  expect(code).toBe(0);
  expect(out).toContain(`${FIELD} is "(hidden)"\n`);
  expect(out).toContain('apiToken = (hidden)  (values.yaml:1:1)');
  expect(out).toContain('fingerprintKey = ');
  expect(out).not.toMatch(/[0-9a-f]{16}/);
  expect(out).not.toContain(KEY);
});

test('a run reports once, for all of its releases, what will not restart', async () => {
  const release = (name: string) =>
    `- { name: ${name}, chart: runner-manager, namespace: ${name}, values: [values.yaml] }\n`;
  writeFileSync(join(cwd, 'releases.yaml'), `releases:\n${['a', 'b', 'c'].map(release).join('')}`);
  const { err } = await call('synth', '--layout', 'objects');
  expect(err.match(/will not restart/g)).toHaveLength(1);
  expect(err).toContain('a and 2 more: a changed Secret will not restart Deployment a/');
});

describe('fingerprintKey', () => {
  test.each([
    ['short', 'x'.repeat(42), 'expected at least 43 random characters'],
    ['a placeholder', 'change-me-'.repeat(5), 'is a placeholder'],
    ['one character', 'x'.repeat(43), 'is not random'],
    [
      'another credential',
      KEY,
      'values.yaml:2:1 fingerprintKey: is also used in apiToken: it must not be used for anything else (`sandbox-charts secrets` generates one)',
    ],
  ])('%s is refused, and not shown', async (_what, key, message) => {
    values(KEY, key);
    const { code, err } = await synth();
    expect(code).toBe(1);
    expect(err).toContain(`values.yaml:2:1 fingerprintKey: `);
    expect(err).toContain(message);
    expect(err).not.toContain(key);
  });

  test('cannot be a recorded flag', async () => {
    await synth('--set', `fingerprintKey=${KEY}`);
    expect(JSON.stringify(dist())).not.toContain(KEY);
    expect((await call('verify')).out).toContain('cannot be rendered again: a secret value came from --set');
  });

  test('can be set once for a releases file', async () => {
    writeFileSync(join(cwd, 'key.yaml'), `fingerprintKey: ${KEY}\n`);
    writeFileSync(
      join(cwd, 'releases.yaml'),
      `defaults: { values: [key.yaml] }
releases:
  - { name: a, chart: runner-manager, set: { apiToken: ${TOKEN} } }
  - name: b
    chart: dozlab-session
    set:
      session: { id: b, userId: b }
      rootfs: { imageUrl: "https://images.example.com/lab.ext4" }
      codeServer: { password: ${TOKEN} }
`,
    );
    const { code, err } = await call('synth', '--layout', 'objects');
    expect(code).toBe(0);
    expect(err).not.toContain('will not restart');
    expect(checksums()).toHaveLength(2);
  });
});
