// Permissions and exposure that a change adds, in words.

import { parse } from 'yaml';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { addedPermissions } from '../../../lib/review/diff/grants/rbac-grants';
import { widenings } from '../../../lib/review/diff/grants/widening';

const object = (kind: string, body: string): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x', namespace: 'n' },
  ...(parse(`{${body}}`) as object),
});

function widens(kind: string, before: string | undefined, after: string | undefined): string[] {
  const [old, now] = [before, after].map((body) => (body === undefined ? undefined : object(kind, body)));
  const pair = { ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) };
  return widenings(pair as never).map(({ message }) => message);
}

const rules = (yaml: string) => parse(yaml) as Parameters<typeof addedPermissions>[0];

test.each([
  [
    '[]',
    '[{apiGroups: [apps], resources: [deployments], verbs: [get, list, get]}]',
    ['may get, list deployments.apps'],
  ],
  [
    '[]',
    '[{apiGroups: [""], resources: [secrets], resourceNames: [a, b], verbs: [get]}]',
    ['may get secrets a', 'may get secrets b'],
  ],
  ['[{apiGroups: [""], resources: [pods], verbs: ["*"]}]', '[{apiGroups: [""], resources: [pods], verbs: [get]}]', []],
  [
    '[{apiGroups: [""], resources: [pods], verbs: [get]}]',
    '[{apiGroups: [apps], resources: [pods], verbs: [get]}]',
    ['may get pods.apps'],
  ],
  [
    '[{apiGroups: [""], resources: [pods], resourceNames: [], verbs: [get]}]',
    '[{apiGroups: [""], resources: [pods], resourceNames: [a], verbs: [get]}]',
    [],
  ],
  ['[{nonResourceURLs: [/metrics*], verbs: [get]}]', '[{nonResourceURLs: [/metrics/a], verbs: [get]}]', []],
  [
    '[{nonResourceURLs: [/metrics], verbs: [get]}]',
    '[{nonResourceURLs: [/metrics/a], verbs: [get]}]',
    ['may get /metrics/a'],
  ],
  [
    '[{apiGroups: [""], resources: ["*"], verbs: ["*"]}]',
    '[{nonResourceURLs: [/healthz], verbs: [get]}]',
    ['may get /healthz'],
  ],
  [
    '[{apiGroups: [""], resources: ["po*"], verbs: [get]}]',
    '[{apiGroups: [""], resources: [pods], verbs: [get]}]',
    ['may get pods'],
  ],
])('from the rules %s to %s', (before, after, expected) => {
  expect(addedPermissions(rules(before), rules(after))).toEqual(expected);
});

const aggregation = 'aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}';
const policy = (body: string) => `spec: {podSelector: {}, ${body}}`;

test.each<[what: string, kind: string, before: string | undefined, after: string | undefined, expected: string[]]>([
  ['a role that aggregates others', 'ClusterRole', 'a: 1', aggregation, ['aggregates the rules of other roles']],
  ['a role that still does', 'ClusterRole', aggregation, aggregation, []],
  [
    'users of a binding',
    'ClusterRoleBinding',
    'roleRef: {kind: ClusterRole, name: r}, subjects: [{kind: User, name: a}]',
    'roleRef: {kind: ClusterRole, name: r}, subjects: [{kind: User, name: a}, {kind: Group, name: b}]',
    ['grants ClusterRole r to Group b'],
  ],
  ['an external address', 'Service', 'a: 1', 'spec: {externalIPs: [10.0.0.1]}', ['now exposed at 10.0.0.1']],
  [
    'one more range',
    'Service',
    'spec: {type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]}',
    'spec: {type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8, 11.0.0.0/8]}',
    ['its load balancer now accepts traffic from 11.0.0.0/8'],
  ],
  ['an internal port', 'Service', 'a: 1', 'spec: {ports: [{port: 80}]}', []],
  [
    'a host without a certificate',
    'Ingress',
    undefined,
    'spec: {rules: [{host: a.io}, {}], tls: [{hosts: [a.io]}]}',
    ['now exposed at a.io', 'now exposed at *', 'now exposed at * without TLS'],
  ],
  [
    'a certificate that goes',
    'Ingress',
    'spec: {rules: [{host: a.io}], tls: [{hosts: [a.io]}]}',
    'spec: {rules: [{host: a.io}]}',
    ['now exposed at a.io without TLS'],
  ],
  [
    'a default backend',
    'Ingress',
    'a: 1',
    'spec: {defaultBackend: {service: {name: a}}}',
    ['now receives every request that matches no rule'],
  ],
  [
    'other pods of a policy',
    'NetworkPolicy',
    'spec: {podSelector: {matchLabels: {a: b}}}',
    'spec: {podSelector: {matchLabels: {a: c}}}',
    ['selects different pods than before'],
  ],
  [
    'a direction',
    'NetworkPolicy',
    policy('policyTypes: [Ingress, Egress]'),
    policy('policyTypes: [Ingress]'),
    ['no longer restricts Egress'],
  ],
  [
    'rules for egress',
    'NetworkPolicy',
    policy('policyTypes: [Egress]'),
    policy('policyTypes: [Egress], egress: [{}, {ports: [{port: 1}]}]'),
    ['allows egress with 2 changed or new rule(s)'],
  ],
  [
    'the first rules for egress, which restrict it',
    'NetworkPolicy',
    policy('policyTypes: [Ingress]'),
    policy('policyTypes: [Ingress, Egress], egress: [{}]'),
    [],
  ],
  [
    'rules for egress of a policy without types',
    'NetworkPolicy',
    policy('egress: [{ports: [{port: 1}]}]'),
    policy('egress: [{ports: [{port: 2}]}]'),
    ['allows egress with 1 changed or new rule(s)'],
  ],
])('%s of a %s', (_what, kind, before, after, expected) => {
  expect(widens(kind, before, after)).toEqual(expected);
});

test('limits of a container that goes with it are not missed', () => {
  const pod = (...names: string[]) =>
    `spec: {containers: [${names.map((name) => `{name: ${name}, securityContext: {runAsNonRoot: true}}`).join(', ')}]}`;
  expect(widens('Pod', pod('a', 'b'), pod('a'))).toEqual([]);
  expect(widens('Pod', pod('a'), 'spec: {containers: [{name: a}]}')).toEqual([
    'no longer: container a must not run as root',
  ]);
});
