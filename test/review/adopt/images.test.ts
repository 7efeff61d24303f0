// Running images are kept, unless the chart cannot run that program.

import { system } from '../../../charts/daytona';
import type { System } from '../../../lib/render/system';
import { runningImages } from '../../../lib/review/adopt/running/images';
import { Trial } from '../../../lib/review/adopt/trial';

const trial = new Trial(system as unknown as System, 'web', 'shop');
const workload = (kind: string, name: string, container: string, image: string) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { template: { spec: { containers: [{ name: container, image }] } } },
});
const users = { dex: { config: { staticPasswords: [] } }, harbor: { enabled: false } };

test('a mirror and a tag of the same program are kept', () => {
  const api = workload(
    'Deployment',
    'web-daytona-api',
    'api',
    'mirror.example.com/daytonaio/daytona-api:v0.158.4-k8s-amd64',
  );
  const { tree, others } = runningImages(trial, users, [api]);
  expect(tree).toMatchObject({
    services: { api: { image: { registry: 'mirror.example.com', repository: 'daytonaio/daytona-api' } } },
  });
  expect(others).toEqual([]);
});

test("the program of another distribution is not, whatever the Helm chart's values say", () => {
  const runs = 'docker.io/bitnamilegacy/postgresql:17.6.0';
  const values = { ...users, postgresql: { image: { repository: 'bitnamilegacy/postgresql', tag: '17.6.0' } } };
  const { tree, others } = runningImages(trial, values, [
    workload('StatefulSet', 'web-postgresql', 'postgresql', runs),
  ]);
  expect(tree).not.toHaveProperty('postgresql.image');
  expect(others).toMatchObject([
    { runs, because: expect.stringContaining('stores its data and settings in other places') },
  ]);
});
