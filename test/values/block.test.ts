import { formatProblem } from '../../lib/values/problem';
import { SpelledNumber } from '../../lib/values/scalar';
import { blockProblems } from '../../lib/values/schema/block';
import { block, blocks, list, map, object, optional } from '../../lib/values/schema/schema';

const about = { description: 'D.' };
const problemsOf = (definition: string, value: object) => {
  const schema = Array.isArray(value) ? blocks(definition, about) : block(definition, about);
  return blockProblems(schema, value, ['a']).map(formatProblem);
};

test.each<[string, object]>([
  ['Affinity', {}],
  [
    'Affinity',
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'In', values: ['yes'] }] }],
        },
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchLabels: { map: 'x', value: 'y', 'example.com/any': 'z', toISOString: 'w' } },
            },
          },
        ],
      },
    },
  ],
  ['Toleration', [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoExecute', tolerationSeconds: 5 }]],
  ['Toleration', [{ operator: 'Exists' }]],
  ['ResourceRequirements', { limits: { cpu: 1, 'nvidia.com/gpu': '1' }, requests: { memory: '1Gi' } }],
  [
    'SecurityContext',
    { capabilities: { drop: ['ALL'] }, runAsUser: new SpelledNumber(1000, '1e3'), privileged: false },
  ],
  ['Probe', { httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'a', value: 'b' }] }, periodSeconds: 5 }],
  ['NetworkPolicyPeer', [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, { namespaceSelector: {} }]],
  ['NodeSelectorRequirement', [{ key: 'cpus', operator: 'Gt', values: ['4'] }]],
  ['HostAlias', [{ ip: 'fd00::1', hostnames: ['registry.acme.io'] }, { ip: '10.0.0.1' }]],
  ['Volume', [{ name: 'x', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.labels' } }] } }]],
  ['VolumeMount', [{ name: 'x', mountPath: '/x' }]],
  ['IngressTLS', [{ hosts: ['a.io'], secretName: 'a.io-tls' }, {}]],
  [
    'HTTPIngressPath',
    [
      { path: '/x', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } },
      {
        path: '/x//y',
        pathType: 'ImplementationSpecific',
        backend: { service: { name: 'x', port: { name: 'http' } } },
      },
      { path: '/', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'x' } } },
    ],
  ],
  [
    'MetricSpec',
    [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      { type: 'Pods', pods: { metric: { name: 'rate' }, target: { type: 'AverageValue', averageValue: '5' } } },
    ],
  ],
  [
    'HorizontalPodAutoscalerBehavior',
    { scaleDown: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  ],
  ['ServiceSpec', { clusterIP: 'None', loadBalancerIP: '1.2.3.4', ports: [{ port: 80, targetPort: 'http' }] }],
  ['EnvVar', [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } }]],
])('%s: %j is valid', (definition, value) => {
  expect(problemsOf(definition, value)).toEqual([]);
});

test.each<[string, object, string]>([
  ['Affinity', { podAfinity: {} }, 'a.podAfinity: unknown key (did you mean podAffinity?)'],
  [
    'Affinity',
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpression: [] }] },
      },
    },
    'a.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpression: unknown key (did you mean matchExpressions?)',
  ],
  ['Toleration', [{ key: 'a' }, { foo: 'b' }], 'a[1].foo: unknown key'],
  ['Toleration', [{ Key: 'b' }], 'a[0].Key: unknown key (did you mean key?)'],
  ['ServiceSpec', { clusterIp: 'None' }, 'a.clusterIp: unknown key (did you mean clusterIP?)'],
  ['Toleration', ['x'], 'a[0]: must be a map'],
  ['Toleration', [null], 'a[0]: must be a map'],
  ['Toleration', [[]], 'a[0]: must be a map'],
  ['Toleration', [{ operator: { Equal: true } }], 'a[0].operator: must be a string (quote it)'],
  ['SecurityContext', { capabilities: { drop: 'ALL' } }, 'a.capabilities.drop: must be a list'],
  ['SecurityContext', { capabilities: { drop: { ALL: true } } }, 'a.capabilities.drop: must be a list'],
  [
    'SecurityContext',
    { capabilities: { drop: [{ ALL: true }] } },
    'a.capabilities.drop[0]: must be a string (quote it)',
  ],
  ['SecurityContext', { capabilities: true }, 'a.capabilities: must be a map'],
  ['ResourceRequirements', { limits: ['1'] }, 'a.limits: must be a map'],
  [
    'ResourceRequirements',
    { limits: { cpu: { value: 1 } } },
    'a.limits.cpu: must be a number or string in the right format',
  ],
  [
    'ConfigMapVolumeSource',
    { defaultMode: new SpelledNumber(755, '0755') },
    'a.defaultMode: YAML parsers disagree about 0755: write 493, which is the octal mode 0755',
  ],
  [
    'SecurityContext',
    { runAsUser: new SpelledNumber(Number.POSITIVE_INFINITY, '.inf') },
    'a.runAsUser: ambiguous number (write a plain decimal number, or quote it)',
  ],
  ['Affinity', JSON.parse('{"__proto__": {}}'), 'a.__proto__: unknown key'],
])('%s: %j is refused', (definition, value, sentence) => {
  expect(problemsOf(definition, value)).toEqual([sentence]);
});

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const hasSsd = { matchExpressions: [{ key: 'ssd', operator: 'In' }] };

