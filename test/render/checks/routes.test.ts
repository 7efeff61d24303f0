// Routes of the Gateway API, and what they refer to.

import { deployment, findings, labs, object, service } from '../../support/manifests';

const V1 = 'gateway.networking.k8s.io/v1';
const route = (spec: object) => labs(V1, 'HTTPRoute', 'web', { spec });
const gateway = labs(V1, 'Gateway', 'own', {
  spec: { gatewayClassName: 'a', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
});
const parentRefs = [{ name: 'own' }];
const to = (name: string, more: object = {}) => ({
  parentRefs,
  rules: [{ backendRefs: [{ name, port: 80, ...more }] }],
});
const known = [gateway, deployment(), service({})];
const external = { kind: 'Gateway', name: 'public', namespace: 'infra', keys: [], generated: false };

const found = (spec: object) => findings([...known, route(spec)]);

test.each([
  [to('web')],
  [{ parentRefs: [{ name: 'own', sectionName: 'http' }], rules: [{}] }],
  [{ parentRefs: [{ name: 'own', namespace: 'labs' }], rules: [{}] }],
  [to('bucket', { kind: 'Bucket', group: 'example.com' })],
  [to('bucket', { group: 'example.com' })],
])('%j is fine', (spec) => {
  expect(found(spec)).toEqual([]);
});

test.each<[object, string]>([
  [{ rules: [{}] }, 'spec.parentRefs: must name a Gateway'],
  [{ parentRefs: [{ name: 'gone' }], rules: [{}] }, 'spec.parentRefs[0].name: Gateway gone is not in the release'],
  [
    { parentRefs: [{ name: 'own', namespace: 'infra' }], rules: [{}] },
    'spec.parentRefs[0].name: Gateway own is not in the release',
  ],
  [
    { parentRefs: [{ name: 'own', sectionName: 'https' }], rules: [{}] },
    'spec.parentRefs[0].sectionName: Gateway own has no listener https',
  ],
  [to('gone'), 'spec.rules[0].backendRefs[0].name: Service gone is not in the release'],
  [to('web', { namespace: 'other' }), 'spec.rules[0].backendRefs[0].name: Service web is not in the release'],
  [to('web', { port: 81 }), 'spec.rules[0].backendRefs[0].port: '],
  [
    { parentRefs, rules: [{ backendRefs: [{ name: 'web' }] }] },
    'spec.rules[0].backendRefs[0].port: is required for a Service',
  ],
  [
    { parentRefs, rules: [{ filters: [{ type: 'URLRewrite' }] }] },
    'spec.rules[0].filters[0].urlRewrite: is required for type URLRewrite',
  ],
  [{ parentRefs, ruls: [] }, 'spec.ruls: unknown key (did you mean rules?)'],
])('%j is refused', (spec, message) => {
  const [only, ...more] = found(spec);
  expect(only).toContain(`HTTPRoute labs/web ${message}`);
  expect(more).toEqual([]);
});

test('a Gateway that the user has need not be in the release', () => {
  const spec = { parentRefs: [{ name: 'public', namespace: 'infra', sectionName: 'any' }], rules: [{}] };
  expect(findings([route(spec)], [external])).toEqual([]);
});

test('a TCPRoute is checked like an HTTPRoute, and a kind of another API is not', () => {
  const tcp = labs('gateway.networking.k8s.io/v1alpha2', 'TCPRoute', 'ssh', { spec: to('gone') });
  expect(findings([gateway, tcp])).toEqual([
    expect.stringContaining('TCPRoute labs/ssh spec.rules[0].backendRefs[0].name: Service gone'),
  ]);
  expect(findings([labs('example.com/v1', 'HTTPRoute', 'web', { spec: { any: 1 } })])).toEqual([]);
});

test('certificates of listeners must exist', () => {
  const tls = (name: string, namespace?: string) => ({
    certificateRefs: [{ name: 'there' }, { name, ...(namespace ? { namespace } : {}) }],
  });
  const secure = (name: string, namespace?: string) =>
    labs(V1, 'Gateway', 'own', {
      spec: {
        gatewayClassName: 'a',
        listeners: [
          { name: 'a', port: 80, protocol: 'HTTP' },
          { name: 'b', port: 443, protocol: 'HTTPS', tls: tls(name, namespace) },
        ],
      },
    });
  const there = labs('v1', 'Secret', 'there', { data: {} });
  const there2 = object('v1', 'Secret', 'other', { data: {} }, 'infra');
  expect(findings([secure('there'), there])).toEqual([]);
  expect(findings([secure('other', 'infra'), there, there2])).toEqual([]);
  expect(findings([secure('other'), there, there2])).toEqual([
    expect.stringContaining('Gateway labs/own spec.listeners[1].tls.certificateRefs[1].name: Secret other'),
  ]);
});

test('targets and certificates of a BackendTLSPolicy must exist', () => {
  const policy = (target: string, ca: string) =>
    labs(V1, 'BackendTLSPolicy', 'web', {
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: target }],
        validation: { hostname: 'a.io', caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: ca }] },
      },
    });
  const map = labs('v1', 'ConfigMap', 'ca', { data: { 'ca.crt': 'x' } });
  expect(findings([...known, map, policy('web', 'ca')])).toEqual([]);
  expect(findings([...known, map, policy('db', 'cb')])).toEqual([
    expect.stringContaining('spec.targetRefs[0].name: Service db'),
    expect.stringContaining('spec.validation.caCertificateRefs[0].name: ConfigMap cb'),
  ]);
});
