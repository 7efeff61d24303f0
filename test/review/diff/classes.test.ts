// The effect of each change on a cluster, case by case.

import { parse } from 'yaml';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';
import { reportOf } from '../../../lib/review/diff/report/report';

const manifest = (yaml: string): Manifest => parse(yaml) as Manifest;

const HEADS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
};

const object = (kind: string, body: string): Manifest =>
  manifest(`{apiVersion: ${HEADS[kind] ?? 'v1'}, kind: ${kind}, metadata: {name: x, namespace: n}, ${body}}`);

/** The classes of the change from one body to another, and what it widens. */
function change(kind: string, before: string | undefined, after: string | undefined) {
  const [old, now] = [before, after].map((body) => (body === undefined ? [] : [object(kind, body)]));
  const [found] = reportOf(diff(old ?? [], now ?? []), []).objects;
  return found ? { classes: found.classes.join(' '), widens: found.widens } : undefined;
}

const pod = (container: string, spec = 'a: 1') =>
  `spec: {template: {spec: {containers: [{name: c, ${container}}], ${spec}}}}`;
const rules = (...list: string[]) => `rules: [${list.join(', ')}]`;
const GET_PODS = '{apiGroups: [""], resources: [pods], verbs: [get]}';
const service = (body: string) => `spec: {ports: [{port: 80}], ${body}}`;
const claim = (size: string, storageClass = 'fast') =>
  `spec: {storageClassName: ${storageClass}, resources: {requests: {storage: ${size}}}}`;
const host = (...names: string[]) =>
  `spec: {rules: [${names.map((name) => `{host: ${name}}`).join(', ')}], tls: [{hosts: [${names.join(', ')}]}]}`;
const policy = (...ingress: string[]) =>
  `spec: {podSelector: {}, policyTypes: [Ingress], ingress: [${ingress.join(', ')}]}`;

test.each<[what: string, kind: string, before: string, after: string, classes: string]>([
  ['replicas', 'Deployment', 'spec: {replicas: 1}', 'spec: {replicas: 2}', 'harmless'],
  ['an image', 'Deployment', pod('image: a:1'), pod('image: a:2'), 'restarts'],
  ['an image', 'StatefulSet', pod('image: a:1'), pod('image: a:2'), 'restarts'],
  ['an image', 'DaemonSet', pod('image: a:1'), pod('image: a:2'), 'restarts'],
  ['a pod label', 'Deployment', 'spec: {template: {metadata: {labels: {a: b}}}}', 'spec: {template: {}}', 'restarts'],
  [
    'a selector',
    'Deployment',
    'spec: {selector: {matchLabels: {a: b}}}',
    'spec: {selector: {matchLabels: {a: c}}}',
    'recreated',
  ],
  ['the service name', 'StatefulSet', 'spec: {serviceName: a}', 'spec: {serviceName: b}', 'recreated'],
  [
    'a claim template',
    'StatefulSet',
    'spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: a}}]}',
    'spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: b}}]}',
    'recreated data',
  ],
  ['its template', 'Job', pod('image: a:1'), pod('image: a:2'), 'recreated'],
  ['parallelism', 'Job', 'spec: {parallelism: 1}', 'spec: {parallelism: 2}', 'harmless'],
  [
    'its template',
    'CronJob',
    'spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: a}]}}}}}',
    'spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: b}]}}}}}',
    'harmless',
  ],
  ['the cluster IP', 'Service', service('clusterIP: None'), service('type: ClusterIP'), 'recreated'],
  ['a claim that grows', 'PersistentVolumeClaim', claim('1Gi'), claim('2Gi'), 'harmless'],
  ['a claim that shrinks', 'PersistentVolumeClaim', claim('2Gi'), claim('1Gi'), 'recreated data'],
  ['a storage class', 'PersistentVolumeClaim', claim('1Gi'), claim('1Gi', 'slow'), 'recreated data'],
  ['data', 'ConfigMap', 'data: {a: b}', 'data: {a: c}', 'harmless'],
  [
    'data of an immutable one',
    'ConfigMap',
    'immutable: true, data: {a: b}',
    'immutable: true, data: {a: c}',
    'recreated',
  ],
  [
    'data of an immutable one',
    'Secret',
    'immutable: true, data: {a: YQ==}',
    'immutable: true, data: {a: Yg==}',
    'recreated',
  ],
  ['the type', 'Secret', 'type: Opaque', 'type: kubernetes.io/tls', 'recreated'],
  [
    'the image',
    'Pod',
    'spec: {containers: [{name: c, image: a}]}',
    'spec: {containers: [{name: c, image: b}]}',
    'restarts',
  ],
  ['the node', 'Pod', 'spec: {nodeName: a}', 'spec: {nodeName: b}', 'recreated'],
  ['the role', 'RoleBinding', 'roleRef: {kind: Role, name: a}', 'roleRef: {kind: Role, name: b}', 'recreated'],
  ['replicas to 0', 'Deployment', 'spec: {replicas: 1}', 'spec: {replicas: 0}', 'outage'],
  ['a port', 'Service', 'spec: {ports: [{port: 3010}]}', 'spec: {ports: [{port: 9999}]}', 'outage'],
  ['one more port', 'Service', 'spec: {ports: [{port: 1}]}', 'spec: {ports: [{port: 1}, {port: 2}]}', 'harmless'],
  ['the selector', 'Service', service('selector: {a: b}'), service('selector: {a: c}'), 'outage'],
  ['the type', 'Service', service('type: LoadBalancer'), service('type: ClusterIP'), 'outage'],
  ['the class', 'Ingress', 'spec: {ingressClassName: nginx}', 'spec: {ingressClassName: traefik}', 'outage'],
  ['a host that goes', 'Ingress', host('a.io', 'b.io'), host('a.io'), 'outage'],
  [
    'a rule that goes',
    'NetworkPolicy',
    policy('{ports: [{port: 1}]}', '{ports: [{port: 2}]}'),
    policy('{ports: [{port: 1}]}'),
    'outage',
  ],
  ['a key that goes', 'Secret', 'data: {a: YQ==, b: YQ==}', 'data: {a: YQ==}', 'outage'],
  ['a major version', 'StatefulSet', pod('image: postgres:17.2'), pod('image: postgres:18.1'), 'restarts data'],
  ['a minor version', 'StatefulSet', pod('image: postgres:17.2'), pod('image: postgres:17.5'), 'restarts'],
  ['another engine', 'StatefulSet', pod('image: redis:7'), pod('image: valkey:8'), 'restarts data'],
  ['an older version', 'StatefulSet', pod('image: redis:8'), pod('image: redis:7'), 'restarts data'],
  [
    'another claim',
    'Deployment',
    pod('image: a', 'volumes: [{name: d, persistentVolumeClaim: {claimName: x}}]'),
    pod('image: a', 'volumes: [{name: d, emptyDir: {}}]'),
    'restarts data',
  ],
  ['a parameter', 'StorageClass', 'parameters: {type: a}', 'parameters: {type: b}', 'recreated'],
])('%s of a %s', (_what, kind, before, after, classes) => {
  expect(change(kind, before, after)?.classes).toBe(classes);
});

