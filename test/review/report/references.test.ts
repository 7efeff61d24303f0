// What each kind of object adds to a map: hosts, references by name, and who can connect.

import { edgesOf, graphOfObjects } from './support';

const object = (apiVersion: string, kind: string, spec: object, metadata: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'x', ...metadata },
  spec,
});
const labels = { app: 'a' };
const deployment = (pod: object = {}) =>
  object('apps/v1', 'Deployment', {
    template: { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'a:1' }], ...pod } },
  });
const edges = (...objects: readonly object[]) => edgesOf(graphOfObjects(...objects));

describe('hosts', () => {
  const backend = (port: object) => ({ service: { name: 'b', port } });

  test('of an Ingress, with its default backend', () => {
    const rules = [
      { host: 'a.example.com', http: { paths: [{ backend: backend({ number: 80 }) }] } },
      { http: { paths: [{ backend: { service: { name: 'c', port: { name: 'http' } } } }] } },
    ];
    expect(edges(object('networking.k8s.io/v1', 'Ingress', { rules }))).toEqual([
      'traffic Host a.example.com -> Ingress a',
      'traffic Ingress a -> Service b: port 80',
      'traffic Host any host -> Ingress a',
      'traffic Ingress a -> Service c: port http',
    ]);
    const defaultBackend = backend({ number: 8080 });
    expect(edges(object('networking.k8s.io/v1', 'Ingress', { defaultBackend }))).toEqual([
      'traffic Host any host -> Ingress a',
      'traffic Ingress a -> Service b: port 8080',
    ]);
  });

  test('of a Gateway, with its certificates', () => {
    const tls = { certificateRefs: [{ name: 'cert' }, { name: 'other', namespace: 'y' }] };
    const listeners = [{ port: 80 }, { hostname: '*.example.com', port: 443, tls }];
    const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'c', listeners });
    expect(edges(gateway)).toEqual([
      'traffic Host any host -> Gateway a: port 80',
      'traffic Host *.example.com -> Gateway a: port 443',
      'reference Gateway a -> Secret cert: certificate',
      'reference Gateway a -> Secret other: certificate',
    ]);
  });

  test('of a node, if the port is not known yet', () => {
    const service = object('v1', 'Service', { type: 'NodePort', ports: [{ port: 80 }] });
    expect(edges(service)).toEqual(['traffic Port of the node any free port -> Service a']);
  });
});

describe('references', () => {
  test.each<[string, object, string]>([
    [
      'autoscalers',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', { scaleTargetRef: { kind: 'Deployment', name: 'a' } }),
      'reference HorizontalPodAutoscaler a -> Deployment a: scales',
    ],
    [
      'budgets',
      object('policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: labels } }),
      'reference PodDisruptionBudget a -> Deployment a',
    ],
    [
      'policies',
      object('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {} }),
      'reference NetworkPolicy a -> Deployment a',
    ],
  ])('%s of workloads', (_name, one, expected) => {
    expect(edges(deployment(), one)).toEqual([expected]);
  });

  test.each<[string, object, string[]]>([
    [
      'pods',
      deployment({ imagePullSecrets: [{ name: 'pull' }] }),
      ['reference Deployment a -> Secret pull: pulls images'],
    ],
    [
      'pods with claims and accounts',
      deployment({ serviceAccountName: 'me', volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] }),
      ['reference Deployment a -> PersistentVolumeClaim data', 'reference Deployment a -> ServiceAccount me'],
    ],
    ['pods with the default account', deployment({ serviceAccountName: 'default' }), []],
    [
      'ExternalSecrets',
      object('external-secrets.io/v1', 'ExternalSecret', {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'keys' },
      }),
      ['reference ExternalSecret a -> Secret keys: creates', 'reference ExternalSecret a -> ClusterSecretStore vault'],
    ],
    [
      'ExternalSecrets with defaults',
      object('external-secrets.io/v1', 'ExternalSecret', { secretStoreRef: { name: 'vault' } }),
      ['reference ExternalSecret a -> Secret a: creates', 'reference ExternalSecret a -> SecretStore vault'],
    ],
    [
      'SealedSecrets',
      object('bitnami.com/v1alpha1', 'SealedSecret', {}),
      ['reference SealedSecret a -> Secret a: creates'],
    ],
    [
      'Certificates',
      object('cert-manager.io/v1', 'Certificate', { secretName: 'tls', issuerRef: { name: 'ca' } }),
      ['reference Certificate a -> Secret tls: creates', 'reference Certificate a -> Issuer ca: issued by'],
    ],
    [
      'StatefulSets',
      object('apps/v1', 'StatefulSet', { serviceName: 'peers', template: { spec: { containers: [] } } }),
      ['reference StatefulSet a -> Service peers'],
    ],
  ])('of %s', (_name, one, expected) => {
    expect(edges(one)).toEqual(expected);
  });
});

