// What the tables of a report say about single objects.

import type { ExternalObject } from '../../../lib/k8s/release';
import type { Rendered } from '../../../lib/render/render';
import { graphOf } from '../../../lib/review/report/graph/graph';
import { Tables } from '../../../lib/review/report/tables/tables';
import { releaseOf } from './support';

const object = (apiVersion: string, kind: string, name: string, fields: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'x' },
  ...fields,
});
const pod = (spec: object, name = 'a') =>
  object('v1', 'Pod', name, { spec: { containers: [{ name: 'a', image: 'a:1' }], ...spec } });

function rowsOf(id: string, objects: readonly object[], externals: readonly Partial<ExternalObject>[] = []): unknown[] {
  const release = { ...releaseOf(...objects), externals } as Rendered;
  const tables = new Tables();
  tables.add(release, graphOf(release), 0);
  return [...(tables.all(false).find((table) => table.id === id)?.rows ?? [])];
}

test('credentials: where each Secret comes from, and who reads it', () => {
  const read = (name: string, key?: string) =>
    pod(
      key === undefined
        ? { imagePullSecrets: [{ name }] }
        : { containers: [{ name: 'a', env: [{ name: 'A', valueFrom: { secretKeyRef: { name, key } } }] }] },
      `reads-${name}`,
    );
  const rows = rowsOf(
    'credentials',
    [
      object('v1', 'Secret', 'own', { stringData: { b: '1', a: '2' } }),
      object('v1', 'Secret', 'encrypted', { data: { k: 'MQ==' }, sops: {} }),
      object('bitnami.com/v1alpha1', 'SealedSecret', 'sealed', { spec: {} }),
      object('external-secrets.io/v1', 'ExternalSecret', 'fetched', { spec: {} }),
      read('sealed', 'k'),
      read('fetched', 'k'),
      read('pull'),
      read('made', 'k'),
    ],
    [
      { kind: 'Secret', namespace: 'x', name: 'made', keys: [], generated: true },
      { kind: 'Secret', namespace: 'x', name: 'unread', keys: ['z', 'y'], generated: false },
    ],
  );
  expect(rows).toEqual([
    ['x/own', ['a', 'b'], 'in the manifests', 'nothing in the release'],
    ['x/encrypted', ['k'], 'in the manifests, encrypted with SOPS', 'nothing, or a controller'],
    ['x/unread', ['y', 'z'], 'created by you', 'nothing, or a controller'],
    ['x/sealed', ['k'], 'from a SealedSecret in the manifests', ['Pod reads-sealed']],
    ['x/fetched', ['k'], 'from an ExternalSecret in the manifests', ['Pod reads-fetched']],
    ['x/pull', [], 'created by you', ['Pod reads-pull']],
    ['x/made', ['k'], 'created in the cluster by a Job or a controller', ['Pod reads-made']],
  ]);
});

test('privileges: the level of pods, why, and their account', () => {
  const rows = rowsOf('privileges', [
    pod({ hostPID: true, serviceAccountName: 'me', automountServiceAccountToken: false }),
    pod({}, 'b'),
  ]);
  expect(rows).toEqual([
    ['Pod a', 'privileged', ['hostPID'], 'me, no token mounted'],
    ['Pod b', 'baseline', expect.anything(), 'default'],
  ]);
});

test('permissions: what roles of the release and of the cluster allow', () => {
  const role = object('rbac.authorization.k8s.io/v1', 'Role', 'r', {
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
  });
  const binding = (kind: string, ref: object) =>
    object('rbac.authorization.k8s.io/v1', kind, 'b', {
      roleRef: ref,
      subjects: [{ kind: 'ServiceAccount', name: 'me', namespace: 'x' }],
    });
  const rows = rowsOf('permissions', [
    role,
    binding('RoleBinding', { kind: 'Role', name: 'r' }),
    binding('ClusterRoleBinding', { kind: 'ClusterRole', name: 'view' }),
  ]);
  expect(rows).toEqual([
    ['ServiceAccount me', 'x', [expect.stringMatching(/get secrets/)], 'Role r'],
    ['ServiceAccount me', 'all namespaces', ['what ClusterRole view of the cluster allows'], 'ClusterRole view'],
  ]);
});

test('requirements: objects with their keys, Gateways and paths', () => {
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', {
    spec: {
      hostnames: ['a.example.com'],
      parentRefs: [{ name: 'edge', namespace: 'infra', sectionName: 'https', port: 443 }, { name: 'own' }],
    },
  });
  const volumes = [
    { name: 'v', hostPath: { path: '/dev/kvm', type: 'CharDevice' } },
    { name: 'w', hostPath: { path: '/srv/data', type: 'Directory' } },
  ];
  const rows = rowsOf(
    'requirements',
    [route, pod({ volumes })],
    [{ kind: 'ConfigMap', namespace: 'x', name: 'settings', keys: ['a', 'b'], generated: false }],
  );
  expect(rows).toEqual([
    ['Namespace x', 'Pod Security privileged', []],
    ['ConfigMap x/settings', 'with a, b', []],
    ['API gateway.networking.k8s.io/v1 HTTPRoute', 'Gateway API', ['HTTPRoute x/r']],
    ['Device /dev/kvm', 'on the nodes', ['Pod x/a']],
    ['Path /srv/data', 'on the nodes, Directory', ['Pod x/a']],
    ['DNS name a.example.com', 'without a certificate', ['HTTPRoute x/r']],
    ['Gateway infra/edge', 'listener https, port 443', ['HTTPRoute x/r']],
    ['Gateway x/own', '', ['HTTPRoute x/r']],
  ]);
});

test('exposure: the way to the pods, unless a policy blocks it, and the certificates', () => {
  const labels = { app: 'a' };
  const own = {
    ...pod({ containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] }),
    metadata: { name: 'a', namespace: 'x', labels },
  };
  const service = object('v1', 'Service', 's', { spec: { selector: labels, ports: [{ port: 80, targetPort: 80 }] } });
  const ingress = object('networking.k8s.io/v1', 'Ingress', 'i', {
    spec: {
      rules: [
        { host: 'a.example.com', http: { paths: [{ backend: { service: { name: 's', port: { number: 80 } } } }] } },
      ],
      tls: [{ secretName: 'cert' }],
    },
  });
  expect(rowsOf('exposure', [own, service, ingress])).toEqual([
    ['Host a.example.com', 'Ingress i', ['Pod a'], ['cert']],
  ]);
  const balancer = {
    ...service,
    spec: { ...service, ...{ type: 'LoadBalancer', selector: labels, ports: [{ port: 80 }] } },
  };
  expect(rowsOf('exposure', [own, balancer])).toEqual([['Load balancer port 80', 'Service s', ['Pod a'], 'none']]);
});
