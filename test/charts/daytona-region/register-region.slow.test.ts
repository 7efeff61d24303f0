// The registration, run as in its Job: real sh, curl and jq, against stubs of the Daytona API and the API server.
// Script, permissions and environment are those of the rendered Job.

import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { system } from '../../../charts/daytona-region';
import { containerOf, templateOf } from '../../support/pods';
import { only, render } from '../../support/render';
import { Cluster, type Run } from '../../support/script';
import { API_KEY, DaytonaApi } from './support/daytona-api';

const SECRET = 'eu-daytona-region-region-config';
const INSTANCE = 'app.kubernetes.io/instance';
const PROXY_URL = 'https://proxy.example.com';
const SNAPSHOT_URL = 'https://snapshots.example.com';

const withSnapshots = (url = SNAPSHOT_URL) => ({
  snapshotManagerUrl: url,
  services: {
    snapshotManager: { enabled: true, storage: { s3: { region: 'us-east-1', bucket: 'snapshots' } } },
  },
});
const adopting = { registration: { adoptExisting: true } };

let api: DaytonaApi;
let cluster: Cluster;

jest.setTimeout(30_000);
beforeEach(async () => {
  api = new DaytonaApi();
  await api.start();
  cluster = new Cluster([]);
});
afterEach(async () => {
  cluster.dispose();
  await api.stop();
});

interface Options {
  readonly rules?: Cluster['rules'];
  readonly apiKey?: string;
}

/** Renders the region, and runs its registration. No run may print a key. */
async function register(change: object = {}, { rules, apiKey = API_KEY }: Options = {}): Promise<Run> {
  const values = { regionName: 'eu', proxyUrl: PROXY_URL, daytonaApiUrl: api.url, daytonaApiKey: API_KEY, ...change };
  const rendered = render(system, values, { name: 'eu', namespace: 'daytona' });
  cluster.rules = rules ?? only<IRole>(rendered, 'Role').rules ?? [];
  const { command = [], env = [] } = containerOf(templateOf(rendered, 'Job'), 'register');
  const given: Record<string, string> = { NAMESPACE: 'daytona', DAYTONA_API_KEY: apiKey, RETRY_SECONDS: '0' };
  for (const { name, value } of env) if (value !== undefined && name !== 'HOME') given[name] = value;
  const run = await cluster.run(command[2] ?? '', given);
  const { id: _id, snapshotManagerUsername: _user, ...keys } = cluster.texts(SECRET) ?? {};
  for (const key of [apiKey, ...Object.values(keys)]) expect(run.log).not.toContain(key);
  return run;
}

