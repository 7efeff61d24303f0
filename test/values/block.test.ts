import { blockProblems } from '../../lib/values/block';
import { formatProblem } from '../../lib/values/problem';
import { SpelledNumber } from '../../lib/values/scalar';
import { block, blocks, list, map, object, optional } from '../../lib/values/schema';

const about = { description: 'D.' };
const told = (definition: string, value: object) => {
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
  ['Toleration', [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule', tolerationSeconds: 5 }]],
  ['ResourceRequirements', { limits: { cpu: 1, 'nvidia.com/gpu': '1' }, requests: { memory: '1Gi' } }],
  [
    'SecurityContext',
    { capabilities: { drop: ['ALL'] }, runAsUser: new SpelledNumber(1000, '1e3'), privileged: false },
  ],
  ['Probe', { httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'a', value: 'b' }] }, periodSeconds: 5 }],
  ['NetworkPolicyPeer', [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, { namespaceSelector: {} }]],
  ['Volume', [{ name: 'x', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'f' } }] } }]],
  ['ServiceSpec', { clusterIP: 'None', loadBalancerIP: '1.2.3.4', ports: [{ port: 80, targetPort: 'http' }] }],
  ['EnvVar', [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } }]],
])('%s: %j is fine', (definition, value) => {
  expect(told(definition, value)).toEqual([]);
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
  ['Toleration', [{ operator: { Equal: true } }], 'a[0].operator: must be text (quote it)'],
  ['SecurityContext', { capabilities: { drop: 'ALL' } }, 'a.capabilities.drop: must be a list'],
  ['SecurityContext', { capabilities: { drop: { ALL: true } } }, 'a.capabilities.drop: must be a list'],
  ['SecurityContext', { capabilities: { drop: [{ ALL: true }] } }, 'a.capabilities.drop[0]: must be text (quote it)'],
  ['SecurityContext', { capabilities: true }, 'a.capabilities: must be a map'],
  ['ResourceRequirements', { limits: ['1'] }, 'a.limits: must be a map'],
  [
    'ResourceRequirements',
    { limits: { cpu: { value: 1 } } },
    'a.limits.cpu: must be a number or text of the right form',
  ],
  [
    'ConfigMapVolumeSource',
    { defaultMode: new SpelledNumber(755, '0755') },
    'a.defaultMode: ambiguous number (write a plain decimal number, or quote it as text)',
  ],
  [
    'SecurityContext',
    { runAsUser: new SpelledNumber(Number.POSITIVE_INFINITY, '.inf') },
    'a.runAsUser: ambiguous number (write a plain decimal number, or quote it as text)',
  ],
  ['Affinity', JSON.parse('{"__proto__": {}}'), 'a.__proto__: unknown key'],
])('%s: %j is refused', (definition, value, sentence) => {
  expect(told(definition, value)).toEqual([sentence]);
});

test('every block is found, wherever it stands', () => {
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

test('no value of a block is ever quoted', () => {
  const [sentence] = told('EnvVar', [{ name: 'A', valueFrom: 'hunter2' }]);
  expect(sentence).toBe('a[0].valueFrom: must be a map');
});

test('a type that Kubernetes does not have is a mistake of the chart', () => {
  expect(() => told('Afinity', { a: 1 })).toThrow("Kubernetes' API has no type Afinity");
});
