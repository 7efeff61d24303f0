// Defaults of the API server without an owner, which conflict with alternatives in the new manifests.

import { defaultedFields } from '../../../lib/review/adopt/defaulted';

const deployment = (spec: object, pod: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { ...spec, template: { spec: pod } },
});
const between = (old: ReturnType<typeof deployment>, next: ReturnType<typeof deployment>) =>
  defaultedFields([old], [next]).get(old);
const container = (more: object) => ({ containers: [{ name: 'web', ...more }] });
const inContainer = (fields: object) => ({
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': fields } } } },
});

test('the update strategy', () => {
  expect(between(deployment({}, {}), deployment({ strategy: { type: 'Recreate' } }, {}))).toEqual({
    'f:spec': { 'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} } } },
  });
});

test('the source of a volume, of a variable, and the handler of a probe', () => {
  const [http, tcp] = [{ httpGet: { path: '/', port: 80 } }, { tcpSocket: { port: 80 } }];
  expect(
    between(
      deployment({}, container({ livenessProbe: http, env: [{ name: 'A', valueFrom: { fieldRef: {} } }] })),
      deployment({}, container({ livenessProbe: tcp, env: [{ name: 'A', value: 'x' }] })),
    ),
  ).toEqual(
    inContainer({
      'f:livenessProbe': { 'f:httpGet': { '.': {}, 'f:scheme': {} } },
      'f:env': { 'k:{"name":"A"}': { 'f:valueFrom': { '.': {}, 'f:fieldRef': {}, 'f:resourceFieldRef': {} } } },
    }),
  );
  expect(
    between(
      deployment({}, { volumes: [{ name: 'a', hostPath: { path: '/a' } }] }),
      deployment({}, { volumes: [{ name: 'a', emptyDir: {} }] }),
    ),
  ).toEqual({
    'f:spec': {
      'f:template': { 'f:spec': { 'f:volumes': { 'k:{"name":"a"}': { 'f:hostPath': { '.': {}, 'f:type': {} } } } } },
    },
  });
});

test('nothing if both use the same', () => {
  const same = deployment({ strategy: { type: 'Recreate' } }, container({ livenessProbe: { httpGet: { port: 80 } } }));
  expect(defaultedFields([same], [same]).size).toBe(0);
});

test.each([
  ['configMap', ['defaultMode']],
  ['secret', ['defaultMode']],
  ['projected', ['defaultMode']],
  ['downwardAPI', ['defaultMode']],
  ['hostPath', ['type']],
])('a volume of type %s that becomes another has the defaults %j', (source, fields) => {
  const volumes = (one: object) => ({
    volumes: [
      { name: 'a', ...one },
      { name: 'b', emptyDir: {} },
    ],
  });
  const own = Object.fromEntries(fields.map((field) => [`f:${field}`, {}]));
  expect(between(deployment({}, volumes({ [source]: {} })), deployment({}, volumes({ emptyDir: {} })))).toEqual({
    'f:spec': {
      'f:template': { 'f:spec': { 'f:volumes': { 'k:{"name":"a"}': { [`f:${source}`]: { '.': {}, ...own } } } } },
    },
  });
});

test.each(['startupProbe', 'livenessProbe', 'readinessProbe'])('a %s of init containers counts as well', (probe) => {
  const pod = (handler: object) => ({ initContainers: [{ name: 'web', [probe]: handler }] });
  expect(between(deployment({}, pod({ grpc: { port: 1 } })), deployment({}, pod({ exec: {} })))).toEqual({
    'f:spec': {
      'f:template': {
        'f:spec': {
          'f:initContainers': { 'k:{"name":"web"}': { [`f:${probe}`]: { 'f:grpc': { '.': {}, 'f:service': {} } } } },
        },
      },
    },
  });
});

test('nothing for what is new, goes, or was already recreated', () => {
  const recreate = deployment({ strategy: { type: 'Recreate' } }, {});
  expect(between(recreate, deployment({ strategy: { type: 'Recreate' } }, container({})))).toBeUndefined();
  expect(
    between(deployment({}, container({ httpGet: {} })), deployment({}, { containers: [{ name: 'db' }] })),
  ).toBeUndefined();
  const other = { ...recreate, metadata: { name: 'db', namespace: 'shop' } };
  expect(defaultedFields([other], [recreate]).size).toBe(0);
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} };
  expect(defaultedFields([map], [map]).size).toBe(0);
});
