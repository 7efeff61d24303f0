// Every script that calls the API server, with real kubectl, as the rendered account with the rendered permissions.

import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { ADMIN_KEY, RunnersApi } from '../charts/daytona/support/runners-api';
import { API_KEY, DaytonaApi } from '../charts/daytona-region/support/daytona-api';
import { cases } from './cases';
import { Account, type Script, scriptsOf } from './harness/account';
import { kubectl } from './harness/kubectl';
import { type Output, removeFolders, synth } from './support';

const cluster = kubectl();
const ROOT = join(__dirname, '..', '..');

afterAll(removeFolders);

async function namespaceOf(output: Output, namespace: string): Promise<Account> {
  await cluster.ok(['create', 'namespace', namespace]);
  const account = new Account(cluster, namespace);
  await account.grant(output.objects);
  return account;
}

function scriptOf({ objects }: Output, name: string): Script {
  const script = scriptsOf(objects).get(name);
  if (!script) throw new Error(`no container ${name} calls kubectl`);
  return script;
}

test('there are no other scripts', async () => {
  const outputs = await Promise.all(cases.map((it) => synth(it, it.name)));
  const names = new Set(outputs.flatMap(({ objects }) => [...scriptsOf(objects).keys()]));
  expect([...names].sort()).toEqual([
    'certificate',
    'is-installed',
    'register',
    'register-runners',
    'wait-for-api',
    'wait-for-migrations',
  ]);
});

describe('the registration of a region', () => {
  const NAMESPACE = 'scripts-region';
  const SECRET = 'daytona-region-region-config';
  const api = new DaytonaApi();
  let account: Account;
  let script: Script;
  const run = (change: Readonly<Record<string, string>> = {}) =>
    account.run(script, { DAYTONA_API_URL: api.url, DAYTONA_API_KEY: API_KEY, RETRY_SECONDS: '0', ...change });

  beforeAll(async () => {
    await api.start();
    const flags = ['-f', join(ROOT, 'charts', 'daytona-region', 'example.values.yaml')];
    const output = await synth({ chart: 'daytona-region', name: 'region', flags }, NAMESPACE);
    account = await namespaceOf(output, NAMESPACE);
    script = scriptOf(output, 'register');
  });
  afterAll(() => api.stop());

  test('stores what Daytona returns', async () => {
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(await account.secret(SECRET)).toMatchObject({ id: 'region-1', proxyApiKey: 'proxy-key-1' });
  });

  test('changes nothing the second time', async () => {
    const before = api.calls.length;
    expect((await run()).code).toBe(0);
    expect(api.calls).toHaveLength(before);
  });

  test('sends a changed URL', async () => {
    expect((await run({ PROXY_URL: 'https://other.example.com' })).code).toBe(0);
    expect(api.calls.at(-1)).toEqual({
      request: 'PATCH /regions/region-1',
      body: { proxyUrl: 'https://other.example.com' },
    });
  });

  test('adopts the region if the Secret is lost, if allowed', async () => {
    await cluster.ok(['delete', 'secret', SECRET, '-n', NAMESPACE]);
    expect((await run({ ADOPT_EXISTING: 'false' })).code).toBe(1);
    expect(await account.secret(SECRET)).toBeUndefined();
    expect((await run({ ADOPT_EXISTING: 'true' })).code).toBe(0);
    expect(await account.secret(SECRET)).toMatchObject({ id: 'region-1' });
  });

  test('makes no requests to Daytona without the permissions', async () => {
    await cluster.ok(['delete', 'rolebinding', '--all', '-n', NAMESPACE]);
    const before = api.calls.length;
    expect((await run()).code).toBe(1);
    expect(api.calls).toHaveLength(before);
  });

  test('can read no other Secret', async () => {
    expect(await account.allows(script.account, 'get', 'secrets/another')).toBe(false);
    expect(await account.allows(script.account, 'list', 'secrets')).toBe(false);
  });
});

describe('the registration of runners', () => {
  const NAMESPACE = 'scripts-runners';
  const SECRET = 'daytona-runner-tokens';
  const TOKEN = 'token-of-the-first';
  const api = new RunnersApi();
  let account: Account;
  let script: Script;
  const run = () =>
    account.run(script, {
      API_URL: api.url,
      ADMIN_API_KEY: ADMIN_KEY,
      DEFAULT_TOKEN: TOKEN,
      PATIENCE_SECONDS: '5',
      RETRY_SECONDS: '1',
    });
  const selector = () =>
    String(script.container.env?.find((variable) => variable.name === 'SELECTOR')?.value)
      .split(',')
      .map((pair) => pair.split('='));
  const runnerOn = (nodeName: string) =>
    cluster.ok(['apply', '-n', NAMESPACE, '-f', '-'], {
      input: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `runner-${nodeName}`, labels: Object.fromEntries(selector()) },
        spec: { nodeName, ...POD },
      }),
    });

  beforeAll(async () => {
    await api.start();
    api.add('default', TOKEN);
    const flags = [
      ...['-f', join(ROOT, 'charts', 'daytona', 'example.values.yaml')],
      ...['--set-string', 'services.runner.namespace=', '--set', 'services.runner.image.tag=v0.190.0'],
      ...['--set', 'services.runner.registration.enabled=true'],
    ];
    const output = await synth({ chart: 'daytona', name: 'platform', flags }, NAMESPACE);
    account = await namespaceOf(output, NAMESPACE);
    script = scriptOf(output, 'register-runners');
    await runnerOn('node-a');
  });
  afterAll(() => api.stop());

  test('assigns the runner that the API knows to the first node', async () => {
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(await account.secret(SECRET)).toEqual({ 'node-a': TOKEN });
  });

  test('registers a new node, and does not change the others', async () => {
    await runnerOn('node-b');
    expect((await run()).code).toBe(0);
    expect((await run()).code).toBe(0);
    const tokens = (await account.secret(SECRET)) ?? {};
    expect(Object.keys(tokens).sort()).toEqual(['node-a', 'node-b']);
    expect(api.runners.map(({ name, apiKey }) => [name, apiKey])).toEqual([
      ['default', TOKEN],
      ['node-b', tokens['node-b']],
    ]);
  });

  test('can read no other Secret, and change no pod', async () => {
    expect(await account.allows(script.account, 'get', 'secrets/another')).toBe(false);
    expect(await account.allows(script.account, 'list', 'secrets')).toBe(false);
    expect(await account.allows(script.account, 'delete', 'pods')).toBe(false);
    expect(await account.allows(script.account, 'list', 'nodes')).toBe(false);
  });
});

