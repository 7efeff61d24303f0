// What a cluster lacks: each kind of requirement, missing and met.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Requirements } from '../../lib/requirements/requirements';
import { preflight, preflightText, stateOf } from '../../lib/review/preflight';
import { NO_REQUIREMENTS } from '../support/requirements';

const by = ['Deployment labs/web'];
const object = (kind: string, name: string, more: object = {}, metadata: object = {}): Manifest =>
  ({ apiVersion: 'v1', kind, metadata: { name, ...metadata }, ...more }) as Manifest;
const node = (labels: object = {}, more: object = {}) =>
  object(
    'Node',
    'n',
    { status: { nodeInfo: { kubeletVersion: 'v1.36.1' }, allocatable: { 'example.com/gpu': '1' } }, ...more },
    { labels },
  );

/** What is missing, as text. */
function missing(needs: Partial<Requirements>, ...items: readonly Manifest[]): string[] {
  const state = stateOf('state.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [node(), ...items] }));
  return preflight({ ...NO_REQUIREMENTS, ...needs }, state).missing.map(({ what, why }) =>
    why ? `${what}: ${why}` : what,
  );
}

const secret = (keys: readonly string[]) => ({ objects: [{ kind: 'Secret', name: 's', namespace: 'labs', keys }] });
const labs = { namespace: 'labs' };
const crd = (served: boolean) =>
  object('CustomResourceDefinition', 'certificates.cert-manager.io', { spec: { versions: [{ name: 'v1', served }] } });
const certificates = {
  apis: [{ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', crd: 'certificates.cert-manager.io', by }],
};
const claims = (name?: string) => ({
  classes: [{ kind: 'StorageClass' as const, ...(name === undefined ? {} : { name }), by }],
});
const DEFAULT = { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } };

test.each<[string, Partial<Requirements>, readonly Manifest[], readonly string[]]>([
  ['a Secret', secret(['a']), [], ['Secret labs/s']],
  [
    'a key',
    secret(['a', 'b']),
    [object('Secret', 's', { data: { a: 'eA==', b: '' } }, labs)],
    ['Secret labs/s: has no key b'],
  ],
  ['nothing of a Secret', secret(['a']), [object('Secret', 's', { data: { a: 'eA==' } }, labs)], []],
  ['a Secret of another namespace', secret(['a']), [object('Secret', 's', { data: { a: 'eA==' } })], ['Secret labs/s']],
  ['a CRD', certificates, [], ['CustomResourceDefinition certificates.cert-manager.io']],
  [
    'a version',
    certificates,
    [crd(false)],
    ['CustomResourceDefinition certificates.cert-manager.io: does not serve v1'],
  ],
  ['nothing of a CRD', certificates, [crd(true)], []],
  ['a class', claims('fast'), [object('StorageClass', 'slow')], ['StorageClass fast']],
  ['a default class', claims(), [object('StorageClass', 'slow')], ['default StorageClass']],
  ['nothing with a default class', claims(), [object('StorageClass', 'slow', {}, DEFAULT)], []],
  ['a namespace', { namespaces: [{ name: 'labs' }] }, [], ['Namespace labs']],
  [
    'a Pod Security level',
    { namespaces: [{ name: 'labs', podSecurity: 'privileged' }] },
    [object('Namespace', 'labs', {}, { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } })],
    ['Namespace labs: enforces Pod Security baseline, and the pods need privileged'],
  ],
  [
    'nothing with a looser level',
    { namespaces: [{ name: 'labs', podSecurity: 'restricted' }] },
    [object('Namespace', 'labs', {}, { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } })],
    [],
  ],
  ['node labels', { nodes: [{ labels: { pool: 'labs' }, by }] }, [], ['nodes: no node has the labels pool=labs']],
  [
    'a toleration',
    { nodes: [{ labels: { pool: 'labs' }, by }] },
    [node({ pool: 'labs' }, { spec: { taints: [{ key: 'sandbox', effect: 'NoSchedule' }] } })],
    ['nodes: every matching node has a taint that the pods do not tolerate: sandbox:NoSchedule'],
  ],
  [
    'no toleration of the taint',
    { nodes: [{ labels: { pool: 'labs' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }], by }] },
    [node({ pool: 'labs' }, { spec: { taints: [{ key: 'sandbox', effect: 'NoSchedule' }] } })],
    [],
  ],
  [
    'the keys of a ConfigMap',
    { objects: [{ kind: 'ConfigMap', name: 'm', namespace: 'labs', keys: ['a', 'b', 'c', 'd'] }] },
    [object('ConfigMap', 'm', { data: { a: 'x' }, binaryData: { b: 'eA==' } }, labs)],
    ['ConfigMap labs/m: has no keys c, d'],
  ],
  [
    'nothing of a claim, whose contents do not count',
    { objects: [{ kind: 'PersistentVolumeClaim', name: 'c', namespace: 'labs', keys: ['a'] }] },
    [object('PersistentVolumeClaim', 'c', {}, labs)],
    [],
  ],
  [
    'an object without a namespace',
    { objects: [{ kind: 'PriorityClass', name: 'urgent' }] },
    [object('PriorityClass', 'other')],
    ['PriorityClass urgent'],
  ],
  [
    'an object of a kind that the state lists',
    { objects: [{ kind: 'ClusterIssuer', name: 'letsencrypt' }] },
    [object('ClusterIssuer', 'other')],
    ['ClusterIssuer letsencrypt'],
  ],
  ['no object of a kind that it does not list', { objects: [{ kind: 'ClusterIssuer', name: 'a' }] }, [], []],
  [
    'nothing of a CRD with an irregular plural',
    { apis: [{ apiVersion: 'example.com/v1', kind: 'Datum', crd: 'datums.example.com', by }] },
    [
      object('CustomResourceDefinition', 'data.example.com', {
        spec: { group: 'example.com', names: { kind: 'Datum' }, versions: [{ name: 'v1', served: true }] },
      }),
    ],
    [],
  ],
  [
    'a CRD, if only another group has the kind',
    { apis: [{ apiVersion: 'example.com/v1', kind: 'Datum', crd: 'datums.example.com', from: 'Data', by }] },
    [
      object('CustomResourceDefinition', 'data.example.org', {
        spec: { group: 'example.org', names: { kind: 'Datum' } },
      }),
    ],
    ['CustomResourceDefinition datums.example.com (Data)'],
  ],
  [
    'an aggregated API',
    { apis: [{ apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', from: 'metrics-server', by }] },
    [object('APIService', 'v1.metrics.k8s.io')],
    ['APIService v1beta1.metrics.k8s.io (metrics-server)'],
  ],
  [
    'no aggregated API that is there',
    { apis: [{ apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', by }] },
    [object('APIService', 'v1beta1.metrics.k8s.io')],
    [],
  ],
  [
    'a default class of Ingresses',
    { classes: [{ kind: 'IngressClass', by }] },
    [object('IngressClass', 'a', {}, DEFAULT)],
    ['default IngressClass'],
  ],
  [
    'nothing with a default class of Ingresses',
    { classes: [{ kind: 'IngressClass', by }] },
    [object('IngressClass', 'a', {}, { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } })],
    [],
  ],
  [
    'nothing of a namespace that enforces nothing',
    { namespaces: [{ name: 'labs', podSecurity: 'privileged' }] },
    [object('Namespace', 'labs')],
    [],
  ],
  [
    'nothing of a namespace with the same level',
    { namespaces: [{ name: 'labs', podSecurity: 'baseline' }] },
    [object('Namespace', 'labs', {}, { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } })],
    [],
  ],
  ['no path of the nodes', { devices: [{ name: '/dev/kvm', by }] }, [], []],
  ['a device', { devices: [{ name: 'nvidia.com/gpu', by }] }, [], ['device nvidia.com/gpu: no node offers it']],
  ['no device', { devices: [{ name: 'example.com/gpu', by }] }, [], []],
])('%s is missing', (_what, needs, items, expected) => {
  expect(missing(needs, ...items)).toEqual(expected);
});

test('the version comes from the server or, without it, from the nodes', () => {
  const nodes = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [node()] }, undefined, 2);
  const version = (gitVersion: string) => JSON.stringify({ serverVersion: { gitVersion } }, undefined, 2);
  const reasons = (text: string) => preflight(NO_REQUIREMENTS, stateOf('s', text)).missing.map(({ why }) => why);
  expect(reasons(nodes)).toEqual([]);
  expect(reasons(`${version('v1.33.4')}\n${nodes}`)).toEqual(['the cluster has v1.33.4']);
  expect(reasons(`${nodes}\n${version('v1.37.0')}\n`)).toEqual([]);
  expect(reasons('')).toEqual(['the state has neither nodes nor the version of the server']);
});

test('requirements that the state does not show are counted, and releases with the same problems are listed together', () => {
  const needs = { ...NO_REQUIREMENTS, ...secret(['a']), hosts: [{ host: 'a.example', tls: true, by }] };
  const state = stateOf('s', JSON.stringify(node()));
  const all = ['lab-1', 'lab-2'].map((release) => preflight({ ...needs, release }, state));
  expect(preflightText(all)).toBe(
    'lab-1 and 1 more:\n  missing: Secret labs/s\n  not checked: DNS name a.example\n  1 missing, 1 met, 1 not checked\n',
  );
});

test.each([
  ['v1.34.0', true],
  ['v1.33.9', false],
  ['2.0.0', true],
  ['v1.36.2-eks-1', true],
  ['unknown', false],
])('Kubernetes 1.34 or later is required: %s', (version, isNew) => {
  const state = stateOf('s', JSON.stringify({ serverVersion: { gitVersion: version } }));
  const why = `the cluster has ${version}`;
  expect(preflight(NO_REQUIREMENTS, state).missing).toEqual(isNew ? [] : [{ what: 'Kubernetes 1.34 or later', why }]);
});

test('what is missing comes with the command that creates it, and with the objects that need it', () => {
  const command = 'kubectl create secret generic s';
  const needs = {
    ...NO_REQUIREMENTS,
    namespaces: [{ name: 'labs' }, { name: 'open', podSecurity: 'privileged' as const }],
    objects: [{ kind: 'Secret', name: 's', namespace: 'labs', keys: ['a'], command }],
    ...claims('fast'),
  };
  const enforce = { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } };
  const state = stateOf(
    's',
    JSON.stringify({ kind: 'List', apiVersion: 'v1', items: [node(), object('Namespace', 'open', {}, enforce)] }),
  );
  const result = preflight(needs, state);
  expect(result.missing).toEqual([
    { what: 'Namespace labs', command: 'kubectl create namespace labs' },
    {
      what: 'Namespace open',
      why: 'enforces Pod Security restricted, and the pods need privileged',
      command: 'kubectl label --overwrite namespace open pod-security.kubernetes.io/enforce=privileged',
    },
    { what: 'Secret labs/s', command },
    { what: 'StorageClass fast', by },
  ]);
  expect(result.met).toBe(1);
});