describe('who can connect', () => {
  const policy = (spec: object) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: { matchLabels: labels }, ...spec });
  const callers = (spec: object) =>
    graphOfObjects(deployment(), policy(spec)).nodes.find(({ kind }) => kind === 'Deployment')?.callers;
  const from = (...peers: readonly object[]) => callers({ ingress: [{ from: peers }] });

  test('is nobody without a rule, and everybody without a policy for incoming connections', () => {
    expect(callers({})).toEqual(['nobody: no NetworkPolicy rule allows incoming connections']);
    expect(callers({ egress: [] })).toEqual(['nobody: no NetworkPolicy rule allows incoming connections']);
    expect(callers({ policyTypes: ['Egress'], egress: [] })).toEqual([
      'every pod of the cluster, because no NetworkPolicy selects these pods',
    ]);
  });

  test('is written with labels, expressions, addresses and ports', () => {
    expect(
      from(
        { ipBlock: { cidr: '10.0.0.0/8' } },
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '192.168.0.0/16'] } },
      ),
    ).toEqual(['addresses 10.0.0.0/8', 'addresses 0.0.0.0/0 except 10.0.0.0/8, 192.168.0.0/16']);
    expect(from({ podSelector: {} }, { namespaceSelector: {} })).toEqual([
      'every pod in namespace x',
      'every pod in all namespaces',
    ]);
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['web', 'api'] },
      { key: 'old', operator: 'DoesNotExist' },
    ];
    expect(from({ podSelector: { matchExpressions }, namespaceSelector: { matchLabels: { team: 'a' } } })).toEqual([
      'pods with tier In web|api, old DoesNotExist in namespaces with team=a',
    ]);
    expect(callers({ ingress: [{ ports: [{ port: 80 }, { port: 8000, endPort: 9000 }] }] })).toEqual([
      'every pod and address (port 80, 8000-9000)',
    ]);
  });
});

test.each([
  ['Exists', 'app', false],
  ['Exists', 'other', true],
  ['DoesNotExist', 'app', true],
  ['DoesNotExist', 'other', false],
])('a policy for callers whose label %s: %s', (operator, key, isBlocked) => {
  const caller = {
    ...deployment({ containers: [{ name: 'c', image: 'a:1', env: [{ name: 'API_URL', value: 'http://api' }] }] }),
    metadata: { name: 'caller', namespace: 'x' },
  };
  const api = {
    ...object('apps/v1', 'Deployment', {
      template: {
        metadata: { labels: { app: 'api' } },
        spec: { containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] },
      },
    }),
    metadata: { name: 'api', namespace: 'x' },
  };
  const service = object(
    'v1',
    'Service',
    { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 80 }] },
    { name: 'api' },
  );
  const only = object('networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: { matchLabels: { app: 'api' } },
    ingress: [{ from: [{ podSelector: { matchExpressions: [{ key, operator }] } }] }],
  });
  const [call] = edges(caller, api, service, only).filter((edge) => edge.startsWith('traffic Deployment caller'));
  expect(call?.includes('blocked by NetworkPolicy a')).toBe(isBlocked);
});
