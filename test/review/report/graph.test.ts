// The map of each chart, and what each kind of object adds to a map.

import { edgesOf, examples, graphOf, graphOfObjects, rendered } from './support';

test.each(examples)('$chart: the connections of the example', (example) => {
  expect(edgesOf(graphOf(rendered(example))).sort()).toMatchSnapshot();
});

test.each(examples)('$chart: both ends of every connection are on the map, and each object is once', (example) => {
  const release = rendered(example);
  const { nodes, edges } = graphOf(release);
  const ids = new Set(nodes.map(({ id }) => id));
  expect(ids.size).toBe(nodes.length);
  expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  expect(nodes.filter(({ place }) => place === 'release')).toHaveLength(release.objects.length);
});

const labels = (app: string) => ({ app });
const deployment = (name: string, container: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'x' },
  spec: {
    template: {
      metadata: { labels: labels(name) },
      spec: { containers: [{ name, image: 'a:1', ports: [{ name: 'http', containerPort: 8080 }], ...container }] },
    },
  },
});
const service = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'x' },
  spec: { selector: labels(name), ports: [{ port: 80, targetPort: 'http' }], ...spec },
});
const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `${name}-only`, namespace: 'x' },
  spec: { podSelector: { matchLabels: labels(name) }, policyTypes: ['Ingress'], ...spec },
});
const calls = (value: string, name = 'API_URL') => deployment('web', { env: [{ name, value }] });
const traffic = (...objects: readonly object[]) =>
  edgesOf(graphOfObjects(...objects)).filter((edge) => edge.startsWith('traffic Deployment web'));

describe('addresses', () => {
  const api = [service('api'), deployment('api')];

  test.each([
    ['http://api', 'API_URL', ': port 80'],
    ['api', 'API_HOST', ': port 80'],
    ['api:80', 'TARGET', ': port 80'],
    ['http://api.x.svc.cluster.local:80/v1', 'API_URL', ': port 80'],
    ['api.x', 'PLACE', ': port 80'],
    ['redis://user@api.x.svc:80', 'CACHE', ': port 80'],
  ])('%s in %s is the Service', (value, name, label) => {
    expect(traffic(calls(value, name), ...api)).toEqual([`traffic Deployment web -> Service api${label}`]);
  });

  test.each([
    ['api', 'DB_NAME'],
    ['my-api', 'API_HOST'],
    ['api.y.svc', 'API_HOST'],
    ['http://localhost:80', 'API_URL'],
    ['10.0.0.1', 'API_HOST'],
  ])('%s in %s is not', (value, name) => {
    expect(traffic(calls(value, name), ...api)).toEqual([]);
  });

  test('other hosts are outside', () => {
    expect(traffic(calls('https://api.example.com/v1'), ...api)).toEqual([
      'traffic Deployment web -> Host api.example.com: port 443',
    ]);
  });

  test('Secrets are not searched', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'x' },
      stringData: { url: 'http://api' },
    };
    const web = deployment('web', { envFrom: [{ secretRef: { name: 's' } }] });
    expect(traffic(web, secret, ...api)).toEqual([]);
  });

  test('ConfigMaps of the pod are', () => {
    const config = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'x' },
      data: { 'a.yaml': '# http://no\nurl: http://api\n' },
    };
    const web = deployment('web', { envFrom: [{ configMapRef: { name: 'c' } }] });
    expect(traffic(web, config, ...api)).toEqual(['traffic Deployment web -> Service api: port 80']);
  });
});

describe('NetworkPolicies', () => {
  const all = (spec: object) => traffic(calls('http://api'), service('api'), deployment('api'), policy('api', spec));
  const open = ['traffic Deployment web -> Service api: port 80'];
  const shut = ['traffic Deployment web -> Service api: port 80, blocked by NetworkPolicy api-only'];

  test.each([
    ['no rule', {}, shut],
    ['an open rule', { ingress: [{}] }, open],
    ['the caller by label', { ingress: [{ from: [{ podSelector: { matchLabels: labels('web') } }] }] }, open],
    ['another caller', { ingress: [{ from: [{ podSelector: { matchLabels: labels('job') } }] }] }, shut],
    [
      'an expression',
      {
        ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } }] }],
      },
      open,
    ],
    [
      'an expression that excludes it',
      {
        ingress: [
          { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } }] },
        ],
      },
      shut,
    ],
    [
      'another namespace',
      { ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'y' } } }] }] },
      shut,
    ],
    [
      'its namespace',
      { ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'x' } } }] }] },
      open,
    ],
    ['an address block', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }, open],
    ['the port by name', { ingress: [{ ports: [{ port: 'http' }] }] }, open],
    ['the port by number', { ingress: [{ ports: [{ port: 8080 }] }] }, open],
    ['a range of ports', { ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] }, open],
    ['another port', { ingress: [{ ports: [{ port: 9090 }] }] }, shut],
  ])('%s', (_name, spec, expected) => {
    expect(all(spec)).toEqual(expected);
  });

  test('egress of the caller counts, too', () => {
    const web = policy('web', { policyTypes: ['Egress'], egress: [] });
    expect(traffic(calls('http://api'), service('api'), deployment('api'), web)).toEqual([
      'traffic Deployment web -> Service api: port 80, blocked by NetworkPolicy web-only',
    ]);
  });

  test('each workload lists its callers', () => {
    const { nodes } = graphOfObjects(
      deployment('web'),
      deployment('api'),
      policy('api', {
        ingress: [{ from: [{ podSelector: { matchLabels: labels('web') } }], ports: [{ port: 8080 }] }],
      }),
    );
    expect(nodes.flatMap(({ name, callers }) => (callers ? [[name, callers]] : []))).toEqual([
      ['web', ['every pod of the cluster, because no NetworkPolicy selects these pods']],
      ['api', ['pods with app=web in namespace x (port 8080)']],
    ]);
  });
});