describe('self-signed certificates', () => {
  const NAMESPACE = 'scripts-certificates';
  let account: Account;
  let script: Script;
  const name = () => String(script.container.env?.find((variable) => variable.name === 'SECRET_NAME')?.value);
  const certificate = async () => (await account.secret(name()))?.['tls.crt'] ?? '';

  beforeAll(async () => {
    const flags = ['-f', join(ROOT, 'test', 'charts', 'daytona-region', 'everything.values.yaml')];
    const output = await synth({ chart: 'daytona-region', name: 'region', flags }, NAMESPACE);
    account = await namespaceOf(output, NAMESPACE);
    script = scriptOf(output, 'certificate');
  });

  test('are issued for the hosts', async () => {
    expect((await account.run(script, {})).code).toBe(0);
    expect(new X509Certificate(await certificate()).subjectAltName).toContain('DNS:proxy.mycompany.daytona.io');
  });

  test('are kept the second time', async () => {
    const before = await certificate();
    expect((await account.run(script, {})).code).toBe(0);
    expect(await certificate()).toBe(before);
  });

  test('are issued again for other hosts, by the same CA', async () => {
    const before = await account.secret(name());
    expect((await account.run(script, { HOSTS: 'other.example.com' })).code).toBe(0);
    const after = await account.secret(name());
    expect(after?.['tls.crt']).not.toBe(before?.['tls.crt']);
    expect(after?.['ca.crt']).toBe(before?.['ca.crt']);
  });

  test('can read no other Secret', async () => {
    expect(await account.allows(script.account, 'get', 'secrets/another')).toBe(false);
    expect(await account.allows(script.account, 'list', 'secrets')).toBe(false);
  });
});

describe('the migrations of the platform', () => {
  const NAMESPACE = 'scripts-platform';
  let account: Account;
  let output: Output;
  const create = (object: object) =>
    cluster.ok(['apply', '-n', NAMESPACE, '-f', '-'], { input: JSON.stringify(object) });
  const variable = (script: Script, name: string) =>
    String(script.container.env?.find((it) => it.name === name)?.value);

  beforeAll(async () => {
    const flags = ['-f', join(ROOT, 'charts', 'daytona', 'example.values.yaml')];
    output = await synth({ chart: 'daytona', name: 'platform', flags }, NAMESPACE);
    account = await namespaceOf(output, NAMESPACE);
  });

  test('detect whether an API is running', async () => {
    const script = scriptOf(output, 'is-installed');
    expect(await account.run(script, { MARK: '/dev/null' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('all migrations will run'),
    });
    await create(deployment(variable(script, 'DEPLOYMENT'), {}));
    await cluster.ok(['rollout', 'status', `deployment/${variable(script, 'DEPLOYMENT')}`, '-n', NAMESPACE]);
    expect(await account.run(script, { MARK: '/dev/null' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('available pods: 1'),
    });
  });

  test('are waited for', async () => {
    const script = scriptOf(output, 'wait-for-migrations');
    const job = variable(script, 'JOB');
    expect(await account.run(script, {})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to wait'),
    });
    await create(jobOf(job));
    await cluster.ok(['wait', '--for=condition=complete', `job/${job}`, '-n', NAMESPACE, '--timeout=60s']);
    expect(await account.run(script, {})).toMatchObject({ code: 0, stdout: expect.stringContaining('is complete') });
    expect((await account.run(script, { JOB: 'another' })).code).not.toBe(0);
  });

  test('wait for the pods of their version', async () => {
    const script = scriptOf(output, 'wait-for-api');
    const wrong = await account.run(script, { PATIENCE_SECONDS: '0' });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('did not have version')]);
    const annotations = { [variable(script, 'ANNOTATION')]: variable(script, 'VERSION') };
    await create(deployment(variable(script, 'DEPLOYMENT'), annotations));
    expect(await account.run(script, { PATIENCE_SECONDS: '30' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('successfully rolled out'),
    });
  });
});

const POD = { containers: [{ name: 'main', image: 'example.com/image:1' }] };

const deployment = (name: string, annotations: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, annotations },
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: POD } },
});

const jobOf = (name: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: { spec: { restartPolicy: 'Never', ...POD } } },
});
