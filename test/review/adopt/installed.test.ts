// The objects of a Helm release, as they are in the cluster.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { installedObjects } from '../../../lib/review/adopt/running/installed';

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
