// What a change does to traffic and data, in words.

import { parse } from 'yaml';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';

const HEADS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  TCPRoute: 'gateway.networking.k8s.io/v1alpha2',
  Gateway: 'gateway.networking.k8s.io/v1',
};

const object = (kind: string, body: string, name = 'x'): Manifest =>
  parse(
    `{apiVersion: ${HEADS[kind] ?? 'v1'}, kind: ${kind}, metadata: {name: ${name}, namespace: n}, ${body}}`,
  ) as Manifest;

/** The messages of the change from one body to another. */
function messages(kind: string, before: string | undefined, after: string | undefined): string[] {
  const [old, now] = [before, after].map((body) => (body === undefined ? [] : [object(kind, body)]));
  return diff(old ?? [], now ?? []).objects.flatMap(({ effects }) => effects.map(({ message }) => message));
}

const service = (body: string) => `spec: {${body}}`;
const rules = (...list: string[]) => `spec: {rules: [${list.join(', ')}]}`;
const host = (name: string, ...paths: string[]) =>
  `{host: ${name}, http: {paths: [${paths.map((path) => `{path: ${path}}`).join(', ')}]}}`;
const listeners = (...list: string[]) => `spec: {gatewayClassName: a, listeners: [${list.join(', ')}]}`;
const route = (body: string) => `spec: {${body}}`;
const policy = (body: string) => `spec: {podSelector: {}, ${body}}`;
const pod = (container: string, more = 'a: 1') =>
  `spec: {template: {spec: {containers: [{name: c, ${container}}], ${more}}}}`;

