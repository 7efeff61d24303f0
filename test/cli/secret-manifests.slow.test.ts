// `secrets --as-secrets`: the Secrets that users provide, for every example that names some.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { root, run } from './support/run';

const product = { version: '0.0.0', registry };
const values = (file: string) => join(root, 'charts', `${file}.values.yaml`);

async function generate(chart: string, ...argv: string[]) {
  const { code, out, err } = await run(product, ['secrets', chart, '--as-secrets', ...argv], { cwd: tmpdir() });
  const secrets = parseAllDocuments(out).map((document) => document.toJS() as Manifest);
  const keys = secrets.map(({ metadata, data }) => [metadata.name, Object.keys(data ?? {}).sort()] as const);
  return { code, err: err.split('\n').filter(Boolean), secrets, keys: Object.fromEntries(keys) };
}

test('every Secret of the daytona example, with the keys that can be generated', async () => {
  const { code, err, secrets, keys } = await generate('daytona', '-f', values('daytona/example'), '-n', 'daytona');
  expect(code).toBe(0);
  expect(err).toEqual(['not generated, add it yourself: Secret daytona/daytona-credentials: STATIC_PASSWORD_0']);
  expect(Object.keys(keys).sort()).toEqual([
    'daytona-credentials',
    'daytona-harbor',
    'daytona-harbor-token-key',
    'daytona-postgresql-passwords',
    'daytona-redis-password',
  ]);
  expect(new Set(secrets.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['daytona']));
  expect(keys['daytona-credentials']).toEqual(
    expect.arrayContaining(['ENCRYPTION_KEY', 'SSH_HOST_KEY', 'RUNNER_API_TOKEN']),
  );
});

test('on AWS, keys that others issue are listed', async () => {
  const { err } = await generate('daytona', '-f', values('daytona/aws'));
  expect(err.map((line) => line.replace('not generated, add it yourself: Secret default/', ''))).toEqual([
    'daytona-credentials: S3_ACCESS_KEY, S3_SECRET_KEY, STATIC_PASSWORD_0',
    'daytona-rds: database-password',
    'daytona-elasticache: redis-password',
    'harbor-s3-secret: REGISTRY_STORAGE_S3_ACCESSKEY, REGISTRY_STORAGE_S3_SECRETKEY',
    'rds-ca: ca.crt',
    'rds-certificates: global-bundle.pem',
  ]);
});

test('once applied, they meet the requirements of the release', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'as-secrets-'));
  const { secrets } = await generate('dozlab-session', '-f', values('dozlab-session/example'), '-n', 'labs');
  writeFileSync(join(cwd, 'state.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: secrets }));
  const argv = ['requirements', 'dozlab-session', '-f', values('dozlab-session/example'), '-n', 'labs'];
  const { out } = await run(product, [...argv, '--against', 'state.json'], { cwd });
  expect(out).not.toContain('missing: Secret');
  rmSync(cwd, { recursive: true });
});

test("without names of Secrets in the values, they are the release's own Secrets", async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'as-secrets-'));
  writeFileSync(join(cwd, 'v.yaml'), 'codeServer: {existingSecret: ""}\n');
  const { keys, err } = await generate(
    ...(['dozlab-session', '-f', values('dozlab-session/example'), '-f', join(cwd, 'v.yaml')] as const),
  );
  expect(err).toEqual([]);
  expect(Object.values(keys)).toEqual([['vscode-password']]);
  rmSync(cwd, { recursive: true });
});

test('--name and --namespace are only for Secrets', async () => {
  expect(await run(product, ['secrets', 'daytona', '-n', 'x'])).toMatchObject({ code: 2 });
});