describe('the first run', () => {
  test('registers the region and stores what Daytona returns', async () => {
    const { code, log } = await register();
    expect([code, log]).toEqual([0, 'Region eu is registered\n']);
    expect(api.calls).toEqual([{ request: 'POST /regions', body: { name: 'eu', proxyUrl: PROXY_URL } }]);
    expect(cluster.texts(SECRET)).toEqual({ id: 'region-1', proxyApiKey: 'proxy-key-1' });
    expect(cluster.secret(SECRET)).toMatchObject({
      type: 'Opaque',
      metadata: {
        labels: { 'app.kubernetes.io/component': 'region-config', 'sandbox-charts/release': 'eu' },
        annotations: { 'sandbox-charts/region-name': 'eu', 'sandbox-charts/proxy-url': PROXY_URL },
      },
    });
  });

  test('sets no label that Argo CD prunes by', async () => {
    await register();
    expect(cluster.secret(SECRET)?.metadata?.labels).not.toHaveProperty(INSTANCE);
  });

  test('with a snapshot manager, sends its URL and stores its login', async () => {
    expect((await register(withSnapshots())).code).toBe(0);
    expect(api.calls).toEqual([
      { request: 'POST /regions', body: { name: 'eu', proxyUrl: PROXY_URL, snapshotManagerUrl: SNAPSHOT_URL } },
    ]);
    expect(cluster.texts(SECRET)).toEqual({
      id: 'region-1',
      proxyApiKey: 'proxy-key-1',
      snapshotManagerUsername: 'snapshots',
      snapshotManagerPassword: 'snapshot-password-1',
    });
  });

  test('sends no URL for an unreachable snapshot manager', async () => {
    await register(withSnapshots(''));
    expect(api.calls[0]?.body).toEqual({ name: 'eu', proxyUrl: PROXY_URL });
  });

  test('verifies that it can write before it requests a key that is shown only once', async () => {
    await register();
    const [read, proof, write] = cluster.calls;
    expect(read).toBe(`--namespace daytona get secret ${SECRET} --ignore-not-found --output json`);
    expect(proof).toMatch(/^--namespace daytona apply --server-side .* --dry-run=server$/);
    expect(write).toMatch(/^--namespace daytona apply --server-side /);
    expect(write).not.toContain('--dry-run');
  });

  test('fields that are null or not strings do not become strings', async () => {
    api.faults.push({
      status: 201,
      body: { id: 'region-9', proxyApiKey: 'key-9', sshGatewayApiKey: null, snapshotManagerUsername: 7, extra: 'x' },
    });
    expect((await register()).code).toBe(0);
    expect(cluster.texts(SECRET)).toEqual({ id: 'region-9', proxyApiKey: 'key-9' });
  });

  test('retries storing the response, because it is shown only once', async () => {
    cluster.lostWrites = 3;
    expect((await register()).code).toBe(0);
    expect(cluster.texts(SECRET)).toEqual({ id: 'region-1', proxyApiKey: 'proxy-key-1' });
    expect(api.requests).toEqual(['POST /regions']);
  });

  test('a response that cannot be stored is reported with what to do', async () => {
    cluster.lostWrites = 9;
    const { code, stderr } = await register();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `Failed: cannot write Secret ${SECRET}. The keys from Daytona are lost: run again with registration.adoptExisting`,
    );
  });

  test('a key for the SSH gateway is stored, too', async () => {
    api.faults.push({ status: 201, body: { id: 'region-9', proxyApiKey: 'key-9', sshGatewayApiKey: 'ssh-9' } });
    await register();
    expect(cluster.texts(SECRET)).toEqual({ id: 'region-9', proxyApiKey: 'key-9', sshGatewayApiKey: 'ssh-9' });
  });
});

