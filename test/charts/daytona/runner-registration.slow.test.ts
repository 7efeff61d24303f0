// The registration of runners, run as in its Job: real sh, curl and jq, against stubs of the API and the API server.
// Script, permissions and environment are those of the rendered Job.

import { join } from 'node:path';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { containerOf, templateOf } from '../../support/pods';
import { only, rendered } from '../../support/render';
import { Cluster, type Run } from '../../support/script';
import { ADMIN_KEY, RunnersApi } from './support/runners-api';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const TOKEN = 'Zx81-runner-token';
const SECRET = 'daytona-runner-tokens';
const NAME = 'daytona-runner-registration';

const given = (...changes: object[]) =>
  rendered(system, [
    credentials,
    {
      services: {
        api: { env: { ADMIN_API_KEY: ADMIN_KEY } },
        runner: { namespace: 'daytona', image: { tag: 'v0.190.0' }, registration: { enabled: true } },
      },
    },
    ...changes,
  ]);

const jobOf = (release: ReturnType<typeof rendered>) => {
  const { name } = only(
    { ...release, objects: release.objects.filter(({ metadata }) => metadata.name.startsWith(`${NAME}-`)) },
    'Job',
  ).metadata;
  return templateOf(release, 'Job', name);
};

describe('the script', () => {
  const release = given();
  let api: RunnersApi;
  let cluster: Cluster;

  jest.setTimeout(30_000);
  beforeEach(async () => {
    api = new RunnersApi();
    await api.start();
    api.add('default', TOKEN);
    cluster = new Cluster([]);
  });
  afterEach(async () => {
    cluster.dispose();
    await api.stop();
  });

  /** Runs the script for runner pods on `nodes`. No run may print a credential. */
  async function register(
    nodes: readonly (string | undefined)[],
    change: Record<string, string> = {},
    rules = only<IRole>(release, 'Role', NAME).rules ?? [],
  ): Promise<Run> {
    cluster.rules = rules;
    cluster.pods = nodes.map((nodeName) => ({ metadata: { name: 'runner' }, spec: nodeName ? { nodeName } : {} }));
    const { command = [], env = [] } = containerOf(jobOf(release), 'register-runners');
    const literal = Object.fromEntries(
      env.flatMap(({ name, value }) => (value === undefined || name === 'HOME' ? [] : [[name, value]])),
    );
    const run = await cluster.run(command[2] ?? '', {
      ...literal,
      API_URL: api.url,
      ADMIN_API_KEY: ADMIN_KEY,
      DEFAULT_TOKEN: TOKEN,
      PATIENCE_SECONDS: '3',
      RETRY_SECONDS: '0',
      ...change,
    });
    for (const key of [ADMIN_KEY, TOKEN, ...Object.values(cluster.texts(SECRET) ?? {})]) {
      expect(run.log).not.toContain(key);
    }
    return run;
  }

  test("assigns the API's own runner to the first node, and registers every other node with its own token", async () => {
    const { code, log } = await register(['node-b', 'node-a', undefined, 'node-b']);
    expect([code, log]).toEqual([
      0,
      'node-a: now uses the record default\nnode-b: registered\nnodes with a runner: 2\n',
    ]);
    const tokens = cluster.texts(SECRET) ?? {};
    expect(tokens['node-a']).toBe(TOKEN);
    expect(tokens['node-b']).toMatch(/^[0-9a-f]{64}$/);
    expect(api.runners.map(({ name, apiKey }) => [name, apiKey])).toEqual([
      ['default', TOKEN],
      ['node-b', tokens['node-b']],
    ]);
    expect(api.calls.at(-1)?.body).toEqual({
      regionId: 'us',
      name: 'node-b',
      apiKey: tokens['node-b'],
      apiVersion: '2',
    });
    expect(cluster.secret(SECRET)).toMatchObject({
      type: 'Opaque',
      metadata: { labels: { 'app.kubernetes.io/component': 'runner' } },
    });
  });

  test('changes nothing the second time, and registers a new node', async () => {
    await register(['node-a', 'node-b']);
    const before = cluster.texts(SECRET);
    const { code, log } = await register(['node-a', 'node-b']);
    expect([code, log]).toEqual([0, 'node-a: uses the record default\nnodes with a runner: 2\n']);
    expect(cluster.texts(SECRET)).toEqual(before);
    expect((await register(['node-a', 'node-b', 'node-c'])).log).toContain('node-c: registered');
    expect(cluster.texts(SECRET)).toMatchObject(before ?? {});
    expect(api.posts).toBe(2);
  });

  test('has nothing to do before a node has a runner', async () => {
    expect(await register([undefined])).toMatchObject({
      code: 0,
      log: 'no runner pod is scheduled yet: nothing to register\n',
    });
    expect(cluster.secret(SECRET)).toBeUndefined();
  });

  test("without the API's own runner, registers every node", async () => {
    api.runners.length = 0;
    expect((await register(['node-a'], { DEFAULT_NAME: '', DEFAULT_TOKEN: '' })).log).toContain('node-a: registered');
    expect((await register(['node-a', 'node-b'])).log).toContain('node-b: registered');
  });

  test('assigns no default runner with a different token', async () => {
    api.runners.length = 0;
    api.add('default', 'somebody-elses');
    await register(['node-a']);
    expect(cluster.texts(SECRET)?.['node-a']).not.toBe(TOKEN);
    expect(api.runners.map(({ name }) => name)).toEqual(['default', 'node-a']);
  });

  test('reports that the API has a different token for the default runner', async () => {
    await register(['node-a']);
    api.runners.length = 0;
    const { code, log } = await register(['node-a']);
    expect([code, log]).toEqual([1, 'Failed: node-a uses the record default, but the API has another token for it\n']);
  });

  test('uses the token of a record if the Secret is lost', async () => {
    await register(['node-a', 'node-b']);
    const before = cluster.texts(SECRET);
    cluster.delete(SECRET);
    const { code, log } = await register(['node-a', 'node-b']);
    expect([code, log]).toEqual([0, expect.stringContaining('node-b: using the token of its record')]);
    expect(cluster.texts(SECRET)).toEqual(before);
    expect(api.posts).toBe(1);
  });

  test('sends the same token again after a run that ended between Secret and API', async () => {
    await register(['node-a']);
    api.faults.push(undefined, { status: 500, body: { message: 'no' } });
    const failed = await register(['node-a', 'node-b']);
    expect([failed.code, failed.log]).toEqual([1, expect.stringContaining('POST /admin/runners: 500: no')]);
    const kept = cluster.texts(SECRET)?.['node-b'];
    expect((await register(['node-a', 'node-b'])).code).toBe(0);
    expect(api.runners.at(-1)).toMatchObject({ name: 'node-b', apiKey: kept });
  });

  test('waits for an API that is starting', async () => {
    api.faults.push({ status: 503 }, { hangUp: true });
    const { code, log } = await register(['node-a']);
    expect([code, log]).toEqual([0, expect.stringContaining('waiting for the API\n')]);
  });

  test.each([
    ['an unreachable API', Array(9).fill({ status: 502 }), 'GET /admin/runners?regionId=us: 502'],
    ['no answer at all', Array(9).fill({ hangUp: true }), 'does not respond'],
    ['another key', [{ status: 401, body: { message: ADMIN_KEY } }], 'ADMIN_API_KEY is not the key of the admin user'],
    [
      'a wrong address',
      [{ status: 404, body: { message: 'Cannot GET' } }],
      '404: Cannot GET: is us the region of the API',
    ],
    ['a page', [{ status: 200, html: '<html>' }], 'the response is not from the Daytona API'],
    ['other JSON', [{ status: 200, body: [{ id: 1 }] }], 'the response is not from the Daytona API'],
    [
      'a region that is missing',
      [undefined, undefined, { status: 404, body: { message: 'Region not found' } }],
      '404: Region not found',
    ],
    [
      'a name that is taken',
      [undefined, undefined, { status: 409, body: { message: ['taken', ADMIN_KEY] } }],
      'name or token: taken; ***',
    ],
  ])('fails for %s with a message', async (_name, faults, message) => {
    await register(['node-a']);
    const secret = cluster.texts(SECRET);
    api.faults.push(...(faults[0] === undefined ? faults.slice(1) : faults));
    const { code, log } = await register(['node-a', 'node-b']);
    expect([code, log]).toEqual([1, expect.stringContaining(message)]);
    expect(cluster.texts(SECRET)).toMatchObject(secret ?? {});
  });

  const rulesWithout = (verb: string) =>
    (only<IRole>(given(), 'Role', NAME).rules ?? []).map((rule) => ({
      ...rule,
      verbs: rule.verbs.filter((own) => own !== verb),
    }));

  test.each([
    ['get', '; the API was not called', 0],
    ['list', 'cannot list the runner pods in namespace daytona', 1],
    ['patch', 'cannot write Secret', 1],
  ])('without permission to %s, reports that and creates no runner', async (verb, message, calls) => {
    const { code, log } = await register(['node-a', 'node-b'], {}, rulesWithout(verb));
    expect([code, log]).toEqual([1, expect.stringContaining(message)]);
    expect([api.calls.length, api.posts]).toEqual([calls, 0]);
  });
});

