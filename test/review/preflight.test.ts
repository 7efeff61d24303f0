// What a cluster lacks: each kind of requirement, missing and met.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Requirements } from '../../lib/requirements/requirements';
import { preflight, preflightText, stateOf } from '../../lib/review/preflight';

const EMPTY: Requirements = {
  release: 'lab',
  namespaces: [],
  objects: [],
  apis: [],
  classes: [],
  nodes: [],
  devices: [],
  hostPaths: [],
  hosts: [],
  loadBalancers: [],
  policies: [],
  images: [],
  gateways: [],
};
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
  return preflight({ ...EMPTY, ...needs }, state).missing.map(({ what, why }) => (why ? `${what}: ${why}` : what));
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
  ['a device', { devices: [{ name: 'nvidia.com/gpu', by }] }, [], ['device nvidia.com/gpu: no node offers it']],
  ['no device', { devices: [{ name: 'example.com/gpu', by }] }, [], []],
])('%s is missing', (_what, needs, items, expected) => {
  expect(missing(needs, ...items)).toEqual(expected);
});

test('the version comes from the server or, without it, from the nodes', () => {
  const nodes = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [node()] }, undefined, 2);
  const version = (gitVersion: string) => JSON.stringify({ serverVersion: { gitVersion } }, undefined, 2);
  const reasons = (text: string) => preflight(EMPTY, stateOf('s', text)).missing.map(({ why }) => why);
  expect(reasons(nodes)).toEqual([]);
  expect(reasons(`${version('v1.33.4')}\n${nodes}`)).toEqual(['the cluster has v1.33.4']);
  expect(reasons(`${nodes}\n${version('v1.37.0')}\n`)).toEqual([]);
  expect(reasons('')).toEqual(['the state has neither nodes nor the version of the server']);
});

test('requirements that the state does not show are counted, and releases with the same problems are listed together', () => {
  const needs = { ...EMPTY, ...secret(['a']), hosts: [{ host: 'a.example', tls: true, by }] };
  const state = stateOf('s', JSON.stringify(node()));
  const all = ['lab-1', 'lab-2'].map((release) => preflight({ ...needs, release }, state));
  expect(preflightText(all)).toBe(
    'lab-1 and 1 more:\n  missing: Secret labs/s\n  not checked: DNS name a.example\n  1 missing, 1 met, 1 not checked\n',
  );
});

test('a state that is not a list of objects is an error with its source', () => {
  expect(() => stateOf('state.json', '{"a": 1}')).toThrow('state.json: not a Kubernetes object');
});