describe('a run for a registered region', () => {
  test('makes no requests without a change', async () => {
    await register(withSnapshots());
    const before = cluster.secret(SECRET);
    const calls = cluster.calls.length;
    const { code, log } = await register(withSnapshots());
    expect([code, log]).toEqual([0, 'Region eu is already registered\n']);
    expect(api.requests).toEqual(['POST /regions']);
    expect(cluster.calls).toHaveLength(calls + 1);
    expect(cluster.secret(SECRET)).toEqual(before);
  });

  test('removes the label that Argo CD prunes by, without calling Daytona', async () => {
    await register();
    const { data, metadata } = cluster.secret(SECRET) ?? {};
    cluster.put(SECRET, { data, metadata: { ...metadata, labels: { ...metadata?.labels, [INSTANCE]: 'eu' } } });
    const { code, log } = await register();
    expect([code, log]).toEqual([0, `Secret ${SECRET}: label ${INSTANCE} removed\nRegion eu is already registered\n`]);
    expect(cluster.secret(SECRET)).toMatchObject({ data, metadata });
    expect(cluster.secret(SECRET)?.metadata?.labels).not.toHaveProperty(INSTANCE);
    expect(api.requests).toEqual(['POST /regions']);
  });

  test('sends Daytona a changed URL of the proxy, once', async () => {
    await register();
    const changed = { proxyUrl: 'https://proxy.example.org:8443' };
    expect((await register(changed)).code).toBe(0);
    expect((await register(changed)).code).toBe(0);
    expect(api.calls.slice(1)).toEqual([{ request: 'PATCH /regions/region-1', body: changed }]);
    expect(cluster.texts(SECRET)).toEqual({ id: 'region-1', proxyApiKey: 'proxy-key-1' });
  });

  test('a snapshot manager that is added later: first its URL, then its login', async () => {
    await register();
    const { code, log } = await register(withSnapshots());
    expect(code).toBe(0);
    expect(api.calls.slice(1)).toEqual([
      { request: 'PATCH /regions/region-1', body: { snapshotManagerUrl: SNAPSHOT_URL } },
      { request: 'POST /regions/region-1/regenerate-snapshot-manager-credentials', body: undefined },
    ]);
    expect(cluster.texts(SECRET)).toEqual({
      id: 'region-1',
      proxyApiKey: 'proxy-key-1',
      snapshotManagerUsername: 'snapshots',
      snapshotManagerPassword: 'snapshot-password-2',
    });
    expect(log).toContain('the snapshot manager has a new login');
  });

  test('a snapshot manager that moves keeps its login', async () => {
    await register(withSnapshots());
    expect((await register(withSnapshots('https://snapshots.example.org'))).code).toBe(0);
    expect(api.requests).toEqual(['POST /regions', 'PATCH /regions/region-1']);
    expect(cluster.texts(SECRET)?.snapshotManagerPassword).toBe('snapshot-password-1');
  });

  test("a snapshot manager that must not move fails with Daytona's message, in every run", async () => {
    await register(withSnapshots());
    for (const region of api.regions) region.hasSnapshots = true;
    for (const _run of [1, 2]) {
      const { code, stderr } = await register(withSnapshots('https://snapshots.example.org'));
      expect([code, stderr]).toEqual([
        1,
        'Failed: PATCH /regions/region-1: 400: Cannot change the URL: there are snapshots under the old one\n',
      ]);
    }
  });

  test('disabling the snapshot manager keeps its login', async () => {
    await register(withSnapshots());
    expect((await register()).code).toBe(0);
    expect(cluster.texts(SECRET)?.snapshotManagerPassword).toBe('snapshot-password-1');
  });

  test('refuses another name, because a region cannot be renamed', async () => {
    await register();
    const { code, stderr } = await register({ regionName: 'us' });
    expect(code).toBe(1);
    expect(stderr).toContain(`Secret ${SECRET} belongs to region eu, and a region cannot be renamed`);
    expect(api.requests).toEqual(['POST /regions']);
  });

  test('resumes an interrupted run', async () => {
    await register();
    // The URL is stored, but not the login.
    api.faults.push(undefined, { status: 400, body: { message: 'not now' } });
    expect((await register(withSnapshots())).code).toBe(1);
    expect((await register(withSnapshots())).code).toBe(0);
    expect(cluster.texts(SECRET)?.snapshotManagerUsername).toBe('snapshots');
  });
});

describe('a Secret from the Helm release', () => {
  const left = { id: 'region-1', proxyApiKey: 'proxy-key-1' };

  test('is used unchanged; Daytona is asked once about the region', async () => {
    api.regions.push({ id: 'region-1', name: 'eu', regionType: 'custom', proxyUrl: PROXY_URL });
    cluster.put(SECRET, { texts: left });
    expect((await register()).code).toBe(0);
    expect((await register()).code).toBe(0);
    expect(api.requests).toEqual(['GET /regions']);
    expect(cluster.texts(SECRET)).toEqual(left);
  });

  test('its made-up URL of the snapshot manager is replaced, its login kept', async () => {
    const login = { snapshotManagerUsername: 'u', snapshotManagerPassword: 'p-4711' };
    const snapshotManagerUrl = 'http://snapshots.daytona.local:5000';
    api.regions.push({ id: 'region-1', name: 'eu', regionType: 'custom', proxyUrl: PROXY_URL, snapshotManagerUrl });
    cluster.put(SECRET, { texts: { ...left, ...login } });
    expect((await register(withSnapshots())).code).toBe(0);
    expect(api.regions[0]?.snapshotManagerUrl).toBe(SNAPSHOT_URL);
    expect(cluster.texts(SECRET)).toEqual({ ...left, ...login });
  });

  test('the string null in it is treated as absent', async () => {
    api.regions.push({ id: 'region-1', name: 'eu', regionType: 'custom', proxyUrl: PROXY_URL });
    cluster.put(SECRET, { texts: { ...left, snapshotManagerUsername: 'null', snapshotManagerPassword: 'null' } });
    expect((await register(withSnapshots())).code).toBe(0);
    expect(cluster.texts(SECRET)?.snapshotManagerUsername).toBe('snapshots');
  });

  test('a region that Daytona no longer lists is not silently reused', async () => {
    cluster.put(SECRET, { texts: left });
    const { code, stderr } = await register();
    expect(code).toBe(1);
    expect(stderr).toContain('belongs to a region that Daytona does not list: delete the Secret to register a new one');
  });

  test('a region with another name is not silently reused', async () => {
    api.regions.push({ id: 'region-1', name: 'old', regionType: 'custom', proxyUrl: PROXY_URL });
    cluster.put(SECRET, { texts: left });
    const { code, stderr } = await register();
    expect(code).toBe(1);
    expect(stderr).toContain('belongs to region old');
  });
});