describe('the Job', () => {
  test('can list pods and access one Secret, in the namespace of the runners', () => {
    const release = given();
    const role = only<IRole>(release, 'Role', NAME);
    expect(role.metadata?.namespace).toBe('daytona');
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: [SECRET], verbs: ['get', 'patch'] },
    ]);
  });

  const OFF = { key: 'daytona-sandbox-c', operator: 'NotIn', values: ['true'] };
  const termsOf = (release: ReturnType<typeof rendered>) =>
    jobOf(release).spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;

  test("never runs on a sandbox node, whatever the user's affinity", () => {
    expect(termsOf(given())).toEqual([{ matchExpressions: [OFF] }]);
    const zone = { key: 'zone', operator: 'In', values: ['a'] };
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [zone] }, {}],
      },
    };
    expect(termsOf(given({ tools: { affinity: { nodeAffinity } } }))).toEqual([
      { matchExpressions: [zone, OFF] },
      { matchExpressions: [OFF] },
    ]);
  });

  test('gets ADMIN_API_KEY, as do API and migrations, but no pod on a sandbox node', () => {
    const { objects } = given();
    const holders = objects.filter(({ spec }) => JSON.stringify(spec ?? {}).includes('ADMIN_API_KEY'));
    const names = new Set(holders.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{10}$/, '')));
    expect([...names].sort()).toEqual([
      'daytona-api',
      'daytona-api-migration-init',
      'daytona-api-migration-post-deploy',
      'daytona-api-migration-pre-deploy',
      NAME,
    ]);
    const daemonSet = objects.find(({ kind }) => kind === 'DaemonSet');
    expect(JSON.stringify(daemonSet)).not.toContain('ADMIN_API_KEY');
  });

  test('is repeated for new nodes, or never, on request', () => {
    expect(only<ICronJob>(given(), 'CronJob', NAME).spec).toMatchObject({
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Forbid',
    });
    const never = given({ services: { runner: { registration: { schedule: '' } } } });
    expect(never.objects.map(({ kind }) => kind)).not.toContain('CronJob');
  });

  test('is kept for a day', () => {
    const job = given().objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith(NAME));
    expect((job as unknown as IJob).spec?.ttlSecondsAfterFinished).toBe(86_400);
  });
});
