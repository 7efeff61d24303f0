// Objects as the API server returns them. The expectations follow `omitempty` and pointers in the Go types of the API.

import { App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { ApiObject } from '../../lib/k8s/object/api-object';
import { canonical } from '../../lib/k8s/object/canonical';

const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec });
const container = (fields: object) => pod({ containers: [{ name: 'c', ...fields }] });

const deployment = (strategy: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'x' },
  spec: { strategy },
});

const policy = (spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'x' },
  spec,
});

test.each([
  ['an empty variable', container({ env: [{ name: 'A', value: '' }] }), container({ env: [{ name: 'A' }] })],
  [
    'an empty value next to a source',
    container({ env: [{ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] }),
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }] }),
  ],
  ['empty lists of a container', container({ env: [], volumeMounts: [], args: [], ports: [] }), container({})],
  [
    'empty lists and maps of a pod',
    pod({ containers: [], volumes: [], imagePullSecrets: [], tolerations: [], nodeSelector: {}, initContainers: [] }),
    pod({ containers: [] }),
  ],
  [
    'false and zero',
    container({ tty: false, ports: [{ containerPort: 1, hostPort: 0 }] }),
    container({ ports: [{ containerPort: 1 }] }),
  ],
  [
    'capabilities without a name',
    container({ securityContext: { capabilities: { add: [], drop: [] } } }),
    container({ securityContext: { capabilities: {} } }),
  ],
  [
    'quantities of a container',
    container({ resources: { limits: { cpu: '2000m', memory: '1024Mi', 'nvidia.com/gpu': 1 }, requests: {} } }),
    container({ resources: { limits: { cpu: '2', memory: '1Gi', 'nvidia.com/gpu': '1' } } }),
  ],
  [
    'the size of a volume',
    pod({ containers: [], volumes: [{ name: 'v', emptyDir: { sizeLimit: '2048Mi' } }] }),
    pod({ containers: [], volumes: [{ name: 'v', emptyDir: { sizeLimit: '2Gi' } }] }),
  ],
  [
    'the claim of a StatefulSet',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'x', annotations: {} },
      spec: { volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '1024Gi' } } } }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'x' },
      spec: {
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            spec: { volumeMode: 'Filesystem', resources: { requests: { storage: '1Ti' } } },
            status: { phase: 'Pending' },
          },
        ],
      },
    },
  ],
  ...[{}, { type: 'RollingUpdate' }, { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }].map(
    (strategy): [string, ReturnType<typeof deployment>, ReturnType<typeof deployment>] => [
      `a strategy that says ${JSON.stringify(strategy)}`,
      deployment(strategy),
      deployment({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }),
    ],
  ),
  ...['ingress', 'egress'].map((direction): [string, ReturnType<typeof policy>, ReturnType<typeof policy>] => [
    `ports of ${direction} rules without a protocol`,
    policy({ [direction]: [{ ports: [{ port: 1 }, { port: 2, protocol: 'UDP' }] }, {}] }),
    policy({
      [direction]: [
        {
          ports: [
            { port: 1, protocol: 'TCP' },
            { port: 2, protocol: 'UDP' },
          ],
        },
        {},
      ],
    }),
  ]),
  ['another strategy', deployment({ type: 'Recreate' }), deployment({ type: 'Recreate' })],
  [
    'the target of an autoscaler',
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'x' },
      spec: { metrics: [{ type: 'Pods', pods: { target: { averageValue: '1000m' } } }] },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'x' },
      spec: { metrics: [{ type: 'Pods', pods: { target: { averageValue: '1' } } }] },
    },
  ],
  [
    'a quota',
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'x' },
      spec: { hard: { pods: '1000', 'limits.cpu': '4000m' }, scopes: [] },
    },
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'x' },
      spec: { hard: { pods: '1k', 'limits.cpu': '4' } },
    },
  ],
  [
    'a definition',
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'x' },
      spec: {
        versions: [{ schema: { openAPIV3Schema: { properties: { type: { type: 'string', description: '' } } } } }],
      },
    },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'x' },
      spec: { versions: [{ schema: { openAPIV3Schema: { properties: { type: { type: 'string' } } } } }] },
    },
  ],
])('%s', (_what, given, expected) => {
  expect(canonical(structuredClone(given))).toEqual(expected);
});

const meta = { name: 'x' };

test.each([
  ['an empty volume', pod({ containers: [], volumes: [{ name: 'v', emptyDir: {} }] })],
  ['an empty security context', pod({ containers: [], securityContext: {} })],
  [
    'pointers to zero, false and empty text',
    pod({ containers: [], terminationGracePeriodSeconds: 0, automountServiceAccountToken: false }),
  ],
  [
    'selectors of everything',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: meta,
      spec: { podSelector: {}, ingress: [{}], egress: [{ to: [{ namespaceSelector: {} }] }] },
    },
  ],
  [
    'a class without a provisioner',
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: meta, spec: { storageClassName: '' } },
  ],
  [
    'a class without a controller',
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: meta, spec: { ingressClassName: '' } },
  ],
  [
    'empty labels, annotations and entries',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...meta, labels: { a: '' }, annotations: { b: '' } },
      data: { c: '', d: '1000m' },
    },
  ],
  [
    'the core API group',
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: meta,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
  ],
  [
    'no replicas',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta,
      spec: { replicas: 0, revisionHistoryLimit: 0, paused: true },
    },
  ],
  ['text that is no quantity', container({ resources: { limits: { cpu: 'much' } } })],
  [
    'custom resources',
    { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: meta, spec: { limits: { cpu: '2000m' }, empty: [] } },
  ],
])('keeps %s', (_what, object) => {
  expect(canonical(structuredClone(object))).toEqual(object);
});

test('applies to patches and lazy values, too', () => {
  const chart = new Chart(new App(), 'chart');
  const patched = new ApiObject(chart, 'a', { ...container({ env: [] }) });
  patched.addJsonPatch(JsonPatch.add('/spec/containers/0/resources', { limits: { cpu: '1000m' } }));
  expect(patched.toJson().spec.containers).toEqual([{ name: 'c', resources: { limits: { cpu: '1' } } }]);
  const lazy = new ApiObject(chart, 'b', container({ env: Lazy.any({ produce: () => [{ name: 'A', value: '' }] }) }));
  expect(lazy.toJson().spec.containers).toEqual([{ name: 'c', env: [{ name: 'A' }] }]);
});
