// The script that retires runners, against a stub of Daytona's API.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../cli/support/run';
import { ApiStub, type Reply } from '../../support/api-stub';
import { Cluster } from '../../support/script';

const script = readFileSync(join(root, 'charts', 'daytona-region', 'scripts', 'reap-runners.sh'), 'utf8');
const KEY = 'Zx81-key';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

class Runners extends ApiStub {
  list: unknown = [];
  readonly rejected = new Map<string, Reply>();

  protected answer(request: string): Reply {
    if (request.startsWith('GET /runners?')) return { body: this.list };
    return this.rejected.get(request) ?? { status: request.startsWith('DELETE') ? 204 : 200 };
  }

  get changes(): string[] {
    return this.calls.map(({ request }) => request).filter((request) => !request.startsWith('GET'));
  }
}

let api: Runners;
let cluster: Cluster;
beforeEach(async () => {
  api = new Runners(KEY);
  await api.start();
  cluster = new Cluster([]);
});
afterEach(async () => {
  cluster.dispose();
  await api.stop();
});

const reap = (env: Record<string, string> = {}) =>
  cluster.run(script, {
    DAYTONA_API_URL: api.url,
    DAYTONA_API_KEY: KEY,
    REGION_ID: 'eu-1',
    GRACE_SECONDS: '900',
    DRY_RUN: 'false',
    DELETE_DECOMMISSIONED: 'true',
    ...env,
  });

const runner = (id: string, state: string, seconds = 5000) => ({ id, state, lastChecked: ago(seconds) });

test('drains runners that have been unresponsive for long enough, and deletes decommissioned ones', async () => {
  api.list = [
    runner('a', 'ready'),
    runner('b', 'unresponsive'),
    runner('c', 'unresponsive', 100),
    { id: 'd', state: 'unresponsive', lastChecked: null },
    runner('e', 'decommissioned'),
  ];
  const { code, stdout, stderr } = await reap();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(api.changes).toEqual(['PATCH /runners/b/scheduling', 'PATCH /runners/b/draining', 'DELETE /runners/e']);
  expect(api.calls.slice(1, 3).map(({ body }) => body)).toEqual([{ unschedulable: true }, { draining: true }]);
  expect(stdout).toBe('runner b: unschedulable\nrunner b: draining\nrunner e: deleted\n');
});

test('asks for the runners of its region only', async () => {
  await reap({ REGION_ID: 'eu & us' });
  expect(api.calls[0]?.request).toBe('GET /runners?regionId=eu%20%26%20us');
});

test('says so if there is nothing to do', async () => {
  expect(await reap()).toMatchObject({ code: 0, log: 'region eu-1: nothing to do\n' });
});

test('a dry run changes nothing', async () => {
  api.list = [runner('b', 'unresponsive'), runner('e', 'decommissioned')];
  const { code, stdout } = await reap({ DRY_RUN: 'true' });
  expect([code, api.changes]).toEqual([0, []]);
  expect(stdout).toContain('runner b: would be draining\n');
  expect(stdout).toContain('runner e: would be deleted\n');
});

test('keeps decommissioned runners on request', async () => {
  api.list = [runner('e', 'decommissioned')];
  await reap({ DELETE_DECOMMISSIONED: 'false' });
  expect(api.changes).toEqual([]);
});

test('goes on after a rejected request, and fails at the end', async () => {
  api.list = [runner('b', 'unresponsive'), runner('e', 'decommissioned')];
  api.rejected.set('PATCH /runners/b/draining', { status: 409, body: { message: `busy, ${KEY}` } });
  const { code, log } = await reap();
  expect(code).toBe(1);
  expect(api.changes).toContain('DELETE /runners/e');
  expect(log).toContain('runner b: not draining: 409: busy, ***\n');
  expect(log).toContain('Failed: 1 requests were rejected\n');
  expect(log).not.toContain(KEY);
});

test('a runner that is gone is no failure', async () => {
  api.list = [runner('e', 'decommissioned')];
  api.rejected.set('DELETE /runners/e', { status: 404 });
  expect(await reap()).toMatchObject({ code: 0, log: 'runner e: is gone\n' });
});

test.each([
  [{ status: 403, body: { message: 'no' } }, '403: the API key needs permission to read, write and delete runners'],
  [{ status: 500, body: { message: 'oops' } }, 'GET /runners: 500: oops'],
  [{ hangUp: true as const }, 'does not respond'],
  [{ body: { items: [] } }, 'the response is not a list'],
  [{ html: '<html>' }, 'the response is not a list'],
])('fails loudly: %j', async (fault, message) => {
  api.faults.push(fault);
  const { code, stderr } = await reap();
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
});

test('an identifier that would change the path is ignored', async () => {
  api.list = [runner('../regions/eu', 'decommissioned'), { id: 7, state: 'decommissioned' }, 'x'];
  await reap();
  expect(api.changes).toEqual([]);
});
