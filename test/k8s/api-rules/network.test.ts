// What the API server refuses in Services, network policies, Ingresses and routes.

import { refusals } from '../../../lib/k8s/api-rules';
import { isStrictlyIn, networkOf } from '../../../lib/k8s/api-rules/formats';
import { combinations, httpRouteFilter, httpRouteRule, milliseconds } from '../../../lib/k8s/api-rules/gateway';
import type { Refusal } from '../../../lib/k8s/api-rules/refusal';
import { formatPath } from '../../../lib/values/path';
import { refused } from './support';

const NET = 'networking.k8s.io/v1';

test.each<[type: string, yaml: string, expected: string[]]>([
  [
    'v1/ServiceSpec',
    '{type: NodePort, ports: [{name: a, port: 80, targetPort: http, nodePort: 30000, protocol: UDP}]}',
    [],
  ],
  [
    'v1/ServiceSpec',
    '{type: Other, sessionAffinity: Cookie, sessionAffinityConfig: {clientIP: {timeoutSeconds: 86401}}}',
    [
      'type: must be ClusterIP or NodePort or LoadBalancer or ExternalName',
      'sessionAffinity: must be ClientIP or None',
      'sessionAffinityConfig.clientIP.timeoutSeconds: must be from 1 to 86400',
    ],
  ],
  [
    'v1/ServiceSpec',
    '{ports: [{name: a.b, port: 0, protocol: HTTP, nodePort: 65536, targetPort: 0}, {port: 1, targetPort: "80"}]}',
    [
      'ports[0].name: is not a DNS label',
      'ports[0].port: must be from 1 to 65535',
      'ports[0].protocol: must be TCP or UDP or SCTP',
      'ports[0].nodePort: must be from 1 to 65535',
      'ports[0].targetPort: must be from 1 to 65535',
      'ports[1].targetPort: is not the name of a port',
    ],
  ],
  [
    'v1/ServiceSpec',
    '{ports: [{port: 80}, {port: 80, protocol: UDP}, {port: 80, protocol: TCP}]}',
    ['ports[2].port: is already used: 80 TCP'],
  ],
  [
    'v1/ServiceSpec',
    '{externalIPs: [10.0.0.1, a], loadBalancerSourceRanges: [" 10.0.0.0/8", 10.0.0.1]}',
    ['externalIPs[1]: is not an IP address', 'loadBalancerSourceRanges[1]: is not a network such as 10.0.0.0/8'],
  ],
  ['v1/ServiceSpec', '{type: ExternalName, externalName: a.example.}', []],
  ['v1/ServiceSpec', '{type: ExternalName}', ['externalName: must be a host name']],
  [`${NET}/NetworkPolicyPeer`, '{podSelector: {}, namespaceSelector: {}}', []],
  [`${NET}/NetworkPolicyPeer`, '{}', [': must have podSelector, namespaceSelector or ipBlock']],
  [
    `${NET}/NetworkPolicyPeer`,
    '{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}',
    ['ipBlock: must not be combined with others'],
  ],
  [
    `${NET}/NetworkPolicyPeer`,
    '{namespaceSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}',
    ['ipBlock: must not be combined with others'],
  ],
  [`${NET}/IPBlock`, '{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}', []],
  [`${NET}/IPBlock`, '{cidr: 10.0.0.1}', ['cidr: is not a network such as 10.0.0.0/8']],
  [
    `${NET}/IPBlock`,
    '{cidr: 10.0.0.0/8, except: [11.0.0.0/16, 10.0.0.0/8, x]}',
    [
      'except[0]: must be a part of 10.0.0.0/8',
      'except[1]: must be a part of 10.0.0.0/8',
      'except[2]: is not a network such as 10.0.0.0/8',
    ],
  ],
  [`${NET}/NetworkPolicyIngressRule`, '{ports: [{port: 1, endPort: 1, protocol: SCTP}, {port: http}]}', []],
  [
    `${NET}/NetworkPolicyEgressRule`,
    '{ports: [{port: 0, protocol: tcp}, {port: "80"}, {port: 2, endPort: 1}, {port: http, endPort: 9}, {endPort: 0}]}',
    [
      'ports[0].protocol: must be TCP or UDP or SCTP',
      'ports[0].port: must be from 1 to 65535',
      'ports[1].port: is not the name of a port',
      'ports[2].endPort: must be at least port, which must be a number',
      'ports[3].endPort: must be at least port, which must be a number',
      'ports[4].endPort: must be from 1 to 65535',
      'ports[4].endPort: must be at least port, which must be a number',
    ],
  ],
  [`${NET}/HTTPIngressPath`, '{path: /a.b/, pathType: Prefix}', []],
  [`${NET}/HTTPIngressPath`, '{pathType: ImplementationSpecific}', []],
  [`${NET}/HTTPIngressPath`, '{path: //, pathType: ImplementationSpecific}', []],
  [`${NET}/HTTPIngressPath`, '{pathType: Exact}', ['path: must start with /']],
  [
    `${NET}/HTTPIngressPath`,
    '{path: a, pathType: Regex}',
    ['pathType: must be Prefix or Exact or ImplementationSpecific', 'path: must start with /'],
  ],
  ...['//', '/.', '/../a', '/a%2Fb'].map((path): [string, string, string[]] => [
    `${NET}/HTTPIngressPath`,
    `{path: "${path}", pathType: Prefix}`,
    ['path: must not contain //, /./, /../ or %2f'],
  ]),
  [`${NET}/IngressBackend`, '{service: {name: a, port: {number: 80}}}', []],
  [`${NET}/IngressBackend`, '{resource: {kind: A, name: a}}', []],
  [`${NET}/IngressBackend`, '{}', [': must have service or resource']],
  [
    `${NET}/IngressBackend`,
    '{service: {name: A, port: {}}, resource: {kind: A, name: a}}',
    [
      'resource: conflicts with service: set only one of them',
      'service.name: is not a Service name',
      'service.port: must have either name or number',
    ],
  ],
  [
    `${NET}/IngressBackend`,
    '{service: {name: a, port: {name: b, number: 1}}}',
    ['service.port: must have either name or number'],
  ],
  [
    `${NET}/IngressBackend`,
    '{service: {name: a, port: {name: "80"}}}',
    ['service.port.name: is not a valid port name'],
  ],
  [
    `${NET}/IngressBackend`,
    '{service: {name: a, port: {number: 65536}}}',
    ['service.port.number: must be from 1 to 65535'],
  ],
  [`${NET}/IngressRule`, '{host: "*.a.example"}', []],
  [`${NET}/IngressRule`, '{host: 10.0.0.1}', ['host: must be a host name, not an IP address']],
  [`${NET}/IngressRule`, '{host: "a.*.example"}', ['host: is not a host name']],
  [
    `${NET}/IngressTLS`,
    '{hosts: [a.example, A, "::1"], secretName: B}',
    [
      'hosts[1]: is not a host name',
      'hosts[2]: must be a host name, not an IP address',
      'secretName: is not an object name',
    ],
  ],
  [
    `${NET}/IngressSpec`,
    '{ingressClassName: A, rules: []}',
    ['ingressClassName: is not an object name', ': must have defaultBackend or rules'],
  ],
  [`${NET}/IngressSpec`, '{defaultBackend: {service: {name: a, port: {number: 1}}}}', []],
  [`${NET}/IngressSpec`, '{rules: [{host: a}]}', []],
])('%s %s', (type, yaml, expected) => {
  expect(refused(type, yaml)).toEqual(expected);
});

