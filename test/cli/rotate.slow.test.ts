// `secrets --rotate`: the next value of a credential, and what restarts with it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { valueAt } from '../../lib/values/path';
import { type Run, run } from './support/run';

const VALUES = join(__dirname, '../charts/daytona/credentials.values.yaml');
const KEY = 'fingerprintKey: Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  writeFileSync(join(folder, 'key.yaml'), KEY);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cli = (...argv: string[]): Promise<Run> => run({ registry, version: '0.0.0' }, argv, { cwd: folder });
const FILES = ['-f', VALUES, '-f', 'key.yaml'];
const rotate = (...names: string[]) =>
  cli('secrets', 'daytona', ...FILES, ...names.flatMap((name) => ['--rotate', name]), '-o', 'next.yaml');
const read = (name: string): Record<string, unknown> =>
  parse(readFileSync(name === VALUES ? VALUES : join(folder, name), 'utf8')) as Record<string, unknown>;

test('writes the next value only, to a file that only its owner can read', async () => {
  const { code, out, err } = await rotate('redis.auth.password');
  expect([code, out]).toEqual([0, '']);
  expect(read('next.yaml')).toEqual({ redis: { auth: { password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) } } });
  expect(statSync(join(folder, 'next.yaml')).mode & 0o777).toBe(0o600);
  expect(err).toContain('redis.auth.password is read by: Redis, API, migrations, proxy');
  expect(err).toContain('  impact: API and proxy fail until all of them have restarted; data are kept');
  expect(err).not.toContain('R is the name of the release');
  expect(err).not.toContain(String(valueAt(read('next.yaml'), ['redis', 'auth', 'password'])));
  expect(err).not.toContain('Zx81-redis');
});

test('commands with placeholders come with their meaning', async () => {
  const { err } = await rotate('postgresql.auth.password');
  expect(err).toContain('kubectl exec -it R-postgresql-0 -n NS');
  expect(err).toContain('in these commands, R is the name of the release, and NS its namespace');
});

test('values that belong together change together', async () => {
  await rotate('harbor.registry.credentials.password', 'services.sshGateway.sshKeys.pubClientSSHKey');
  expect(read('next.yaml')).toEqual({
    harbor: { registry: { credentials: { password: expect.any(String), htpasswdString: expect.any(String) } } },
    services: {
      sshGateway: { sshKeys: { privClientSSHKey: expect.any(String), pubClientSSHKey: expect.any(String) } },
    },
  });
});

test.each([
  [
    'services.api.env.ENCRYPTION_KEY',
    /:\d+:\d+: --rotate services\.api\.env\.ENCRYPTION_KEY: must not be replaced: the API cannot decrypt/,
  ],
  ['harbor.secretKey', /must not be replaced: Harbor cannot decrypt/],
  ['services.api.env.ADMIN_API_KEY', /its next value comes from Daytona: 1\. create another API key/],
  ['services.api.env.S3_SECRET_KEY', /its next value comes from the object store: 1\. /],
  ['services.runnermanager.env.SYSTEM_API_TOKEN', /is the same credential as services\.runner\.env\.SYSTEM_API_TOKEN/],
  ['redis.auth.pasword', /is not a credential of this chart \(did you mean redis\.auth\.password\?\)/],
  ['baseDomain', /is not a credential of this chart/],
])('refuses %s, and writes nothing', async (name, message) => {
  const { code, err } = await rotate(name, 'redis.auth.password');
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(readdirSync(folder)).toEqual(['key.yaml']);
});

test('refuses what these values do not set, or do not use', async () => {
  const unset = await cli('secrets', 'daytona', '-f', 'key.yaml', '--rotate', 'redis.auth.password');
  expect([unset.code, unset.err]).toEqual([1, expect.stringContaining('is not set in these values')]);
  const off = ['--set', 'redis.enabled=false,externalRedis.host=redis.acme.io'];
  const unread = await cli('secrets', 'daytona', ...FILES, ...off, '--rotate', 'redis.auth.password');
  expect([unread.code, unread.err]).toEqual([1, expect.stringContaining('nothing reads it with these values')]);
});

test('never overwrites a file, and refuses one that Git does not ignore', async () => {
  await rotate('redis.auth.password');
  const before = readFileSync(join(folder, 'next.yaml'), 'utf8');
  expect(await rotate('minio.rootPassword', 'redis.auth.password')).toMatchObject({ code: 1 });
  expect(readFileSync(join(folder, 'next.yaml'), 'utf8')).toBe(before);
  rmSync(join(folder, 'next.yaml'));
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
  const { code, err } = await rotate('redis.auth.password');
  expect([code, err]).toEqual([1, expect.stringContaining('Git does not ignore these credentials')]);
  expect(readdirSync(folder)).not.toContain('next.yaml');
});

test.each([['--as-secrets'], ['--rows', 'labs.csv'], ['--name', 'x']])(
  'cannot be combined with %s',
  async (...flags) => {
    expect((await cli('secrets', 'daytona', '--rotate', 'redis.auth.password', ...flags)).code).toBe(2);
  },
);

/** Pod templates by workload; a Job is found by its name without the hash. */
async function templates(...files: string[]): Promise<Map<string, string>> {
  const { out, err } = await cli('synth', 'daytona', ...files, '--stdout');
  const objects = parseAllDocuments(out).map((document) => document.toJS() as Manifest);
  expect(err).not.toContain('error');
  return new Map(
    objects
      .filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind))
      .map((object) => [
        `${object.kind} ${object.metadata.name.replace(/-[0-9a-f]{10}$/, '')}`,
        JSON.stringify([object.metadata.name, (object.spec as { template: unknown }).template]),
      ]),
  );
}

test.each([
  ['redis.auth.password', ['StatefulSet daytona-redis-master', 'Deployment daytona-api', 'Deployment daytona-proxy']],
  ['postgresql.auth.password', ['StatefulSet daytona-postgresql', 'Deployment daytona-api']],
  ['services.proxy.env.PROXY_API_KEY', ['Deployment daytona-api', 'Deployment daytona-proxy']],
  ['services.runner.env.SYSTEM_API_TOKEN', ['DaemonSet daytona-runner', 'Deployment daytona-runnermanager']],
  ['services.sshGateway.apiKey', ['Deployment daytona-api', 'Deployment daytona-ssh-gateway']],
  [
    'harbor.core.secret',
    ['Deployment daytona-harbor-core', 'Deployment daytona-harbor-jobservice', 'Deployment daytona-harbor-registry'],
  ],
])('the readers of %s restart', async (name, readers) => {
  const { code } = await rotate(name);
  expect(code).toBe(0);
  const [before, after] = [await templates(...FILES), await templates(...FILES, '-f', 'next.yaml')];
  const changed = [...after].filter(([workload, text]) => before.get(workload) !== text).map(([workload]) => workload);
  expect(changed).toEqual(expect.arrayContaining(readers));
  expect(changed.length).toBeLessThan(after.size);
});
