// The objects of an ApplySet are found by its id, and its parent says where to look.

import { createHash } from 'node:crypto';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle } from '../../lib/k8s/stage';
import { applySetId, inApplySet } from '../../lib/pipeline/apply-set';

const object = (apiVersion: string, kind: string, name: string, namespace?: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}), labels: { a: 'b' } },
});

const objects = [
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r'),
  object('v1', 'Secret', 's', 'labs'),
  object('apps/v1', 'Deployment', 'd', 'labs'),
  object('apps/v1', 'Deployment', 'e', 'other'),
];
const rendered = {
  name: 'lab',
  namespace: 'labs',
  objects,
  externals: [],
  warnings: [],
  notes: [],
  lifecycle: new Lifecycle(),
};

test("the id is a hash of the parent's name, namespace, kind and group", () => {
  const hash = createHash('sha256').update('web.labs.ConfigMap.').digest('base64url');
  expect(applySetId('web', 'labs')).toBe(`applyset-${hash}-v1`);
  expect(applySetId('web', 'labs')).toMatch(/^applyset-[\w-]{43}-v1$/);
});

test('a Namespace is not a member: pruning it would delete what others keep in it', () => {
  const namespace = object('v1', 'Namespace', 'labs');
  const [first, parent] = inApplySet({ ...rendered, objects: [namespace, ...objects] }, 'web', '1.2.3').objects;
  expect(first).toBe(namespace);
  expect(inApplySet(rendered, 'web', '1.2.3').objects).toContainEqual(parent);
});

test('every object except the parent is a member, and keeps its labels', () => {
  const id = applySetId('web', 'labs');
  const [parent, ...members] = [...inApplySet(rendered, 'web', '1.2.3').objects].sort((a, b) =>
    a.metadata.name === 'web' ? -1 : b.metadata.name === 'web' ? 1 : 0,
  );
  expect(members.map(({ metadata }) => metadata.labels)).toEqual(
    Array(4).fill({ a: 'b', 'applyset.kubernetes.io/part-of': id }),
  );
  expect(parent).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'web',
      namespace: 'labs',
      labels: { 'applyset.kubernetes.io/id': id },
      annotations: {
        'applyset.kubernetes.io/tooling': 'sandbox-charts/v1.2.3',
        'applyset.kubernetes.io/contains-group-kinds': 'ClusterRole.rbac.authorization.k8s.io,Deployment.apps,Secret',
        'applyset.kubernetes.io/additional-namespaces': 'other',
      },
    },
  });
});

test('a parent cannot have the name of a rendered ConfigMap', () => {
  const own = { ...rendered, objects: [object('v1', 'ConfigMap', 'web', 'labs')] };
  expect(() => inApplySet(own, 'web', '1.2.3')).toThrow(
    'ConfigMap labs/web metadata.name: is also the name of the ApplySet',
  );
});