test.each<[what: string, kind: string, before: string | undefined, after: string | undefined, widens: string[]]>([
  [
    'a verb',
    'Role',
    rules(GET_PODS),
    rules('{apiGroups: [""], resources: [pods], verbs: [list, get]}'),
    ['may list pods'],
  ],
  ['a new role', 'ClusterRole', undefined, rules(GET_PODS), ['may get pods']],
  [
    'a rule split in two',
    'Role',
    rules('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
    rules(GET_PODS, '{apiGroups: [""], resources: [pods], verbs: [list]}'),
    [],
  ],
  ['a rule below a wildcard', 'Role', rules('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'), rules(GET_PODS), []],
  [
    'a name that is dropped',
    'Role',
    rules('{apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get]}'),
    rules('{apiGroups: [""], resources: [secrets], verbs: [get]}'),
    ['may get secrets'],
  ],
  [
    'a subject',
    'RoleBinding',
    'roleRef: {kind: Role, name: r}',
    'roleRef: {kind: Role, name: r}, subjects: [{kind: ServiceAccount, namespace: n, name: s}]',
    ['grants Role r to ServiceAccount n/s'],
  ],
  [
    'a load balancer',
    'Service',
    service('type: ClusterIP'),
    service('type: LoadBalancer'),
    ['port 80 is now exposed through a load balancer', 'its load balancer now accepts traffic from anywhere'],
  ],
  [
    'a node port',
    'Service',
    service('type: ClusterIP'),
    service('type: NodePort'),
    ['port 80 is now exposed through every node'],
  ],
  ['a host', 'Ingress', host('a.example'), host('a.example', 'b.example'), ['now exposed at b.example']],
  ['a removed host', 'Ingress', host('a.example', 'b.example'), host('a.example'), []],
  ['a removed policy', 'NetworkPolicy', policy(), undefined, ['no longer restricts traffic']],
  [
    'a policy with a new rule',
    'NetworkPolicy',
    policy(),
    policy('{}'),
    ['allows ingress with 1 changed or new rule(s)'],
  ],
  ['a policy that loses a rule', 'NetworkPolicy', policy('{}'), policy(), []],
  ['a new policy', 'NetworkPolicy', undefined, policy('{}'), []],
  [
    'privileges',
    'Deployment',
    pod('image: a'),
    pod('securityContext: {privileged: true}'),
    ['container c is privileged'],
  ],
  [
    'a capability',
    'DaemonSet',
    pod('image: a'),
    pod('securityContext: {capabilities: {add: [NET_ADMIN]}}'),
    ['container c has capability NET_ADMIN'],
  ],
  [
    'the host network',
    'CronJob',
    'spec: {}',
    'spec: {jobTemplate: {spec: {template: {spec: {hostNetwork: true}}}}}',
    ['pods run with hostNetwork'],
  ],
  [
    'a host path',
    'Deployment',
    pod('image: a'),
    pod('image: a', 'volumes: [{name: v, hostPath: {path: /dev}}]'),
    ['pods can access /dev on the node'],
  ],
  [
    'a removed egress guard',
    'Deployment',
    pod('securityContext: {allowPrivilegeEscalation: false}'),
    pod('image: a'),
    ['no longer: container c cannot gain privileges'],
  ],
  [
    'an account token',
    'Deployment',
    pod('image: a', 'automountServiceAccountToken: false'),
    pod('image: a'),
    ['no longer: pods get no service account token'],
  ],
  [
    'a withdrawn account token',
    'Deployment',
    pod('image: a'),
    pod('image: a', 'automountServiceAccountToken: false'),
    [],
  ],
])('what %s of a %s widens', (_what, kind, before, after, widens) => {
  const found = change(kind, before, after);
  expect(found?.widens).toEqual(widens);
  expect(found?.classes.includes('widens') ?? false).toBe(widens.length > 0);
});

test.each([
  ['securityContext: {procMount: Unmasked}', 'container c can see all of /proc'],
  ['securityContext: {seccompProfile: {type: Unconfined}}', 'container c runs without seccomp'],
  ['securityContext: {runAsUser: 0}', 'container c runs as root'],
  ['ports: [{containerPort: 80, hostPort: 8080}]', 'container c listens on port 8080 on the node'],
  [
    'volumeMounts: [{name: v, mountPath: /mnt, mountPropagation: Bidirectional}]',
    'container c propagates its mounts below /mnt to the node',
  ],
])('a container that gets {%s} has a privilege on its node', (field, grant) => {
  expect(change('Deployment', pod('image: a'), pod(`image: a, ${field}`))?.widens).toEqual([grant]);
  expect(change('Deployment', pod(`image: a, ${field}`), pod('image: a'))?.widens).toEqual([]);
});

test.each([
  ['securityContext: {runAsNonRoot: true}', 'container c must not run as root'],
  ['securityContext: {readOnlyRootFilesystem: true}', 'container c cannot write to its root file system'],
  ['securityContext: {allowPrivilegeEscalation: false}', 'container c cannot gain privileges'],
  ['securityContext: {capabilities: {drop: [ALL]}}', 'container c drops capability ALL'],
])('a container that loses {%s} is no longer limited', (field, guard) => {
  expect(change('Deployment', pod(`image: a, ${field}`), pod('image: a'))?.widens).toEqual([`no longer: ${guard}`]);
  expect(change('Deployment', pod('image: a'), pod(`image: a, ${field}`))?.widens).toEqual([]);
});

test.each<[what: string, kind: string, before: string, after: string]>([
  [
    'the order of named items',
    'Deployment',
    'spec: {template: {spec: {containers: [{name: a}, {name: b}]}}}',
    'spec: {template: {spec: {containers: [{name: b}, {name: a}]}}}',
  ],
  [
    'the order of verbs',
    'Role',
    rules('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
    rules('{apiGroups: [""], resources: [pods], verbs: [list, get]}'),
  ],
  ['empty fields', 'Deployment', pod('image: a, env: [], resources: {}'), pod('image: a, command: null')],
  [
    'the spelling of a quantity',
    'Deployment',
    pod('resources: {limits: {cpu: 1, memory: 1Gi}}'),
    pod('resources: {limits: {memory: 1024Mi, cpu: 1000m}}'),
  ],
  ['stringData', 'Secret', 'stringData: {a: hello}', 'data: {a: aGVsbG8=}'],
  ['what the cluster adds', 'ConfigMap', 'data: {a: b}, status: {c: d}', 'data: {a: b}'],
  [
    'the type of claims, which the cluster adds',
    'StatefulSet',
    'spec: {volumeClaimTemplates: [{metadata: {name: a}}]}',
    'spec: {volumeClaimTemplates: [{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, status: {phase: Pending}}]}',
  ],
])('%s of a %s is not a difference', (_what, kind, before, after) => {
  expect(change(kind, before, after)).toBeUndefined();
});

test('but an empty map that has a meaning is one', () => {
  expect(change('NetworkPolicy', 'spec: {podSelector: {}}', 'spec: {a: b}')).toBeDefined();
});

test('the order of arguments is a difference', () => {
  expect(change('Deployment', pod('args: [a, b]'), pod('args: [b, a]'))?.classes).toBe('restarts');
});