test.each<[what: string, kind: string, before: string, after: string, expected: string[]]>([
  [
    'a port',
    'Service',
    service('ports: [{port: 80}]'),
    service('ports: [{port: 81}]'),
    ['port 80 is no longer served'],
  ],
  [
    'a protocol',
    'Service',
    service('ports: [{port: 53, protocol: UDP}]'),
    service('ports: [{port: 53}]'),
    ['port 53/UDP is no longer served'],
  ],
  ['another name of a port', 'Service', service('ports: [{port: 80}]'), service('ports: [{port: 80, name: a}]'), []],
  ['a selector', 'Service', service('selector: {a: b}'), service('selector: {a: c}'), ['traffic goes to other pods']],
  [
    'a node port that becomes internal',
    'Service',
    service('type: NodePort'),
    service('ports: []'),
    ['it is no longer reachable from outside as before'],
  ],
  ['an internal Service that is exposed', 'Service', service('ports: []'), service('type: LoadBalancer'), []],
  [
    'a first range of clients',
    'Service',
    service('type: LoadBalancer'),
    service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]'),
    ['some clients are cut off'],
  ],
  [
    'a range of clients that goes',
    'Service',
    service('loadBalancerSourceRanges: [10.0.0.0/8, 11.0.0.0/8]'),
    service('loadBalancerSourceRanges: [10.0.0.0/8]'),
    ['some clients are cut off'],
  ],
  [
    'one more range of clients',
    'Service',
    service('loadBalancerSourceRanges: [10.0.0.0/8]'),
    service('loadBalancerSourceRanges: [10.0.0.0/8, 11.0.0.0/8]'),
    [],
  ],
  ['no more ranges', 'Service', service('loadBalancerSourceRanges: [10.0.0.0/8]'), service('a: 1'), []],
  [
    'an address',
    'Service',
    service('externalIPs: [10.0.0.1, 10.0.0.2]'),
    service('externalIPs: [10.0.0.2]'),
    ['it no longer answers at 10.0.0.1'],
  ],
  [
    'another class',
    'Ingress',
    'spec: {ingressClassName: a}',
    'spec: {ingressClassName: b}',
    ['another controller serves it, or none'],
  ],
  [
    'a host',
    'Ingress',
    rules(host('a.io', '/'), host('b.io', '/')),
    rules(host('b.io', '/')),
    ['a.io is no longer served'],
  ],
  ['a path', 'Ingress', rules(host('a.io', '/', '/api')), rules(host('a.io', '/')), ['a.io/api is no longer served']],
  [
    'a path in another rule of its host',
    'Ingress',
    rules(host('a.io', '/', '/b')),
    rules(host('a.io', '/'), host('a.io', '/b')),
    [],
  ],
  [
    'a rule for every host',
    'Ingress',
    rules('{http: {paths: [{path: /}]}}'),
    rules(host('a.io', '/')),
    ['* is no longer served'],
  ],
  [
    'the default backend',
    'Ingress',
    'spec: {defaultBackend: {service: {name: a}}}',
    'spec: {a: 1}',
    ['requests that match no rule are no longer served'],
  ],
  [
    'a host of a route',
    'HTTPRoute',
    route('hostnames: [a.io, b.io]'),
    route('hostnames: [a.io]'),
    ['b.io is no longer served'],
  ],
  [
    'the Gateway of a route',
    'TCPRoute',
    route('parentRefs: [{name: a}]'),
    route('parentRefs: [{name: b}]'),
    ['another Gateway serves it, or none'],
  ],
  [
    'a match of a route',
    'HTTPRoute',
    route('rules: [{matches: [{path: {value: /a}}]}]'),
    route('rules: [{matches: [{path: {value: /b}}]}]'),
    ['some requests are no longer matched'],
  ],
  [
    'the backend of a route',
    'HTTPRoute',
    route('rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: a}]}]'),
    route('rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: b}]}]'),
    [],
  ],
  [
    'a listener',
    'Gateway',
    listeners('{name: a, port: 80}', '{name: b, port: 443, hostname: a.io}'),
    listeners('{name: a, port: 81}'),
    ['*:80 is no longer served', 'a.io:443 is no longer served'],
  ],
  [
    'the class of a Gateway',
    'Gateway',
    'spec: {gatewayClassName: a}',
    'spec: {gatewayClassName: b}',
    ['another controller serves it, or none'],
  ],
  [
    'one more direction of a policy',
    'NetworkPolicy',
    policy('policyTypes: [Ingress]'),
    policy('policyTypes: [Ingress, Egress]'),
    ['its pods reach nothing unless a rule allows it'],
  ],
  [
    'rules of a policy',
    'NetworkPolicy',
    policy('policyTypes: [Egress], egress: [{ports: [{port: 1}]}, {ports: [{port: 2}]}]'),
    policy('policyTypes: [Egress], egress: [{ports: [{port: 3}]}]'),
    ['2 rules that allowed egress changed or went'],
  ],
  [
    'rules of a policy that now allows everything',
    'NetworkPolicy',
    policy('ingress: [{ports: [{port: 1}]}]'),
    policy('ingress: [{}]'),
    [],
  ],
  [
    'one more rule',
    'NetworkPolicy',
    policy('ingress: [{ports: [{port: 1}]}]'),
    policy('ingress: [{ports: [{port: 1}]}, {ports: [{port: 2}]}]'),
    [],
  ],
  ['no pods', 'Deployment', 'spec: {replicas: 2}', 'spec: {replicas: 0}', ['no pod runs any more']],
  ['fewer pods', 'StatefulSet', 'spec: {replicas: 2}', 'spec: {replicas: 1}', []],
  ['pods again', 'Deployment', 'spec: {replicas: 0}', 'spec: {replicas: 1}', []],
  ['keys of a Secret', 'Secret', 'data: {a: YQ==, b: YQ==}', 'data: {b: YQ==, c: YQ==}', ['key a goes away']],
  [
    'another program',
    'StatefulSet',
    pod('image: postgres:17'),
    pod('image: nginx:1'),
    ['the new program cannot read the data of PostgreSQL'],
  ],
  [
    'another engine',
    'StatefulSet',
    pod('image: bitnami/mysql:8.0'),
    pod('image: mariadb:11'),
    ['MariaDB cannot read the data of MySQL'],
  ],
  [
    'a major version',
    'StatefulSet',
    pod('image: goharbor/harbor-db:v2.12.0'),
    pod('image: goharbor/harbor-db:v3.0.0'),
    ['PostgreSQL 3 cannot read the data of 2: dump and restore it'],
  ],
  ['a newer version that migrates by itself', 'StatefulSet', pod('image: redis:7.4'), pod('image: redis:8-alpine'), []],
  [
    'an older one',
    'StatefulSet',
    pod('image: valkey:9'),
    pod('image: valkey:8'),
    ['Valkey 8 cannot read the data of 9: dump and restore it'],
  ],
  ['a tag without a version', 'StatefulSet', pod('image: mongo:7'), pod('image: mongo:latest'), []],
  [
    'a claim',
    'Deployment',
    pod('image: a', 'volumes: [{name: d, persistentVolumeClaim: {claimName: p}}]'),
    pod('image: a', 'volumes: [{name: d, persistentVolumeClaim: {claimName: q}}]'),
    ['volume d no longer uses claim p: its data stays behind'],
  ],
  [
    'a larger claim',
    'PersistentVolumeClaim',
    'spec: {resources: {requests: {storage: 1Gi}}}',
    'spec: {resources: {requests: {storage: 2Gi}}}',
    [],
  ],
  [
    'the class of a claim',
    'PersistentVolumeClaim',
    'spec: {storageClassName: a}',
    'spec: {storageClassName: b}',
    ['a recreated claim begins empty: copy its data first'],
  ],
])('%s of a %s', (_what, kind, before, after, expected) => {
  expect(messages(kind, before, after)).toEqual(expected);
});