const texts = (found: Iterable<Refusal>) => [...found].map(({ path, message }) => `${formatPath(path)}: ${message}`);

describe('routes of the Gateway API', () => {
  const rule = (fields: object) => texts(httpRouteRule(fields as never));
  const filter = (fields: object) => texts(httpRouteFilter(fields as never));
  const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
  const rewrite = (path: object) => ({ type: 'URLRewrite', urlRewrite: { path } });

  test.each([
    [redirect, []],
    [{ type: 'URLRewrite' }, ['urlRewrite: is required for type URLRewrite']],
    [{ ...redirect, cors: {} }, ['cors: is only for type CORS']],
    [rewrite({ type: 'ReplaceFullPath', replaceFullPath: '/a' }), []],
    [rewrite({ type: 'ReplacePrefixMatch', replacePrefixMatch: '/a' }), []],
    [
      rewrite({ type: 'ReplaceFullPath', replacePrefixMatch: '/a' }),
      [
        'urlRewrite.path.replaceFullPath: is required for type ReplaceFullPath',
        'urlRewrite.path.replacePrefixMatch: does not go with type ReplaceFullPath',
      ],
    ],
    [
      { type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplacePrefixMatch', replaceFullPath: '/a' } } },
      [
        'requestRedirect.path.replacePrefixMatch: is required for type ReplacePrefixMatch',
        'requestRedirect.path.replaceFullPath: does not go with type ReplacePrefixMatch',
      ],
    ],
  ])('the filter %j', (fields, expected) => {
    expect(filter(fields)).toEqual(expected);
  });

  test('the rules apply to filters in values, too', () => {
    expect(refusals('HTTPRouteFilter', { type: 'URLRewrite' })).toHaveLength(1);
  });

  test.each([
    [{ matches: [{ path: { value: '/a.b' } }, { path: { type: 'RegularExpression', value: '.*' } }, {}] }, []],
    [
      { matches: [{}, { path: { value: 'a' } }, { path: { value: '/a//b' } }, { path: { value: '/#' } }] },
      [
        'matches[1].path.value: must start with /',
        ...[2, 3].map((at) => `matches[${at}].path.value: must not contain //, /./, /../, %2f, %2F or #`),
      ],
    ],
    [
      {
        backendRefs: [
          { name: 'a', port: 1 },
          { name: 'a', kind: 'Bucket' },
          { name: 'a', group: 'b.io' },
        ],
      },
      [],
    ],
    [{ backendRefs: [{ name: 'a' }] }, ['backendRefs[0].port: is required for a Service']],
    [
      { backendRefs: [{ name: 'a', port: 1, filters: [{ type: 'CORS' }] }] },
      ['backendRefs[0].filters[0].cors: is required for type CORS'],
    ],
    [{ filters: [redirect] }, []],
    [
      { filters: [redirect], backendRefs: [{ name: 'a', port: 1 }] },
      ['backendRefs: must be empty with a filter of type RequestRedirect'],
    ],
    [{ timeouts: { request: '1s', backendRequest: '1000ms' } }, []],
    [{ timeouts: { request: '0s', backendRequest: '1s' } }, []],
    [{ timeouts: { backendRequest: '1s' } }, []],
    [
      { timeouts: { request: '1s', backendRequest: '1001ms' } },
      ['timeouts.backendRequest: must not be longer than request'],
    ],
  ])('the rule %j', (fields, expected) => {
    expect(rule(fields)).toEqual(expected);
  });

  test('a filter that is not repeatable occurs once, and a rewrite excludes a redirect', () => {
    const types = (...all: string[]) => texts(combinations(all.map((type) => ({ type })) as never, ['filters']));
    expect(types('RequestMirror', 'RequestMirror', 'ExtensionRef', 'ExtensionRef', 'CORS', 'URLRewrite')).toEqual([]);
    expect(types('CORS', 'CORS')).toEqual(['filters[1]: must not have a second filter of type CORS']);
    expect(types('RequestRedirect', 'URLRewrite')).toEqual([
      'filters[1]: URLRewrite and RequestRedirect cannot be used together',
    ]);
  });

  test('durations have several units', () => {
    expect(milliseconds('1h2m3s4ms')).toBe(3_723_004);
    expect(milliseconds('0s')).toBe(0);
    expect(milliseconds(undefined)).toBeUndefined();
  });
});

describe('networks', () => {
  test.each(['10.0.0.0/8', '0.0.0.0/0', '10.0.0.1/32', '::/0', '2001:db8::/128', '::1/64', 'fe80:1:2:3:4:5:6:7/64'])(
    '%s is one',
    (text) => {
      expect(networkOf(text)).toBeDefined();
    },
  );

  test.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0/8',
    '/8',
    '::/129',
    'fe80::1%eth0/64',
    '::10.0.0.1/64',
    'a/8',
  ])('%s is none', (text) => {
    expect(networkOf(text)).toBeUndefined();
  });

  test.each([
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/8', false],
    ['10.0.0.0/8', '10.1.0.0/16', false],
    ['11.0.0.0/16', '10.0.0.0/8', false],
    ['2001:db8:0:1::/64', '2001:db8::/32', true],
    ['2001:db9::/64', '2001:db8::/32', false],
    ['10.0.0.0/32', '::/0', false],
    ['::1/128', '::/127', true],
    ['::2/128', '::/127', false],
  ])('%s is in %s: %s', (inner, outer, expected) => {
    const [small, large] = [networkOf(inner), networkOf(outer)];
    if (!small || !large) throw new Error('not a network');
    expect(isStrictlyIn(small, large)).toBe(expected);
  });
});
