// Routes, the Gateway of a release, and what they need.

import { system as platform } from '../../../charts/daytona';
import { system as region } from '../../../charts/daytona-region';
import type {
  BackendTlsPolicySpec,
  GatewaySpec,
  HttpRouteSpec,
  TcpRouteSpec,
} from '../../../imports/gateway.networking.k8s.io';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { requirementsOf } from '../../../lib/requirements/requirements';
import { requirementsText } from '../../../lib/requirements/text';
import { cases } from '../../support/charts';
import { only, render } from '../../support/render';

const example = (chart: string) => cases.find((one) => one.chart === chart && one.name === 'example')?.values ?? {};

type Tree = Record<string, unknown>;

const merged = (below: Tree, above: Tree): Tree => ({
  ...below,
  ...Object.fromEntries(
    Object.entries(above).map(([key, value]) => {
      const old = below[key];
      const isMap = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);
      return [key, isMap(old) && isMap(value) ? merged(old as Tree, value as Tree) : value];
    }),
  ),
});

const ofRegion = (values: Tree) => render(region, merged(example('daytona-region'), values), { namespace: 'daytona' });
const ofPlatform = (values: Tree) => render(platform, merged(example('daytona'), values), { namespace: 'daytona' });

const SHARED = { httpRoute: { enabled: true, parentRefs: [{ name: 'shared', namespace: 'gateways' }] } };
const OWN = { httpRoute: { enabled: true }, gateway: { create: true, className: 'eg' } };

