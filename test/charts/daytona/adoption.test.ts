// Values of an installed platform that are only in its objects.

import { adoption } from '../../../charts/daytona/adoption';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Tree } from '../../../lib/values/layer';
import { valueAt } from '../../../lib/values/path';

const object = (kind: string, name: string, rest: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});
const read = (objects: readonly Manifest[], values: Tree = {}) =>
  adoption.read?.({ name: 'web', fullname: 'web-daytona', namespace: 'shop', objects, values });

const WORKLOADS: readonly (readonly [path: string, kind: string, name: string])[] = [
  ['postgresql', 'StatefulSet', 'web-postgresql'],
  ['redis', 'StatefulSet', 'web-redis-master'],
  ['minio', 'Deployment', 'web-minio'],
  ['harbor', 'Deployment', 'web-harbor-core'],
  ['dex', 'Deployment', 'web-daytona-dex'],
  ['services.sshGateway', 'Deployment', 'web-daytona-ssh-gateway'],
  ['services.runnermanager', 'Deployment', 'web-daytona-runnermanager'],
  ['services.runner', 'DaemonSet', 'web-daytona-runner'],
];
const isEnabled = (tree: unknown, path: string) => valueAt(tree, [...path.split('.'), 'enabled']);

test.each(WORKLOADS)('%s stays enabled if it runs, and disabled otherwise', (path, kind, name) => {
  const others = WORKLOADS.filter((one) => one[0] !== path).map((one) => object(one[1], one[2]));
  expect(isEnabled(read([object(kind, name)]), path)).toBe(true);
  expect(isEnabled(read(others), path)).toBe(false);
});

test('known values are not read from the objects', () => {
  expect(isEnabled(read([], { redis: { enabled: true } }), 'redis')).toBeUndefined();
});

test("the domain is the host of the API's Ingress", () => {
  const ingress = object('Ingress', 'web-daytona-api', { spec: { rules: [{ host: 'dt.acme.io' }] } });
  expect(read([ingress])).toMatchObject({ baseDomain: 'dt.acme.io' });
});

test.each([
  ['yes', false],
  ['no', undefined],
])('Redis with ALLOW_EMPTY_PASSWORD=%s: auth.enabled is %s', (value, enabled) => {
  const containers = [{ name: 'redis', env: [{ name: 'ALLOW_EMPTY_PASSWORD', value }] }];
  const redis = object('StatefulSet', 'web-redis-master', { spec: { template: { spec: { containers } } } });
  expect(valueAt(read([redis]), ['redis', 'auth', 'enabled'])).toBe(enabled);
});
