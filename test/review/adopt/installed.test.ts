// The objects of a Helm release, as they are in the cluster.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { containersOf, installedObjects, secretData } from '../../../lib/review/adopt/running/installed';

const object = (kind: string, metadata: object = {}): Manifest =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata } }) as Manifest;

const whose = { release: 'web', namespace: 'prod', installer: 'helm' as const, prefix: '' };

test.each(['NodePool', 'MutatingAdmissionPolicy', 'GatewayClass', 'ClusterRole'])(
  '%s has no namespace, as the manifest of Helm does not say',
  (kind) => {
    const [found] = installedObjects([object(kind)], whose);
    expect(found?.metadata).toEqual({ name: 'x' });
  },
);

test("other objects without a namespace are in the release's namespace", () => {
  const objects = [object('Service'), object('Service', { name: 'y', namespace: 'other' })];
  const namespaces = installedObjects(objects, whose).map(({ metadata }) => metadata.namespace);
  expect(namespaces).toEqual(['prod', 'other']);
});

test('hooks, and objects with an owner, are not part of it', () => {
  const hook = object('Job', { annotations: { 'helm.sh/hook': 'pre-install' } });
  const owned = object('ReplicaSet', { ownerReferences: [{ kind: 'Deployment', name: 'x' }] });
  expect(installedObjects([hook, owned], whose)).toEqual([]);
});

test('objects from the API server that kubectl applied are recognized by their names', () => {
  const live = (name: string) => object('Secret', { name, namespace: 'prod', uid: '1' });
  const found = installedObjects([live('runner-manager-secrets'), live('other')], {
    ...whose,
    installer: 'kubectl',
    prefix: 'runner-manager',
  });
  expect(found.map(({ metadata }) => metadata.name)).toEqual(['runner-manager-secrets']);
});

test('objects from the API server that Helm installed are recognized by their annotations', () => {
  const live = (name: string, release: string, namespace?: string) =>
    object('Service', {
      ...{ name, namespace: 'prod', uid: '1' },
      annotations: {
        'meta.helm.sh/release-name': release,
        ...(namespace === undefined ? {} : { 'meta.helm.sh/release-namespace': namespace }),
      },
    });
  const all = [
    live('mine', 'web', 'prod'),
    live('older', 'web'),
    live('theirs', 'api', 'prod'),
    live('far', 'web', 'test'),
  ];
  const found = installedObjects([...all, object('Service', { name: 'own', uid: '2' })], whose);
  expect(found.map(({ metadata }) => metadata.name)).toEqual(['mine', 'older']);
});

test('the containers of all workloads are read, with their variables, Secrets and resources', () => {
  const spec = {
    initContainers: [{ name: 'init', image: 'i:1' }],
    containers: [
      {
        name: 'web',
        image: 'w:1',
        resources: { limits: { cpu: 2 }, requests: { memory: '1Gi' } },
        env: [
          { name: 'A', value: 1 },
          { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          { name: 'C', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'D', value: null },
        ],
        envFrom: [{ secretRef: { name: 't' } }, { configMapRef: { name: 'm' } }],
      },
    ],
  };
  const deployment = { ...object('Deployment'), spec: { template: { spec } } };
  const none = { image: '', resources: { limits: {}, requests: {} }, env: [], envFrom: [] };
  expect(containersOf([object('Service'), deployment])).toEqual([
    { ...none, key: 'Deployment/x/init', image: 'i:1' },
    {
      key: 'Deployment/x/web',
      image: 'w:1',
      resources: { limits: { cpu: '2' }, requests: { memory: '1Gi' } },
      env: [{ name: 'A', value: '1' }, { name: 'B', secret: { name: 's', key: 'k' } }, { name: 'C' }, { name: 'D' }],
      envFrom: ['t'],
    },
  ]);
});

test('the contents of Secrets are read, encoded or not', () => {
  const secret = { ...object('Secret'), data: { a: 'w6k=' }, stringData: { b: 'x' } };
  const data = secretData([secret, { ...object('ConfigMap'), data: { c: 'y' } }]);
  expect([...data].map(([name, keys]) => [name, Object.fromEntries(keys)])).toEqual([['x', { a: 'é', b: 'x' }]]);
});