describe('a name that is already taken', () => {
  test('fails with a message, without changing the region', async () => {
    await register();
    cluster.delete(SECRET);
    const { code, stderr } = await register();
    expect([code, stderr]).toEqual([
      1,
      'Failed: region eu already exists: Region with name eu already exists. If it is yours, set registration.adoptExisting: its keys are then replaced, and anything that uses the old ones stops working\n',
    ]);
    expect(api.requests).toEqual(['POST /regions', 'POST /regions']);
    expect(cluster.secret(SECRET)).toBeUndefined();
  });

  test('is adopted on request: the lost Secret is created again with new keys', async () => {
    await register(withSnapshots());
    cluster.delete(SECRET);
    const { code, log } = await register({ ...withSnapshots(), ...adopting });
    expect(code).toBe(0);
    expect(log).toContain('Region eu is taken over; its old proxy key no longer works');
    expect(api.requests.slice(1)).toEqual([
      'POST /regions',
      'GET /regions',
      'POST /regions/region-1/regenerate-proxy-api-key',
      'POST /regions/region-1/regenerate-snapshot-manager-credentials',
    ]);
    expect(cluster.texts(SECRET)).toEqual({
      id: 'region-1',
      proxyApiKey: 'proxy-key-2',
      snapshotManagerUsername: 'snapshots',
      snapshotManagerPassword: 'snapshot-password-3',
    });
  });

  test('is adopted with another URL, which is sent to Daytona', async () => {
    await register();
    cluster.delete(SECRET);
    expect((await register({ ...adopting, proxyUrl: 'https://proxy.example.org' })).code).toBe(0);
    expect(api.regions[0]?.proxyUrl).toBe('https://proxy.example.org');
  });

  test('is not adopted if it is a shared region', async () => {
    api.regions.push({ id: 'us-1', name: 'eu', regionType: 'shared' });
    const { code, stderr } = await register(adopting);
    expect([code, stderr]).toEqual([
      1,
      'Failed: region eu already exists, but is not a custom region of this organization: choose another name\n',
    ]);
  });
});

