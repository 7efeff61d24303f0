// Custom resources against the schemas that their projects publish.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { SCHEMA_GROUPS } from '../../imports/schemas/groups';
import { customResourceProblems } from '../../lib/k8s/custom-resources';
import { expressionOf } from '../../lib/k8s/custom-resources/scalars';
import { customGroup } from '../../lib/k8s/custom-resources/schemas';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { formatPath } from '../../lib/values/path';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

interface Definition {
  readonly spec: { readonly group: string; readonly names: { readonly kind: string } };
}

const problemsOf = (object: Manifest) =>
  [...customResourceProblems(object)].map(({ path, message }) => `${formatPath(path)}: ${message}`);

/** The problems of an object without its `apiVersion: …` line: `Certificate` and the rest of it. */
function problems(apiVersion: string, kind: string, spec: object, metadata: object = { namespace: 'labs' }): string[] {
  return problemsOf({ apiVersion, kind, metadata: { name: 'x', ...metadata }, spec });
}

const certificate = (change: object) =>
  problems('cert-manager.io/v1', 'Certificate', {
    secretName: 'x',
    dnsNames: ['a.example.com'],
    issuerRef: { name: 'letsencrypt' },
    ...change,
  });

test('a complete object has no problems', () => {
  expect(certificate({})).toEqual([]);
});

test.each([
  [{ dnsName: ['a'] }, 'spec.dnsName: unknown key in cert-manager v1.21.2 (did you mean dnsNames?)'],
  [
    { privateKey: { algorythm: 'RSA' } },
    'spec.privateKey.algorythm: unknown key in cert-manager v1.21.2 (did you mean',
  ],
  [{ dnsNames: 'a.example.com' }, 'spec.dnsNames: must be a list'],
  [{ isCA: 'yes' }, 'spec.isCA: must be true or false'],
  [{ duration: 24 }, 'spec.duration: must be a string (quote it)'],
  [{ revisionHistoryLimit: 1.5 }, 'spec.revisionHistoryLimit: must be an integer'],
  [{ privateKey: { algorithm: '' } }, 'spec.privateKey.algorithm: must be RSA or ECDSA or Ed25519'],
  [{ renewBeforePercentage: 3e9 }, 'spec.renewBeforePercentage: must be at most 2147483647'],
  [{ secretTemplate: [] }, 'spec.secretTemplate: must be a map'],
  [{ issuerRef: {} }, 'spec.issuerRef.name: is required'],
  [{ privateKey: { algorithm: 'DSA' } }, 'spec.privateKey.algorithm: must be RSA or ECDSA or Ed25519'],
])('a Certificate with %j', (change, message) => {
  expect(certificate(change)).toEqual([expect.stringContaining(message)]);
});

const endpoints = (...list: object[]) =>
  problems('monitoring.coreos.com/v1', 'ServiceMonitor', { selector: {}, endpoints: list });
