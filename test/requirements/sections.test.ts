// Sections of the requirements whose entries depend on details of the objects.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { requirementsOf } from '../../lib/requirements/requirements';
import { deployment, ingress, labs, object, service } from '../support/manifests';

const needs = (...objects: Manifest[]) => requirementsOf({ name: 'lab', objects, externals: [] });
const GATEWAY = 'gateway.networking.k8s.io/v1';

describe('Gateways', () => {
  const route = (parentRefs: object[], more: object = {}) =>
    labs(GATEWAY, 'HTTPRoute', 'web', { spec: { parentRefs, ...more } });
  const gateway = labs(GATEWAY, 'Gateway', 'own', {
    spec: {
      gatewayClassName: 'envoy',
      listeners: [
        { name: 'a', port: 443, hostname: 'a.io', tls: {} },
        { name: 'b', port: 80, hostname: 'b.io' },
      ],
    },
  });
  const by = ['HTTPRoute labs/web'];

  test('are listed with the listener, the port and the hosts that a route needs', () => {
    const parents = [{ name: 'public', namespace: 'infra', sectionName: 'https', port: 443 }];
    expect(needs(route(parents, { hostnames: ['a.io'] })).gateways).toEqual([
      {
        ...{ name: 'public', namespace: 'infra', listener: 'https', port: 443, route: 'HTTPRoute' },
        ...{ hosts: ['a.io'], admits: 'labs', by },
      },
    ]);
  });

  test('without a namespace are in that of the route', () => {
    expect(needs(route([{ name: 'public' }])).gateways).toEqual([
      { name: 'public', namespace: 'labs', route: 'HTTPRoute', by },
    ]);
    const tcp = object(GATEWAY, 'TCPRoute', 'ssh', { spec: { parentRefs: [{ name: 'public' }] } });
    expect(needs(tcp).gateways).toEqual([{ name: 'public', route: 'TCPRoute', by: ['TCPRoute ssh'] }]);
  });

  test('of the release itself need a class, and their hosts have a certificate if the listener has one', () => {
    const all = needs(gateway, route([{ name: 'own' }], { hostnames: ['a.io', 'b.io'] }));
    expect(all.gateways).toEqual([]);
    expect(all.classes).toEqual([{ kind: 'GatewayClass', name: 'envoy', by: ['Gateway labs/own'] }]);
    expect(all.hosts).toEqual([
      { host: 'a.io', tls: true, by },
      { host: 'b.io', tls: false, by },
    ]);
  });

  test('of another kind of parent, or of another API, are none', () => {
    expect(needs(route([{ kind: 'Service', name: 'a' }])).gateways).toEqual([]);
    const other = labs('example.com/v1', 'HTTPRoute', 'web', {
      spec: { parentRefs: [{ name: 'a' }], hostnames: ['a.io'] },
    });
    expect(needs(other)).toMatchObject({ gateways: [], hosts: [] });
  });
});

test.each([
  ['NetworkPolicy', 'networkpolicies'],
  ['Ingress', 'ingresses'],
  ['Gateway', 'gateways'],
  ['Buoy', 'buoys'],
])('the plural of %s is %s', (kind, plural) => {
  const [api] = needs(labs('example.com/v1', kind, 'a', { spec: { rules: [], listeners: [] } })).apis;
  expect(api).toEqual({ apiVersion: 'example.com/v1', kind, crd: `${plural}.example.com`, by: [`${kind} labs/a`] });
});

test.each([
  ['Resource', 1],
  ['ContainerResource', 1],
  ['External', 0],
])('an autoscaler for metrics of type %s needs the metrics of pods: %d', (type, count) => {
  expect(
    needs(labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'a', { spec: { metrics: [{ type }] } })).apis,
  ).toHaveLength(count);
});

test('issuers are namespaced, unless they are ClusterIssuers', () => {
  const certificate = labs('cert-manager.io/v1', 'Certificate', 'c', { spec: { issuerRef: { name: 'a' } } });
  const annotated = ingress({}, { 'cert-manager.io/cluster-issuer': 'b' });
  expect(needs(certificate, annotated).objects).toEqual([
    { kind: 'Issuer', name: 'a', namespace: 'labs' },
    { kind: 'ClusterIssuer', name: 'b' },
  ]);
});

test('a store is listed with whole entries, too, each once', () => {
  const spec = {
    secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
    data: [
      { secretKey: 'a', remoteRef: { key: 'x' } },
      { secretKey: 'b', remoteRef: { key: 'x' } },
    ],
    dataFrom: [{ extract: { key: 'y' } }, { find: {} }],
  };
  expect(needs(labs('external-secrets.io/v1', 'ExternalSecret', 'db', { spec })).objects).toEqual([
    { kind: 'ClusterSecretStore', name: 'vault', keys: ['x', 'y'] },
  ]);
});

test('load balancers are listed with their class, other Services are not', () => {
  const balanced = service({
    type: 'LoadBalancer',
    loadBalancerClass: 'internal',
    ports: [{ port: 80 }, { port: 443 }],
  });
  expect(needs(balanced).loadBalancers).toEqual([{ ports: [80, 443], class: 'internal', by: ['Service labs/web'] }]);
  expect(needs(service({ type: 'NodePort' })).loadBalancers).toEqual([]);
});

test('a class that an annotation of an Ingress names counts, and hosts of rules and certificates are listed once', () => {
  const rules = [{ host: 'a.io' }, { host: 'a.io' }, {}];
  const web = ingress({ rules, tls: [{ hosts: ['b.io'] }, {}] }, { 'kubernetes.io/ingress.class': 'nginx' });
  expect(needs(web).classes).toEqual([{ kind: 'IngressClass', name: 'nginx', by: ['Ingress labs/web'] }]);
  expect(needs(web).hosts.map(({ host, tls }) => [host, tls])).toEqual([
    ['a.io', false],
    ['b.io', true],
  ]);
});

test('node affinity that is required is listed, and images once', () => {
  const nodeSelectorTerms = [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }];
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
  const web = deployment({ pod: { affinity, initContainers: [{ name: 'i', image: 'web:1' }] } });
  expect(needs(web).nodes).toEqual([{ oneOf: nodeSelectorTerms, by: ['Deployment labs/web'] }]);
  expect(needs(web).images).toEqual(['web:1']);
});