describe('failing requests', () => {
  test('401: the status and the message, but never the key, even if the API repeats it', async () => {
    const { code, stderr } = await register({}, { apiKey: 'dtn_wrong_key' });
    expect([code, stderr]).toEqual([1, 'Failed: POST /regions: 401: Invalid credentials Bearer ***\n']);
    expect(api.requests).toHaveLength(1);
  });

  test('a key with a trailing newline is the same key, and is not shown either', async () => {
    const { code, stderr } = await register({}, { apiKey: 'dtn_wrong_key\n' });
    expect([code, stderr]).toEqual([1, 'Failed: POST /regions: 401: Invalid credentials Bearer ***\n']);
  });

  test.each([
    [400, { message: ['name is too short', 'name is taken'] }, '400: name is too short; name is taken'],
    [403, { error: 'Forbidden' }, '403: Forbidden'],
    [301, undefined, '301'],
  ])('%i is not retried', async (status, body, said) => {
    api.faults.push({ status, body });
    const { code, stderr } = await register();
    expect([code, stderr]).toEqual([1, `Failed: POST /regions: ${said}\n`]);
    expect(api.requests).toHaveLength(1);
    expect(cluster.secret(SECRET)).toBeUndefined();
  });

  test('500, then 201: retried', async () => {
    api.faults.push({ status: 500, body: { message: 'Internal server error' } });
    const { code, stdout } = await register();
    expect([code, stdout]).toEqual([
      0,
      'POST /regions: 500: Internal server error; retrying\nRegion eu is registered\n',
    ]);
  });

  test.each([408, 429, 502, 503])('%i is retried', async (status) => {
    api.faults.push({ status, html: '<html>busy</html>' });
    expect((await register()).code).toBe(0);
  });

  test('a broken connection is retried', async () => {
    api.faults.push({ status: 0, hangUp: true });
    const { code, stdout } = await register();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^POST \/regions: no response: curl: .*; retrying\n/);
  });

  test('after five tries it gives up', async () => {
    api.faults.push(...Array.from({ length: 9 }, () => ({ status: 503 })));
    const { code, stderr } = await register();
    expect([code, stderr]).toEqual([1, 'Failed: POST /regions: 503\n']);
    expect(api.requests).toHaveLength(5);
  });

  test('a region that an interrupted attempt created is reported as such', async () => {
    api.regions.push({ id: 'region-1', name: 'eu', regionType: 'custom' });
    api.faults.push({ status: 504 });
    const { stderr } = await register();
    expect(stderr).toContain('An earlier attempt of this run may have created it.');
  });

  test.each([
    ['HTML', { status: 200, html: '<html>Welcome</html>' }],
    ['nothing', { status: 201 }],
    ['a list', { status: 201, body: [] }],
    ['no key', { status: 201, body: { id: 'region-1' } }],
    ['a key that is null', { status: 201, body: { id: 'region-1', proxyApiKey: null } }],
    ['an empty key', { status: 201, body: { id: 'region-1', proxyApiKey: '' } }],
  ])('a success with %s in it is an error', async (_what, reply) => {
    api.faults.push(reply);
    const { code, stderr } = await register();
    expect([code, stderr]).toEqual([
      1,
      `Failed: POST /regions: ${reply.status}, but the response is not from the Daytona API: is ${api.url} its address?\n`,
    ]);
    expect(cluster.secret(SECRET)).toBeUndefined();
  });

  test('a trailing slash in the API URL is not doubled', async () => {
    expect((await register({ daytonaApiUrl: `${api.url}/` })).code).toBe(0);
    expect(api.requests).toEqual(['POST /regions']);
  });
});

describe('an API server that denies the permission', () => {
  const CREATE = { apiGroups: [''], resources: ['secrets'], verbs: ['create'] };
  const CHANGE = { apiGroups: [''], resources: ['secrets'], resourceNames: [SECRET], verbs: ['get', 'patch'] };

  test.each([
    ['no permission at all', []],
    ['no permission to read', [CREATE, { ...CHANGE, verbs: ['patch'] }]],
    ['permission for another Secret', [CREATE, { ...CHANGE, resourceNames: ['other'] }]],
  ])('%s: Daytona is not called', async (_case, rules) => {
    const { code, stderr } = await register({}, { rules });
    expect(code).toBe(1);
    expect(stderr).toContain('Error from server (Forbidden)');
    expect(stderr).toContain(`Failed: cannot read Secret ${SECRET}; Daytona was not called`);
    expect(api.calls).toEqual([]);
  });

  test.each([
    ['no permission to create', [CHANGE]],
    ['no permission to change', [CREATE, { ...CHANGE, verbs: ['get'] }]],
  ])('%s: Daytona is not called', async (_case, rules) => {
    const { code, stderr } = await register({}, { rules });
    expect(code).toBe(1);
    expect(stderr).toContain(`Failed: cannot write Secret ${SECRET}; nothing was requested from Daytona`);
    expect(api.calls).toEqual([]);
  });

  test('with the permission, the same run registers', async () => {
    await register({}, { rules: [] });
    expect((await register()).code).toBe(0);
    expect(api.requests).toEqual(['POST /regions']);
  });

  test('an unreachable server does not mean that the Secret is missing', async () => {
    await register();
    cluster.brokenCalls = 1000;
    const { code, stderr } = await register();
    expect(code).toBe(1);
    expect(stderr).toContain('Unable to connect to the server');
    expect(api.requests).toEqual(['POST /regions']);
  });
});