test.each([
  ['Deployment', ['its pods stop']],
  ['StatefulSet', ['its pods stop']],
  ['DaemonSet', ['its pods stop']],
  ['Pod', ['it stops']],
  ['Service', ['it is no longer reachable']],
  ['Ingress', ['its hosts are no longer served']],
  ['HTTPRoute', ['its hosts are no longer served']],
  ['Gateway', ['its hosts are no longer served']],
  ['Secret', ['pods that read it do not start']],
  ['PersistentVolumeClaim', ['pods that use it do not start', 'its volume is deleted, unless its class retains it']],
  ['Namespace', ['everything in it goes', 'its volume is deleted, unless its class retains it']],
  ['ConfigMap', []],
])('a %s that goes', (kind, expected) => {
  expect(messages(kind, 'a: 1', undefined)).toEqual(expected);
});

describe('a new network policy', () => {
  const selecting = (labels: string) =>
    object('NetworkPolicy', `spec: {podSelector: {matchLabels: {${labels}}}, policyTypes: [Ingress, Egress]}`, 'p');
  const web = object(
    'Deployment',
    'spec: {template: {metadata: {labels: {app: web, tier: a}}, spec: {containers: []}}}',
  );
  const cutOff = (policies: Manifest[], running: Manifest[]) =>
    diff(running, [...running, ...policies]).objects.flatMap(({ effects }) => effects.map(({ message }) => message));

  test('cuts off the callers of running pods that it selects', () => {
    const both = [
      'callers of its pods are cut off unless a rule allows it',
      'its pods reach nothing unless a rule allows it',
    ];
    expect(cutOff([selecting('app: web')], [web])).toEqual(both);
    expect(cutOff([selecting('')], [])).toEqual(both);
    expect(cutOff([selecting('app: web, tier: b')], [web])).toEqual([]);
  });

  test('of another namespace does not', () => {
    const other = selecting('app: web');
    expect(cutOff([{ ...other, metadata: { name: 'p', namespace: 'other' } }], [web])).toEqual([]);
  });

  test('of pods that are new themselves cuts off nobody', () => {
    const effects = diff([], [web, selecting('app: web')]).objects.flatMap((one) => one.effects);
    expect(effects).toEqual([]);
  });
});

test('a node agent that restarts says what ends on its nodes', () => {
  const [old, now] = [object('DaemonSet', pod('image: a:1')), object('DaemonSet', pod('image: a:2'))];
  const ended = (endedBy?: () => string | undefined) =>
    diff([old], [now], endedBy ? { endedBy } : {}).objects.flatMap(({ effects }) => effects.map((one) => one.message));
  expect(ended(() => 'sandboxes')).toEqual(['restarts on every node: sandboxes end']);
  expect(ended()).toEqual(['restarts on every node']);
  const relabeled = { ...old, metadata: { ...old.metadata, labels: { a: 'b' } } };
  expect(diff([old], [relabeled]).objects[0]?.effects).toEqual([]);
});