test('load balancers, node ports, host ports and external names are at the edge', () => {
  const pod = deployment('a', { ports: [{ containerPort: 1, hostPort: 7 }] });
  const graph = graphOfObjects(
    pod,
    service('a', { type: 'LoadBalancer', externalIPs: ['192.0.2.1'] }),
    service('b', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }),
    service('c', { type: 'ExternalName', externalName: 'db.example.com', selector: undefined }),
  );
  expect(edgesOf(graph).filter((edge) => !edge.includes('Service a -> Deployment'))).toEqual([
    'traffic Load balancer port 80 -> Service a',
    'traffic Address 192.0.2.1 -> Service a',
    'traffic Port of the node 30080 -> Service b',
    'traffic Service c -> Host db.example.com',
    'traffic Port of the node 7 -> Deployment a',
  ]);
});

test('routes of the Gateway API lead from hosts through Gateways to Services', () => {
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r', namespace: 'x' },
    spec: {
      hostnames: ['a.example.com'],
      parentRefs: [{ name: 'g', namespace: 'infra' }],
      rules: [{ backendRefs: [{ name: 'a', port: 80 }] }],
    },
  };
  expect(edgesOf(graphOfObjects(route, service('a')))).toEqual([
    'traffic Gateway g -> HTTPRoute r',
    'traffic Host a.example.com -> Gateway g',
    'traffic HTTPRoute r -> Service a: port 80',
  ]);
});

test('Routes of OpenShift lead from hosts to Services', () => {
  const route = (name: string, spec: object) => ({
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name, namespace: 'x' },
    spec: { to: { kind: 'Service', name: 'a' }, ...spec },
  });
  const routes = [
    route('r', {
      host: 'a.example.com',
      port: { targetPort: 'http' },
      tls: { termination: 'edge', externalCertificate: { name: 'tls' } },
    }),
    route('wild', { host: 'any.a.example.com', wildcardPolicy: 'Subdomain' }),
    route('generated', { alternateBackends: [{ kind: 'Service', name: 'b' }] }),
  ];
  expect(edgesOf(graphOfObjects(...routes, service('a')))).toEqual([
    'traffic Host a.example.com -> Route r: TLS: edge',
    'traffic Route r -> Service a: port http',
    'traffic Host *.a.example.com -> Route wild',
    'traffic Route wild -> Service a',
    'traffic Host a host that the router chooses -> Route generated',
    'traffic Route generated -> Service a',
    'traffic Route generated -> Service b',
    'reference Route r -> Secret tls: certificate',
  ]);
});

test('kinds of other projects that have the name of a known kind have no connections', () => {
  const foreign = (apiVersion: string, kind: string, spec?: unknown) => ({
    apiVersion,
    kind,
    metadata: { name: 'a', namespace: 'x' },
    spec,
  });
  const objects = [
    foreign('networking.istio.io/v1', 'Gateway', { servers: [{ hosts: ['a.example.com'] }] }),
    foreign('example.com/v1', 'HTTPRoute'),
    foreign('example.com/v1', 'FooRoute'),
    foreign('example.com/v1', 'Ingress', { rules: 'none', tls: 1 }),
    foreign('example.com/v1', 'RoleBinding'),
    foreign('example.com/v1', 'Certificate', { secretName: 'tls' }),
    foreign('serving.knative.dev/v1', 'Service', { template: {} }),
  ];
  expect(edgesOf(graphOfObjects(...objects))).toEqual([]);
});

test('a NetworkPolicy of Calico does not count as one of Kubernetes, and a Service of Knative hides none', () => {
  const calico = {
    apiVersion: 'projectcalico.org/v3',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'x' },
    spec: { selector: "app == 'a'", ingress: [{ action: 'Deny' }] },
  };
  const knative = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'a', namespace: 'x' } };
  const graph = graphOfObjects(calico, service('a'), knative, deployment('a'), calls('http://a'));
  expect(edgesOf(graph)).toEqual(['traffic Service a -> Deployment a', 'traffic Deployment web -> Service a: port 80']);
  const callers = graph.nodes.flatMap((node) => node.callers ?? []);
  expect([...new Set(callers)]).toEqual(['every pod of the cluster, because no NetworkPolicy selects these pods']);
});

test('permissions lead from accounts through bindings and roles to the API', () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'r', namespace: 'x' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: 'x' },
    roleRef: { kind: 'Role', name: 'r' },
    subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'x' }],
  };
  expect(edgesOf(graphOfObjects(role, binding))).toEqual([
    'permission RoleBinding b -> Role r',
    'permission ServiceAccount s -> RoleBinding b',
    'permission Role r -> API server Kubernetes API: get, list pods',
  ]);
});