test('everything that objects do not show is listed as not checked', () => {
  const needs = {
    ...NO_REQUIREMENTS,
    objects: [
      { kind: 'ClusterIssuer', name: 'i' },
      { kind: 'SecretStore', name: 's', namespace: 'labs' },
    ],
    devices: [
      { name: '/dev/kvm', by },
      { name: 'example.com/gpu', by },
    ],
    hostPaths: [{ name: '/var/log', by }],
    hosts: [{ host: 'a.example', tls: true, by }],
    loadBalancers: [{ ports: [80, 443], by }],
    gateways: [
      { name: 'public', namespace: 'infra', route: 'HTTPRoute' as const, by },
      { name: 'public', namespace: 'infra', listener: 'https', route: 'HTTPRoute' as const, by },
      { name: 'own', route: 'TCPRoute' as const, by },
    ],
  };
  expect(preflight(needs, stateOf('s', JSON.stringify(node()))).unknown).toEqual([
    'ClusterIssuer i',
    'SecretStore labs/s',
    'Gateway infra/public',
    'Gateway own',
    'path /dev/kvm on the nodes',
    'path /var/log on the nodes',
    'DNS name a.example',
    'load balancer for port 80, 443',
  ]);
});

test('a state in YAML, or in several JSON documents, is read too', () => {
  const nodes = 'apiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {nodeInfo: {kubeletVersion: v1.36.0}}\n';
  expect(stateOf('s.yaml', nodes).version).toBe('v1.36.0');
  const json = (name: string) => JSON.stringify(object('Namespace', name), undefined, 2);
  const state = stateOf('s.json', `${json('a')}\n${json('b')}`);
  expect(state.ofKind('Namespace').map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  expect(state.find('Namespace', undefined, 'b')).toBeDefined();
  expect(state.find('Namespace', 'a', 'b')).toBeUndefined();
  expect(state.version).toBeUndefined();
});

test('a state that is not a list of objects is an error with its source', () => {
  expect(() => stateOf('state.json', '{"a": 1}')).toThrow('state.json: not a Kubernetes object');
});
