// How to delete a release: the order of the commands, what stays, and the script.

import { execFileSync } from 'node:child_process';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Removal } from '../../lib/render/lifecycle/removal';
import { deletionPlan, plansText } from '../../lib/review/delete';

const object = (apiVersion: string, kind: string, name: string, more: object = {}): Manifest =>
  ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...more }) as Manifest;
const whole = (apiVersion: string, kind: string, name: string): Manifest =>
  ({ apiVersion, kind, metadata: { name } }) as Manifest;

const objects = [
  whole('v1', 'Namespace', 'shop'),
  whole('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader'),
  object('v1', 'ServiceAccount', 'web'),
  object('v1', 'Secret', 'login'),
  object('v1', 'PersistentVolumeClaim', 'data'),
  object('v1', 'Service', 'web'),
  object('apps/v1', 'Deployment', 'web'),
  object('apps/v1', 'Deployment', 'api'),
  object('apps/v1', 'StatefulSet', 'db', {
    spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: 'pg' } }] },
  }),
  object('networking.k8s.io/v1', 'Ingress', 'web'),
];
const external = (kind: string, name: string, generated: boolean) =>
  ({ kind, name, namespace: 'shop', keys: [], generated }) as const;
const plan = (more: object = {}, removal: Removal = {}) =>
  deletionPlan({ name: 'shop', namespace: 'shop', objects, externals: [], ...more }, removal);

test('dependents first, one command per kind and namespace, and nothing that holds data', () => {
  const end = '--namespace shop --ignore-not-found';
  expect(plan().commands).toEqual([
    `kubectl delete ingress.v1.networking.k8s.io web ${end}`,
    `kubectl delete statefulset.v1.apps db ${end} --cascade=foreground`,
    `kubectl delete deployment.v1.apps api web ${end} --cascade=foreground`,
    `kubectl delete service web ${end}`,
    `kubectl delete secret login ${end}`,
    'kubectl delete clusterrole.v1.rbac.authorization.k8s.io reader --ignore-not-found',
    `kubectl delete serviceaccount web ${end}`,
  ]);
});

test('claims stay, also those of StatefulSets, and so do namespaces', () => {
  expect(plan().remainders.map(({ what }) => what)).toEqual([
    'PersistentVolumeClaim shop/data',
    'PersistentVolumeClaim shop/pg-db-0',
    'PersistentVolumeClaim shop/pg-db-1',
    'Namespace shop',
  ]);
});

test('definitions of custom resources stay, because their objects would be deleted with them', () => {
  const definition = whole('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'peerpods.acme.io');
  const { commands, remainders } = plan({ objects: [definition] });
  expect(commands).toEqual([]);
  expect(remainders).toEqual([
    {
      what: 'CustomResourceDefinition peerpods.acme.io',
      why: 'deleting it deletes all objects of this kind in the cluster',
      commands: [expect.stringContaining('peerpods.acme.io')],
    },
  ]);
});

test('claims that a StatefulSet deletes do not stay', () => {
  const set = object('apps/v1', 'StatefulSet', 'db', {
    spec: {
      volumeClaimTemplates: [{ metadata: { name: 'pg' } }],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
    },
  });
  expect(plan({ objects: [set] }).remainders.map(({ what }) => what)).toEqual(['Namespace shop']);
});

test('what Jobs, controllers and users create stays; an entry of the chart replaces the general one', () => {
  const externals = [
    external('Secret', 'made', true),
    external('Secret', 'yours', false),
    external('Secret', 'login', false),
    external('ConfigMap', 'kube-root-ca.crt', true),
    external('Secret', 'special', true),
  ];
  const special = { what: 'Secret shop/special', why: 'keep it', commands: [] };
  const { remainders } = plan({ externals }, { remainders: () => [special] });
  expect(remainders.filter(({ what }) => !/^(PersistentVolumeClaim|Namespace) /.test(what))).toEqual([
    special,
    expect.objectContaining({ what: 'Secret shop/made', why: expect.stringContaining('created it') }),
    expect.objectContaining({ what: 'Secret shop/yours', why: expect.stringContaining('you created it') }),
  ]);
});

test('cluster-scoped objects of users have no namespace, and what every namespace has does not stay', () => {
  const role = { kind: 'ClusterRole', name: 'reader-of-all', keys: [], generated: false };
  const externals = [role, external('ServiceAccount', 'default', false), external('ServiceAccount', 'builder', false)];
  const { remainders } = plan({ objects: [], externals });
  expect(remainders.map(({ what, commands }) => [what, ...commands])).toEqual([
    ['ClusterRole reader-of-all', 'kubectl delete clusterrole reader-of-all --ignore-not-found'],
    ['ServiceAccount shop/builder', 'kubectl delete serviceaccount builder --namespace shop --ignore-not-found'],
  ]);
});

test('the text is a script that runs only the commands, with everything else as comments', () => {
  const removal: Removal = {
    first: () => [{ why: 'First say so.', commands: ['echo first'] }],
    remainders: () => [{ what: 'a file\nrm -rf /', where: 'on the nodes', why: 'why', commands: ['echo never'] }],
  };
  const text = plansText([plan({ objects: [], externals: [] }, removal)]);
  expect(text).toContain('# - a file\\u{a}rm -rf / (on the nodes): why\n#     echo never\n');
  expect(execFileSync('sh', ['-eu', '-c', text], { encoding: 'utf8' })).toBe('first\n');
});

test.each(['argocd', 'flux'] as const)(
  'with %s, the objects come back unless its own object is deleted first',
  (target) => {
    expect(plan({ target }).tool).toContain('recreates');
    expect(plan().tool).toBeUndefined();
  },
);
