// Values for the Gateway API that contradict each other, or that the API server would reject.

import { system as platform } from '../../../charts/daytona';
import { system as region } from '../../../charts/daytona-region';
import { cases } from '../../support/charts';
import { rendered } from '../../support/render';

const example = (chart: string) => cases.find((one) => one.chart === chart && one.name === 'example')?.values ?? {};
const ofRegion = (values: object) => () => rendered(region, [example('daytona-region'), values]);
const ofPlatform = (values: object) => () => rendered(platform, [example('daytona'), values]);

const SHARED = { global: { httpRoute: { enabled: true, parentRefs: [{ name: 'shared' }] } } };
const proxy = (httpRoute: object, ingress: object = {}) => ({ ...SHARED, services: { proxy: { httpRoute, ingress } } });
const AT = 'services.proxy.httpRoute';

test.each<[object, string]>([
  [{ global: { httpRoute: { enabled: true } } }, 'global.httpRoute.parentRefs: needs a Gateway'],
  [{ services: { proxy: { httpRoute: { enabled: true } } } }, `${AT}.parentRefs: needs a Gateway`],
  [
    { global: { httpRoute: { enabled: true }, gateway: { create: true } } },
    'global.gateway.className: is required with global.gateway.create',
  ],
  [{ global: { gateway: { create: true, className: 'eg' } } }, 'global.gateway.create: would have no listener'],
  [
    {
      global: { httpRoute: { enabled: true }, gateway: { create: true, className: 'eg', ports: { http: 443 } } },
    },
    'global.gateway.ports.https: must differ from the HTTP port',
  ],
  [proxy({ filters: [{ type: 'URLRewrite' }] }), `${AT}.filters[0].urlRewrite: is required for type URLRewrite`],
  [
    proxy({
      filters: [
        { type: 'CORS', cors: {} },
        { type: 'CORS', cors: {} },
      ],
    }),
    `${AT}.filters[1]: must not have a second filter of type CORS`,
  ],
  [
    proxy({ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }),
    `${AT}.filters[0]: would keep all requests from the Service`,
  ],
  [proxy({ filters: [{ type: 'Redirect' }] }), `${AT}.filters[0].type: must be RequestHeaderModifier or`],
  [proxy({ timeouts: { request: '10' } }), `${AT}.timeouts.request: invalid value "10"`],
  [proxy({ timeouts: { request: '1s', backendRequest: '1m' } }), `${AT}.timeouts.backendRequest: is longer than`],
  [proxy({ hostnames: ['Example.com'] }), `${AT}.hostnames[0]: invalid value`],
  [proxy({ parentRefs: [{ namespace: 'x' }] }), `${AT}.parentRefs[0].name: is required`],
  [
    proxy({ rules: [{ backendRefs: [{ name: 'a' }] }] }),
    `${AT}.rules[0].backendRefs[0].port: is required for a Service`,
  ],
  [
    proxy({ rules: [{ matches: [{ path: { value: 'a' } }] }] }),
    `${AT}.rules[0].matches[0].path.value: must start with /`,
  ],
  [
    proxy({
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: {} }], backendRefs: [{ name: 'a', port: 1 }] }],
    }),
    `${AT}.rules[0].backendRefs: must be empty with a filter of type RequestRedirect`,
  ],
  [
    proxy(
      {},
      { extraPaths: [{ path: '/a', pathType: 'Prefix', backend: { service: { name: 'a', port: { name: 'b' } } } }] },
    ),
    'services.proxy.ingress.extraPaths[0].backend: cannot be a backend of an HTTPRoute: set port.number',
  ],
  [proxy({}, { path: '/a b' }), 'services.proxy.ingress.path: cannot be a path of an HTTPRoute, which accepts letters'],
  [
    proxy(
      {},
      { extraPaths: [{ path: '/a|b', pathType: 'Prefix', backend: { service: { name: 'a', port: { number: 1 } } } }] },
    ),
    'services.proxy.ingress.extraPaths[0].path: cannot be a path of an HTTPRoute',
  ],
  [
    proxy({}, { extraHosts: [{ name: 'a.example.com', path: '/[a]' }] }),
    'services.proxy.ingress.extraHosts[0].path: cannot be a path of an HTTPRoute',
  ],
  [
    {
      certManager: { issuer: 'le' },
      global: { httpRoute: { enabled: true }, gateway: { create: true, className: 'eg' } },
      services: {
        proxy: {
          ingress: {
            secrets: [{ name: 'x', certificate: '-----BEGIN CERTIFICATE-----', key: '-----BEGIN PRIVATE KEY-----' }],
          },
        },
      },
    },
    'services.proxy.ingress.secrets: conflicts with certManager.issuer',
  ],
  [
    { global: { ingressController: 'cilium' }, services: { proxy: { tls: { enabled: true } } } },
    'services.proxy.ingress.enabled: cannot be used with a server that terminates TLS',
  ],
])('region %j', (values, message) => {
  expect(ofRegion(values)).toThrow(message);
});

test.each<[object, string]>([
  [
    { harbor: { expose: { type: 'nodePort', httpRoute: { enabled: true, parentRefs: [{ name: 'a' }] } } } },
    'harbor.expose.httpRoute.enabled: conflicts with expose.type nodePort',
  ],
  [
    {
      global: { httpRoute: { enabled: true }, gateway: { create: true, className: 'eg' } },
      harbor: { expose: { tls: { certSource: 'none' } } },
    },
    'harbor.expose.tls.certSource: is for an Ingress',
  ],
  [
    { services: { sshGateway: { tcpRoute: { enabled: true } } } },
    'services.sshGateway.tcpRoute.parentRefs: needs a Gateway',
  ],
])('platform %j', (values, message) => {
  expect(ofPlatform(values)).toThrow(message);
});

test('what the API server would reject in a rendered route is found with its place', () => {
  const hostnames = Array.from({ length: 16 }, (_, index) => `h${index}.example.com`);
  expect(ofRegion(proxy({ hostnames }))).toThrow(
    'HTTPRoute default/daytona-region-proxy spec.hostnames: must have at most 16 entries',
  );
});

test('Harbor behind nginx keeps its Service when routes are on for all', () => {
  const { objects } = ofPlatform({ ...SHARED, harbor: { expose: { type: 'clusterIP' } } })();
  expect(objects.some(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name.includes('harbor'))).toBe(false);
});
