// The objects of a Helm release, as they are in the cluster.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { installedObjects } from '../../../lib/review/adopt/installed';

const object = (kind: string, metadata: object = {}): Manifest =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata } }) as Manifest;

test.each(['NodePool', 'MutatingAdmissionPolicy', 'GatewayClass', 'ClusterRole'])(
  '%s has no namespace, as the manifest of Helm does not say',
  (kind) => {
    const [found] = installedObjects([object(kind)], 'web', 'prod');
    expect(found?.metadata).toEqual({ name: 'x' });
  },
);

test("other objects without a namespace are in the release's namespace", () => {
  const objects = [object('Service'), object('Service', { name: 'y', namespace: 'other' })];
  const namespaces = installedObjects(objects, 'web', 'prod').map(({ metadata }) => metadata.namespace);
  expect(namespaces).toEqual(['prod', 'other']);
});

test('hooks, and objects with an owner, are not part of it', () => {
  const hook = object('Job', { annotations: { 'helm.sh/hook': 'pre-install' } });
  const owned = object('ReplicaSet', { ownerReferences: [{ kind: 'Deployment', name: 'x' }] });
  expect(installedObjects([hook, owned], 'web', 'prod')).toEqual([]);
});