const spec = <T>(object: Manifest) => object.spec as T;
const kinds = ({ objects }: { readonly objects: readonly Manifest[] }, kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

describe('routes', () => {
  test('are off by default', () => {
    expect(kinds(ofPlatform({}), 'HTTPRoute')).toEqual([]);
  });

  test('are on for every Ingress, or for one of them', () => {
    const all = ['daytona-harbor-route', 'daytona-dex', 'daytona-api', 'daytona-proxy'];
    expect(kinds(ofPlatform({ global: SHARED }), 'HTTPRoute')).toEqual(all);
    const one = { services: { proxy: { httpRoute: { enabled: true, parentRefs: [{ name: 'own' }] } } } };
    expect(kinds(ofPlatform(one), 'HTTPRoute')).toEqual(['daytona-proxy']);
    const others = { global: SHARED, services: { proxy: { httpRoute: { enabled: false } } } };
    expect(kinds(ofPlatform(others), 'HTTPRoute')).toEqual(all.slice(0, 3));
  });

  test('can be on with and without the Ingress', () => {
    expect(kinds(ofPlatform({ global: SHARED }), 'Ingress')).toContain('daytona-proxy');
    const alone = ofPlatform({ global: SHARED, services: { proxy: { ingress: { enabled: false } } } });
    expect(kinds(alone, 'Ingress')).not.toContain('daytona-proxy');
    expect(kinds(alone, 'HTTPRoute')).toContain('daytona-proxy');
  });

  test('have no timeout where files are uploaded and connections stay open', () => {
    const timeouts = (name: string) =>
      spec<HttpRouteSpec>(only(ofPlatform({ global: SHARED }), 'HTTPRoute', name)).rules?.[0]?.timeouts;
    expect(timeouts('daytona-proxy')).toEqual({ request: '0s' });
    expect(timeouts('daytona-harbor-route')).toEqual({ request: '0s' });
    expect(timeouts('daytona-dex')).toBeUndefined();
  });

  test('sandboxes have wildcard hosts', () => {
    const { hostnames } = spec<HttpRouteSpec>(only(ofRegion({ global: SHARED }), 'HTTPRoute', 'daytona-region-proxy'));
    expect(hostnames).toEqual(['proxy.mycompany.daytona.io', '*.proxy.mycompany.daytona.io']);
  });

  test('give Dex and the snapshot manager their public addresses', () => {
    const { objects } = ofPlatform({ global: SHARED, dex: { ingress: { enabled: false } } });
    expect(JSON.stringify(objects)).toContain('https://dex.daytona.acme.io/dex');
    expect(JSON.stringify(objects)).not.toContain('localhost:5556');
    const snapshots = { services: { snapshotManager: { ingress: { enabled: false, hostname: 's.example.com' } } } };
    const text = JSON.stringify(ofRegion({ global: SHARED, snapshotManagerUrl: '', ...snapshots }).objects);
    expect(text).toContain('https://s.example.com');
  });

  test('settings of the route apply to its rules, except the additional ones', () => {
    const { spec: found } = only(
      render(
        region,
        cases.find(({ chart, name }) => chart === 'daytona-region' && name === 'everything-gateway')?.values ?? {},
      ),
      'HTTPRoute',
      'daytona-region-proxy',
    );
    const { rules = [], hostnames = [] } = found as HttpRouteSpec;
    expect(hostnames).toContain('sandboxes.mycompany.io');
    expect(
      rules.map(({ filters = [], timeouts }) => [filters.map(({ type }) => type), timeouts?.backendRequest]),
    ).toEqual([
      [['ResponseHeaderModifier'], '30s'],
      [['ResponseHeaderModifier'], '30s'],
      [['RequestRedirect'], undefined],
      [[], undefined],
    ]);
  });
});

describe('the Gateway of a release', () => {
  const gateway = (release: ReturnType<typeof render>) => only(release, 'Gateway');

  test('has an HTTPS listener for each host, and plain HTTP for redirects', () => {
    const { metadata, spec: found } = gateway(ofRegion({ global: OWN, certManager: { issuer: 'le' } }));
    expect(metadata.annotations).toMatchObject({ 'cert-manager.io/cluster-issuer': 'le' });
    const { gatewayClassName, listeners } = found as GatewaySpec;
    expect(gatewayClassName).toBe('eg');
    expect(
      listeners.map(({ port, protocol, hostname, tls }) => [port, protocol, hostname, tls?.certificateRefs?.[0]?.name]),
    ).toEqual([
      [80, 'HTTP', undefined, undefined],
      [443, 'HTTPS', 'proxy.mycompany.daytona.io', 'proxy.mycompany.daytona.io-tls'],
      [443, 'HTTPS', '*.proxy.mycompany.daytona.io', 'proxy.mycompany.daytona.io-tls'],
      [443, 'HTTPS', 'snapshots.mycompany.daytona.io', 'snapshots.mycompany.daytona.io-tls'],
    ]);
  });

  test('an Issuer in the namespace has its own annotation', () => {
    const release = ofRegion({ global: OWN, certManager: { issuer: 'le', kind: 'Issuer' } });
    expect(gateway(release).metadata.annotations).toMatchObject({ 'cert-manager.io/issuer': 'le' });
  });

  test('cert-manager creates the certificates of its listeners: there are no Certificates of the chart', () => {
    expect(kinds(ofRegion({ global: OWN, certManager: { issuer: 'le' } }), 'Certificate')).toEqual([]);
    expect(kinds(ofRegion({ global: SHARED, certManager: { issuer: 'le' } }), 'Certificate')).toHaveLength(2);
  });

  test('the issuer in the annotations of an Ingress moves to the Gateway with it', () => {
    const annotations = { 'cert-manager.io/cluster-issuer': 'le', other: 'x' };
    const release = ofRegion({ global: OWN, services: { proxy: { ingress: { enabled: false, annotations } } } });
    expect(gateway(release).metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'le' });
  });

  test('a self-signed certificate serves the listener', () => {
    const release = ofRegion({ global: OWN, services: { proxy: { ingress: { enabled: false, selfSigned: true } } } });
    expect(kinds(release, 'Job').filter((name) => name.includes('proxy-tls'))).toHaveLength(1);
  });

  test('routes name their listeners', () => {
    const { parentRefs } = spec<HttpRouteSpec>(only(ofRegion({ global: OWN }), 'HTTPRoute', 'daytona-region-proxy'));
    expect(parentRefs).toMatchObject([
      { name: 'daytona-region-gateway', sectionName: 'https-proxy.mycompany.daytona.io' },
      { name: 'daytona-region-gateway', sectionName: 'https-wildcard.proxy.mycompany.daytona.io' },
    ]);
  });

  test('plain HTTP is redirected, unless the host has no TLS', () => {
    const redirect = only(ofRegion({ global: OWN }), 'HTTPRoute', 'daytona-region-proxy-redirect');
    expect(redirect.spec).toMatchObject({
      parentRefs: [{ name: 'daytona-region-gateway', sectionName: 'http' }],
      hostnames: ['proxy.mycompany.daytona.io', '*.proxy.mycompany.daytona.io'],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
    const plain = ofRegion({
      global: OWN,
      proxyUrl: 'http://proxy.mycompany.daytona.io',
      services: { proxy: { ingress: { tls: false } } },
    });
    expect(kinds(plain, 'HTTPRoute')).not.toContain('daytona-region-proxy-redirect');
  });

  test('a host of two components has one listener', () => {
    const host = { dex: { ingress: { enabled: false, hostname: 'daytona.acme.io', path: '/dex' } } };
    const { listeners } = spec<GatewaySpec>(gateway(ofPlatform({ global: OWN, ...host })));
    const hosts = listeners.map(({ hostname }) => hostname);
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  test('SSH is a TCPRoute on request', () => {
    const release = ofPlatform({ global: OWN, services: { sshGateway: { tcpRoute: { enabled: true } } } });
    expect(spec<GatewaySpec>(gateway(release)).listeners.at(-1)).toMatchObject({
      name: 'ssh',
      port: 2222,
      protocol: 'TCP',
    });
    expect(spec<TcpRouteSpec>(only(release, 'TCPRoute'))).toMatchObject({
      parentRefs: [{ name: 'daytona-gateway', sectionName: 'ssh' }],
      rules: [{ backendRefs: [{ name: 'daytona-ssh-gateway', port: 2222 }] }],
    });
  });
});

test('a server that terminates TLS has a BackendTLSPolicy', () => {
  const policy = (tls: Tree) =>
    spec<BackendTlsPolicySpec>(only(ofRegion({ global: SHARED, services: { proxy: { tls } } }), 'BackendTLSPolicy'))
      .validation;
  expect(policy({ enabled: true })).toEqual({
    hostname: 'proxy.mycompany.daytona.io',
    wellKnownCACertificates: 'System',
  });
  expect(policy({ enabled: true, backendTLSPolicy: { hostname: 'in.side', caConfigMap: 'ca' } })).toEqual({
    hostname: 'in.side',
    caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }],
  });
  expect(kinds(ofRegion({ global: SHARED }), 'BackendTLSPolicy')).toEqual([]);
});

describe('requirements', () => {
  test('the GatewayClass, the issuer and the CRDs of an own Gateway', () => {
    const text = requirementsText([requirementsOf(ofRegion({ global: OWN, certManager: { issuer: 'le' } }))]);
    expect(text).toContain('GatewayClass eg: Gateway daytona/daytona-region-gateway\n');
    expect(text).toContain('ClusterIssuer le\n');
    expect(text).toContain('DNS name *.proxy.mycompany.daytona.io, with a certificate');
    const { apis } = requirementsOf(ofRegion({ global: OWN }));
    expect(apis.map(({ crd }) => crd)).toEqual(
      expect.arrayContaining(['gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io']),
    );
  });

  test('the certificates of its listeners, if nobody creates them', () => {
    const own = { services: { proxy: { ingress: { enabled: false } } } };
    const { objects } = requirementsOf(ofRegion({ global: OWN, ...own }));
    expect(objects).toContainEqual(
      expect.objectContaining({ kind: 'Secret', name: 'proxy.mycompany.daytona.io-tls', type: 'kubernetes.io/tls' }),
    );
  });

  test('the listeners of a Gateway that exists', () => {
    const parentRefs = [{ name: 'shared', namespace: 'gateways', sectionName: 'https' }];
    const release = ofRegion({ global: { httpRoute: { enabled: true, parentRefs } } });
    expect(requirementsOf(release).gateways[0]).toEqual({
      name: 'shared',
      namespace: 'gateways',
      listener: 'https',
      route: 'HTTPRoute',
      hosts: ['proxy.mycompany.daytona.io', '*.proxy.mycompany.daytona.io'],
      admits: 'daytona',
      by: ['HTTPRoute daytona/daytona-region-proxy'],
    });
    expect(requirementsText([requirementsOf(release)])).toContain(
      'Gateway gateways/shared with a listener https for proxy.mycompany.daytona.io, *.proxy.mycompany.daytona.io, which admits routes of namespace daytona: HTTPRoute daytona/daytona-region-proxy\n',
    );
  });
});