test('its permissions: create Secrets, and read and change its own', () => {
  const values = {
    regionName: 'eu',
    proxyUrl: PROXY_URL,
    daytonaApiUrl: 'https://api.example.com',
    daytonaApiKey: 'k',
  };
  const rendered = render(system, values, { name: 'eu', namespace: 'daytona' });
  expect(only<IRole>(rendered, 'Role').rules).toEqual([
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: [SECRET], verbs: ['get', 'patch'] },
  ]);
  expect(only<IJob>(rendered, 'Job').spec?.template.spec?.serviceAccountName).toBe(
    'eu-daytona-region-region-registration',
  );
});

describe('404', () => {
  test('if the API lists regions: custom regions are disabled, and how to enable them', async () => {
    api.hasCustomRegions = false;
    const { code, stderr } = await register();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Failed: POST /regions: 404: Cannot POST /api/regions. The API responds, so custom regions are disabled',
    );
    expect(stderr).toContain('OPENFEATURE_FORCE_ENABLED_FLAGS to organization_infrastructure (from v0.173.0');
    expect(api.requests).toEqual(['POST /regions', 'GET /regions']);
    expect(cluster.secret(SECRET)).toBeUndefined();
  });

  test('for a change of a listed region: the same', async () => {
    await register();
    api.hasCustomRegions = false;
    const { code, stderr } = await register({ proxyUrl: 'https://other.example.com' });
    expect(code).toBe(1);
    expect(stderr).toContain('PATCH /regions/region-1: 404');
    expect(stderr).toContain('the feature flag organization_infrastructure');
  });

  test('for a change of a deleted region: unrelated to the flag', async () => {
    await register();
    api.regions.length = 0;
    const { code, stderr } = await register({ proxyUrl: 'https://other.example.com' });
    expect(code).toBe(1);
    expect(stderr).toContain('PATCH /regions/region-1: 404: Region not found');
    expect(stderr).not.toContain('organization_infrastructure');
  });

  test.each([
    ['another page', { status: 200, html: '<html></html>' }],
    ['404 too', { status: 404 }],
  ])('if the list is %s: the address is wrong', async (_what, list) => {
    api.faults.push({ status: 404, html: '<html>nothing here</html>' }, list);
    const { code, stderr } = await register();
    expect([code, stderr]).toEqual([
      1,
      `Failed: POST /regions: 404. Is ${api.url} the address of the Daytona API? It usually ends in /api\n`,
    ]);
  });
});

describe('an SSH gateway', () => {
  const sshGatewayUrl = 'ssh://ssh.example.com:2222';

  test('is sent with the registration, and its key is stored', async () => {
    const { code } = await register({ sshGatewayUrl });
    expect(code).toBe(0);
    expect(api.regions[0]?.sshGatewayUrl).toBe(sshGatewayUrl);
    expect(cluster.texts(SECRET)?.sshGatewayApiKey).toBe('ssh-key-1');
    expect(api.requests).toEqual(['POST /regions']);
  });

  test('that is added later is sent and gets a key, and a third run makes no requests', async () => {
    await register();
    await register({ sshGatewayUrl });
    expect(api.requests.slice(1)).toEqual([
      'PATCH /regions/region-1',
      'POST /regions/region-1/regenerate-ssh-gateway-api-key',
    ]);
    const key = cluster.texts(SECRET)?.sshGatewayApiKey;
    expect(key).toMatch(/^ssh-key-/);
    await register({ sshGatewayUrl });
    expect(api.requests).toHaveLength(3);
    expect(cluster.texts(SECRET)?.sshGatewayApiKey).toBe(key);
  });
});