test.each<[string, object, string[]]>([
  [
    'Toleration',
    [{}, { value: 'a' }, { key: 'a', operator: 'Exists', value: 'b' }, { key: 'a', tolerationSeconds: 5 }],
    [
      'a[0].operator: must be Exists without a key',
      'a[1].operator: must be Exists without a key',
      'a[2].value: must be absent with operator Exists',
      'a[3].tolerationSeconds: requires effect NoExecute',
    ],
  ],
  [
    'NodeSelectorRequirement',
    [
      { key: 'a', operator: 'Exists', values: ['b'] },
      { key: 'a', operator: 'DoesNotExist', values: ['b'] },
      { key: 'a', operator: 'In', values: [] },
      { key: 'a', operator: 'NotIn' },
      { key: 'a', operator: 'Lt' },
      { key: 'a', operator: 'Gt', values: ['1', '2'] },
    ],
    [
      'a[0].values: must be absent with operator Exists',
      'a[1].values: must be absent with operator DoesNotExist',
      'a[2].values: is required with operator In',
      'a[3].values: is required with operator NotIn',
      'a[4].values: must be a single number with operator Lt',
      'a[5].values: must be a single number with operator Gt',
    ],
  ],
  [
    'Affinity',
    { nodeAffinity: { [required]: { nodeSelectorTerms: [] } } },
    [`a.nodeAffinity.${required}.nodeSelectorTerms: must not be empty`],
  ],
  [
    'Affinity',
    { nodeAffinity: { [preferred]: [{ weight: 0, preference: hasSsd }] } },
    [
      `a.nodeAffinity.${preferred}[0].weight: must be from 1 to 100`,
      `a.nodeAffinity.${preferred}[0].preference.matchExpressions[0].values: is required with operator In`,
    ],
  ],
  [
    'Affinity',
    {
      podAffinity: { [required]: [{ topologyKey: 'rack', labelSelector: hasSsd }] },
      podAntiAffinity: { [preferred]: [{ weight: 101, podAffinityTerm: { topologyKey: 'rack' } }] },
    },
    [
      `a.podAffinity.${required}[0].labelSelector.matchExpressions[0].values: is required with operator In`,
      `a.podAntiAffinity.${preferred}[0].weight: must be from 1 to 100`,
    ],
  ],
  [
    'NetworkPolicyPeer',
    [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }],
    ['a[0].ipBlock: must not be combined with others'],
  ],
  ['PodSecurityContext', { fsGroup: -1 }, ['a.fsGroup: must be from 0 to 2147483647']],
  ['SecurityContext', { runAsUser: 2 ** 31 }, ['a.runAsUser: must be from 0 to 2147483647']],
  [
    'EnvVar',
    [
      {},
      { name: 'A=B' },
      { name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'A', valueFrom: { secretKeyRef: { name: 'My Secret', key: 'a b' } } },
    ],
    [
      'a[0].name: is required',
      'a[1].name: is not a valid variable name',
      'a[2].valueFrom: conflicts with value: set only one of them',
      'a[3].valueFrom.secretKeyRef.name: is not an object name',
      'a[3].valueFrom.secretKeyRef.key: is not a valid Secret or ConfigMap key',
    ],
  ],
  [
    'Volume',
    [
      { name: 'Data', emptyDir: {} },
      { name: 'a', secret: { secretName: 'My Secret' } },
    ],
    ['a[0].name: is not a DNS label', 'a[1].secret.secretName: is not an object name'],
  ],
  ['VolumeMount', [{ name: 'a', mountPath: '/a:b' }], ['a[0].mountPath: must not contain ":"']],
  [
    'HostAlias',
    [{ ip: '1.2.3', hostnames: ['a b'] }],
    ['a[0].ip: is not an IP address', 'a[0].hostnames[0]: is not a host name'],
  ],
  [
    'Container',
    [{ name: 'a', env: [{ name: 'A B' }], volumeMounts: [{ name: 'a', mountPath: ':' }] }],
    ['a[0].env[0].name: is not a valid variable name', 'a[0].volumeMounts[0].mountPath: must not contain ":"'],
  ],
  [
    'MetricSpec',
    [{ type: 'Cpu' }, { type: 'Pods', external: { metric: { name: 'x' }, target: { type: 'Value', value: '1' } } }],
    [
      'a[0].type: must be ContainerResource or External or Object or Pods or Resource',
      'a[1].external: must be absent with type Pods',
      'a[1].pods: is required with type Pods',
    ],
  ],
  [
    'MetricSpec',
    [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Half' } } }],
    ['a[0].resource.target.type: must be Utilization or AverageValue or Value'],
  ],
  [
    'HorizontalPodAutoscalerBehavior',
    {
      scaleUp: { stabilizationWindowSeconds: 3601, selectPolicy: 'Most' },
      scaleDown: { policies: [{ type: 'Pod', value: 0, periodSeconds: 1801 }] },
    },
    [
      'a.scaleUp.selectPolicy: must be Max or Min or Disabled',
      'a.scaleUp.stabilizationWindowSeconds: must be from 0 to 3600',
      'a.scaleDown.policies[0].type: must be Pods or Percent',
      'a.scaleDown.policies[0].value: must be from 1 to 2147483647',
      'a.scaleDown.policies[0].periodSeconds: must be from 1 to 1800',
    ],
  ],
  [
    'HTTPIngressPath',
    [
      { path: '/a/../b', pathType: 'Prefix', backend: {} },
      { path: '/', pathType: 'Exact', backend: { service: { name: 'My Service' } } },
      { path: '/', pathType: 'Exact', backend: { service: { name: 'a', port: { number: 65536 } } } },
    ],
    [
      'a[0].path: must not contain //, /./, /../ or %2f',
      'a[0].backend: must have service or resource',
      'a[1].backend.service.name: is not a Service name',
      'a[1].backend.service.port: must have either name or number',
      'a[2].backend.service.port.number: must be from 1 to 65535',
    ],
  ],
  [
    'IngressRule',
    [{ http: { paths: [{ path: '/', pathType: 'Exact', backend: {} }] } }],
    ['a[0].http.paths[0].backend: must have service or resource'],
  ],
  ['IngressTLS', [{ secretName: 'My Secret' }], ['a[0].secretName: is not an object name']],
])('%s: %j has the right structure, but is refused', (definition, value, sentences) => {
  expect(problemsOf(definition, value)).toEqual(sentences);
});

test('blocks at any path are validated', () => {
  const toleration = block('Toleration', about);
  const schema = object({
    one: toleration,
    many: list(toleration, about),
    named: map(object({ deep: blocks('Toleration', about) }), about),
    absent: optional(toleration),
    empty: toleration,
  });
  const tree = { one: { kee: 1 }, many: [{}, { kee: 1 }], named: { x: { deep: [{ kee: 1 }] } }, empty: {} };
  expect(blockProblems(schema, tree, []).map(formatProblem)).toEqual(
    ['one.kee', 'many[1].kee', 'named.x.deep[0].kee'].map((path) => `${path}: unknown key (did you mean key?)`),
  );
});

test('no value in a block is ever printed', () => {
  const [sentence] = problemsOf('EnvVar', [{ name: 'A', valueFrom: 'hunter2' }]);
  expect(sentence).toBe('a[0].valueFrom: must be a map');
});

test('a type that Kubernetes does not have is an error in the chart', () => {
  expect(() => problemsOf('Afinity', { a: 1 })).toThrow("Kubernetes' API has no type Afinity");
});
