import type { Manifest } from '../../lib/k8s/object/manifest';
import { inApplyOrder } from '../../lib/render/order';

const object = (kind: string, name = 'x'): Manifest => ({ apiVersion: 'v1', kind, metadata: { name } });
const kindsOf = (objects: readonly Manifest[]) => objects.map(({ kind }) => kind);

test('dependencies come first, whatever the order of construction', () => {
  const order = [
    'Namespace',
    'CustomResourceDefinition',
    'RuntimeClass',
    'ServiceAccount',
    'ClusterRole',
    'ClusterRoleBinding',
    'Role',
    'RoleBinding',
    'Secret',
    'ExternalSecret',
    'ConfigMap',
    'StorageClass',
    'PersistentVolumeClaim',
    'NetworkPolicy',
    'Service',
    'Issuer',
    'Certificate',
    'Job',
    'Pod',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'HorizontalPodAutoscaler',
    'PodDisruptionBudget',
    'SomeCustomResource',
    'Ingress',
    'APIService',
    'MutatingWebhookConfiguration',
  ];
  const objects = order.map((kind) => object(kind));
  expect(kindsOf(inApplyOrder(objects.toReversed()))).toEqual(order);
});

test('objects of one kind keep their order', () => {
  const objects = ['c', 'a', 'b'].map((name) => object('ConfigMap', name));
  expect(inApplyOrder([object('Pod'), ...objects]).map(({ metadata }) => metadata.name)).toEqual(['c', 'a', 'b', 'x']);
});

test('the given list is not changed', () => {
  const objects = [object('Pod'), object('Secret')];
  inApplyOrder(objects);
  expect(kindsOf(objects)).toEqual(['Pod', 'Secret']);
});