const route = (rule: object, others: object = {}) =>
  problems('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [rule], ...others });

test('fields that accept integers and strings', () => {
  expect(endpoints({ targetPort: 80 }, { targetPort: 'http' })).toEqual([]);
  expect(endpoints({ targetPort: true })).toEqual(['spec.endpoints[0].targetPort: must be an integer or a string']);
});

test('patterns, and the length of strings and lists', () => {
  expect(endpoints({ interval: '30' })).toEqual([
    expect.stringMatching(/^spec\.endpoints\[0\]\.interval: must match \^\(0\|/),
  ]);
  const long = 'a'.repeat(254);
  expect(route({}, { hostnames: [long] })).toEqual(['spec.hostnames[0]: must have at most 253 characters']);
  expect(route({}, { hostnames: Array.from({ length: 17 }, (_, index) => `a${index}.example.com`) })).toEqual([
    'spec.hostnames: must have at most 16 entries',
  ]);
  const listeners = problems('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: '', listeners: [] });
  expect(listeners).toEqual(['spec.gatewayClassName: must not be empty', 'spec.listeners: must not be empty']);
  expect(route({ backendRefs: [{ name: 'x', port: 70000 }] })).toEqual([
    'spec.rules[0].backendRefs[0].port: must be at most 65535',
  ]);
});

test('keys that identify the items of a list are unique', () => {
  const set = (name: string) => ({ name, value: 'x' });
  const filter = { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [set('a'), set('b'), set('a')] } };
  expect(route({ filters: [filter] })).toEqual([
    'spec.rules[0].filters[0].requestHeaderModifier.set[2].name: is already used: a',
  ]);
});

test('exactly one provider of secrets', () => {
  const store = (provider: object) => problems('external-secrets.io/v1', 'SecretStore', { provider });
  const fake = { data: [{ key: 'a', value: 'b' }] };
  expect(store({ fake })).toEqual([]);
  expect(store({})).toEqual(['spec.provider: must not be empty']);
  expect(store({ fake, webhook: { url: 'https://a.example.com', result: {} } })).toEqual([
    'spec.provider: must have at most 1 entry',
  ]);
});

test('alternatives', () => {
  const gateway = (addresses: object[]) =>
    problems('gateway.networking.k8s.io/v1', 'Gateway', {
      gatewayClassName: 'x',
      listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
      addresses,
    });
  expect(gateway([{ value: '10.0.0.1' }, { value: 'fd00::1' }, { type: 'Hostname', value: 'a.example.com' }])).toEqual(
    [],
  );
  expect(gateway([{ value: '10.0.0' }])).toEqual([
    'spec.addresses[0]: must satisfy exactly one of these: value must satisfy at least one of these: must be an IPv4 address; must be an IPv6 address; type must not be IPAddress',
  ]);
});

test('defaults count as given, and null as absent', () => {
  // The kind and group of a parent have defaults.
  expect(route({}, { parentRefs: [{ name: 'public' }] })).toEqual([]);
  expect(certificate({ renewBefore: null })).toEqual([]);
  expect(certificate({ issuerRef: { name: null } })).toEqual(['spec.issuerRef.name: is required']);
});

test('a map with any keys, and a part that accepts any fields', () => {
  const solver = (webhook: object) =>
    problems('cert-manager.io/v1', 'Issuer', {
      acme: {
        server: 'https://acme.example.com',
        privateKeySecretRef: { name: 'x' },
        solvers: [{ dns01: { webhook } }],
      },
    });
  expect(solver({ groupName: 'a', solverName: 'b', config: { anything: [1, { goes: true }] } })).toEqual([]);
  expect(certificate({ secretTemplate: { labels: { team: 'a' } } })).toEqual([]);
  expect(certificate({ secretTemplate: { labels: { team: 1 } } })).toEqual([
    'spec.secretTemplate.labels.team: must be a string (quote it)',
  ]);
});

test('versions that the definition does not serve', () => {
  expect(problems('cert-manager.io/v1alpha2', 'Certificate', {})).toEqual([
    'apiVersion: v1alpha2 of Certificate is not served by cert-manager v1.21.2 (expected v1)',
  ]);
  expect(problems('gateway.networking.k8s.io/v1alpha2', 'HTTPRoute', {})).toEqual([
    expect.stringContaining('(expected v1, v1beta1)'),
  ]);
});

test('the metadata and the scope', () => {
  const spec = { selfSigned: {} };
  const issuer = (kind: string, metadata: object) => problems('cert-manager.io/v1', kind, spec, metadata);
  expect(issuer('ClusterIssuer', {})).toEqual([]);
  expect(issuer('ClusterIssuer', { namespace: 'labs' })).toEqual([
    'metadata.namespace: must be "": ClusterIssuer is cluster-scoped',
  ]);
  expect(issuer('Issuer', {})).toEqual(['metadata.namespace: is required: Issuer is namespaced']);
  expect(issuer('ClusterIssuer', { lables: {}, annotations: { a: true } })).toEqual([
    'metadata.lables: unknown key (did you mean labels?)',
    'metadata.annotations.a: must be a string (quote it)',
  ]);
  const ofServer = [
    'creationTimestamp',
    'deletionGracePeriodSeconds',
    'deletionTimestamp',
    'generation',
    'managedFields',
  ];
  const more = ['ownerReferences', 'resourceVersion', 'selfLink', 'uid'];
  expect(issuer('ClusterIssuer', Object.fromEntries([...ofServer, ...more].map((key) => [key, []])))).toEqual([]);
  expect(issuer('ClusterIssuer', { finalizers: 'a', labels: 'b' })).toEqual([
    'metadata.finalizers: must be a list',
    'metadata.labels: must be a map',
  ]);
});

test('kinds without a schema, and keys such as constructor', () => {
  expect(problems('cert-manager.io/v1', 'constructor', {})).toEqual([]);
  expect(problems('example.com/v1', 'Thing', {})).toEqual([]);
  expect(certificate(JSON.parse('{"constructor": 1, "__proto__": 1}'))).toEqual([
    expect.stringContaining('spec.constructor: unknown key'),
    expect.stringContaining('spec.__proto__: unknown key'),
  ]);
});

test('all custom resources that the charts render pass', () => {
  const found = cases.flatMap(({ system, values }) =>
    rendered(system, [values]).objects.filter(({ apiVersion }) =>
      SCHEMA_GROUPS.includes(apiVersion.split('/')[0] ?? ''),
    ),
  );
  expect([...new Set(found.map(({ kind }) => kind))].sort()).toMatchInlineSnapshot(`
[
  "BackendTLSPolicy",
  "Certificate",
  "Gateway",
  "HTTPRoute",
  "Issuer",
  "NodePool",
  "PodMonitor",
  "PrometheusRule",
  "ServiceMonitor",
  "TCPRoute",
]
`);
  expect(found.flatMap((object) => problemsOf(object).map((problem) => `${object.kind} ${problem}`))).toEqual([]);
});

test('every pattern is a regular expression of JavaScript, too', () => {
  const patterns = SCHEMA_GROUPS.flatMap(
    (group) => customGroup(group)?.parts.flatMap(({ pattern }) => pattern ?? []) ?? [],
  );
  expect(patterns.length).toBeGreaterThan(50);
  for (const pattern of patterns) expect(() => expressionOf(pattern)).not.toThrow();
  expect(expressionOf('^(?i)(abort|warn)?$').test('Abort')).toBe(true);
});

test('every kind of imports/crds has a schema, unless no module publishes it', () => {
  const folder = join(__dirname, '..', '..', 'imports', 'crds');
  const kinds = readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).flatMap((document) => {
      const one = document.toJS();
      const definitions: Definition[] = one.kind === 'List' ? one.items : [one];
      return definitions.map(({ spec }) => [spec.group, spec.names.kind] as const);
    }),
  );
  const missing = kinds.filter(([group, kind]) => customGroup(group)?.kinds[kind] === undefined);
  expect(missing.map(([, kind]) => kind)).toEqual(['PeerPod']);
});

test('a release without custom resources does not load the schemas', () => {
  jest.isolateModules(() => {
    jest.doMock('../../lib/k8s/custom-resources', () => {
      throw new Error('loaded');
    });
    const { patched } = require('../patches/support') as typeof import('../patches/support');
    expect(() =>
      patched('daytona-region', '- target: {kind: Service}\n  patch: {metadata: {labels: {a: b}}}'),
    ).not.toThrow();
    const issuer = '{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: a}, spec: {selfSigned: {}}}';
    expect(() => patched('daytona-region', `extraObjects: [${issuer}]`)).toThrow('loaded');
  });
});
