// The health of each kind of object, from what the API server returns.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { statusOf, statusText } from '../../lib/review/status';
import { API_VERSIONS, condition, liveObjects, object, status, verdict } from './live';

const ready = { replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };

test.each<[string, Manifest, string]>([
  ['a Deployment', object('Deployment', { spec: { replicas: 2 }, status: ready }), 'healthy'],
  ['one without replicas', object('Deployment', { spec: { replicas: 0 }, status: {} }), 'healthy'],
  [
    'one that waits for pods',
    object('Deployment', { spec: { replicas: 2 }, status: { ...ready, availableReplicas: 1 } }),
    'pending: 1 of 2 pods available',
  ],
  [
    'one with old pods',
    object('Deployment', { spec: { replicas: 2 }, status: { ...ready, replicas: 3 } }),
    'pending: 1 old pod is still running',
  ],
  [
    'a paused one',
    object('Deployment', { spec: { replicas: 2, paused: true }, status: { ...ready, updatedReplicas: 0 } }),
    'pending: 0 of 2 pods updated, and the rollout is paused',
  ],
  [
    'one that has timed out',
    object('Deployment', {
      spec: {},
      status: condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' }),
    }),
    'failed: 0 of 1 pods updated, and the rollout has timed out',
  ],
  [
    'one whose pods are refused',
    object('Deployment', {
      spec: {},
      status: condition('ReplicaFailure', 'True', { reason: 'FailedCreate', message: 'exceeded quota' }),
    }),
    'failed: FailedCreate: exceeded quota',
  ],
  [
    'one that was just changed',
    object('Deployment', { spec: {}, status: { ...ready, observedGeneration: 1 } }, { generation: 2 }),
    'pending: its controller has not seen the latest change yet',
  ],
  [
    'a StatefulSet in an update',
    object('StatefulSet', {
      spec: { replicas: 2 },
      status: { ...ready, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
    }),
    'pending: 1 of 2 pods updated',
  ],
  [
    'one that updates only some pods',
    object('StatefulSet', {
      spec: { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } },
      status: { ...ready, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
    }),
    'healthy',
  ],
  [
    'a DaemonSet',
    object('DaemonSet', { status: { desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3 } }),
    'pending: 2 of 3 pods ready',
  ],
  [
    'one in an update',
    object('DaemonSet', { status: { desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 1 } }),
    'pending: 1 of 3 pods updated',
  ],
  ['a Job that is done', object('Job', { status: condition('Complete', 'True') }), 'healthy'],
  [
    'a Job that has failed',
    object('Job', { status: condition('Failed', 'True', { reason: 'BackoffLimitExceeded', message: 'too often' }) }),
    'failed: BackoffLimitExceeded: too often',
  ],
  ['a Job that runs', object('Job', { status: { active: 1, failed: 2 } }), 'pending: it is running; 2 failed attempts'],
  ['a suspended Job', object('Job', { spec: { suspend: true } }), 'pending: it is suspended'],
  ['a claim', object('PersistentVolumeClaim', { status: { phase: 'Bound' } }), 'healthy'],
  [
    'a claim without a volume',
    object('PersistentVolumeClaim', { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } }),
    'pending: no volume yet (StorageClass fast)',
  ],
  ['a lost claim', object('PersistentVolumeClaim', { status: { phase: 'Lost' } }), 'failed: its volume is lost'],
  ['a Service', object('Service', { spec: { type: 'ClusterIP' } }), 'healthy'],
  [
    'a Service without a load balancer',
    object('Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } }),
    'pending: no load balancer yet',
  ],
  ['an Ingress', object('Ingress', { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }), 'healthy'],
  [
    'an Ingress without an address',
    object('Ingress', { status: { loadBalancer: {} } }),
    'pending: no address yet: its controller has not published it',
  ],
  ['a route without a Gateway', object('HTTPRoute'), 'pending: no Gateway has accepted it yet'],
  [
    'a route that a Gateway refuses',
    object('HTTPRoute', {
      status: {
        parents: [
          { parentRef: { name: 'edge' }, ...condition('Accepted', 'False', { reason: 'NoMatchingListenerHostname' }) },
        ],
      },
    }),
    'failed: Gateway edge: NoMatchingListenerHostname',
  ],
  [
    'a Gateway',
    object('Gateway', {
      status: {
        conditions: ['Accepted', 'Programmed'].map((type) => ({ type, status: 'True' })),
        addresses: [{ value: '192.0.2.1' }],
        listeners: [{ name: 'https', ...condition('ResolvedRefs', 'False', { reason: 'InvalidCertificateRef' }) }],
      },
    }),
    'failed: listener https: InvalidCertificateRef',
  ],
  [
    'a Certificate',
    object('Certificate', { status: condition('Ready', 'False', { reason: 'Issuing', message: 'order is pending' }) }),
    'pending: Issuing: order is pending',
  ],
  [
    'an ExternalSecret without a status',
    object('ExternalSecret'),
    'pending: not Ready yet: its controller has not reported',
  ],
  [
    'an Application',
    object('Application', { status: { sync: { status: 'OutOfSync' }, health: { status: 'Degraded' } } }),
    'failed: OutOfSync, Degraded',
  ],
  [
    'an autoscaler without metrics',
    object('HorizontalPodAutoscaler', {
      status: condition('ScalingActive', 'False', { reason: 'FailedGetResourceMetric' }),
    }),
    'pending: FailedGetResourceMetric',
  ],
  ['a custom resource without conditions', object('Widget'), 'healthy'],
  [
    'a custom resource that is not ready',
    object('Widget', { status: condition('Ready', 'False') }),
    'pending: not Ready',
  ],
  ['a ConfigMap', object('ConfigMap'), 'healthy'],
  [
    'an object that is being deleted',
    object('ConfigMap', {}, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/a'] }),
    'pending: it is being deleted, and waits for example.com/a',
  ],
])('%s', (_, live, expected) => {
  expect(verdict(live)).toEqual([expected]);
});

test.each<[string, Manifest, string]>([
  [
    'a DaemonSet that no node matches',
    object('DaemonSet', { status: { desiredNumberScheduled: 0 } }),
    'DaemonSet shop/web: no node matches its pods, so it runs nowhere',
  ],
  [
    'a DaemonSet that updates when its pods are deleted',
    object('DaemonSet', {
      spec: { updateStrategy: { type: 'OnDelete' } },
      status: { desiredNumberScheduled: 1, numberReady: 1, updatedNumberScheduled: 0 },
    }),
    'DaemonSet shop/web: some pods run an older version until they are deleted (update strategy OnDelete)',
  ],
  ['a Pod that has ended', object('Pod', { status: { phase: 'Succeeded' } }), 'Pod shop/web: it has ended'],
])('a note: %s', (_, live, note) => {
  expect(verdict(live)).toEqual(['healthy', note]);
});

const waiting = (reason: string, more: object = {}) => ({
  phase: 'Pending',
  containerStatuses: [{ name: 'app', image: 'app:1', restartCount: 3, state: { waiting: { reason } }, ...more }],
});
const exited = { terminated: { exitCode: 2, reason: 'Error' } };

test.each<[string, object, string]>([
  [
    'cannot be scheduled',
    { phase: 'Pending', ...condition('PodScheduled', 'False', { message: '0/1 nodes are available' }) },
    'pending: cannot be scheduled: 0/1 nodes are available',
  ],
  [
    'has no image',
    waiting('ImagePullBackOff', { state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } }),
    'pending: the image app:1 of container app cannot be pulled: not found',
  ],
  [
    'crashes',
    waiting('CrashLoopBackOff', { lastState: exited }),
    'pending: container app ended with exit code 2 (Error), and was restarted 3 times',
  ],
  [
    'lacks a Secret',
    waiting('CreateContainerConfigError', {
      state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "login" not found' } },
    }),
    'pending: container app cannot start: CreateContainerConfigError: secret "login" not found',
  ],
  ['is created', waiting('ContainerCreating'), 'pending: container app is being created'],
  [
    'runs an init container',
    { phase: 'Pending', initContainerStatuses: [{ name: 'wait', state: { running: { startedAt: 'now' } } }] },
    'pending: init container wait is running',
  ],
  [
    'is not ready',
    { phase: 'Running', containerStatuses: [{ name: 'app', ready: false, state: { running: { startedAt: 'now' } } }] },
    'pending: container app is running but not ready',
  ],
  ['is ready', { phase: 'Running', ...condition('Ready', 'True') }, 'healthy'],
  ['was evicted', { phase: 'Failed', reason: 'Evicted', message: 'low on memory' }, 'failed: Evicted: low on memory'],
  [
    'has failed',
    { phase: 'Failed', containerStatuses: [{ name: 'app', state: exited }] },
    'failed: container app ended with exit code 2 (Error)',
  ],
])('a pod %s', (_, fields, expected) => {
  expect(verdict(object('Pod', { status: fields }))).toEqual([expected]);
});

const labels = { app: 'web' };
const selected = { selector: { matchLabels: labels } };

test('pods and events explain why a workload is not ready', () => {
  const live = object('Deployment', { spec: selected, status: {} });
  const pod = object('Pod', { status: waiting('ContainerCreating') }, { name: 'web-1', labels });
  const event = (message: string, lastTimestamp: string, more: object = {}) =>
    object('Event', {
      ...{ type: 'Warning', message, lastTimestamp },
      involvedObject: { kind: 'Pod', name: 'web-1', namespace: 'shop' },
      ...more,
    });
  const others = [
    event('secret "login" not found', '2026-01-02T00:00:00Z'),
    event('an earlier one', '2026-01-01T00:00:00Z'),
    event('harmless', '2026-01-03T00:00:00Z', { type: 'Normal' }),
    object('Pod', { status: waiting('ContainerCreating') }, { name: 'web-1', labels, namespace: 'elsewhere' }),
  ];
  expect(verdict(live, pod, ...others)).toEqual([
    'pending: 0 of 1 pods updated',
    'Pod web-1: container app is being created; secret "login" not found',
  ]);
});

test('claims explain why a StatefulSet is not ready', () => {
  const spec = { ...selected, volumeClaimTemplates: [{ metadata: { name: 'data' } }] };
  const claim = (name: string) => object('PersistentVolumeClaim', { status: { phase: 'Pending' } }, { name });
  expect(verdict(object('StatefulSet', { spec, status: {} }), claim('data-web-0'), claim('data-web-old-0'))).toEqual([
    'pending: 0 of 1 pods ready',
    'PersistentVolumeClaim data-web-0: no volume yet',
  ]);
});

describe('objects that are not in the state', () => {
  const of = (rendered: readonly Manifest[], ...live: readonly Manifest[]) =>
    statusOf('shop', rendered, liveObjects(live));

  test('are missing, if others of their kind are there, or their health matters', () => {
    const rendered = [object('Deployment'), object('ConfigMap'), object('Secret'), object('Service')];
    const { unhealthy, unknown } = of(rendered, object('ConfigMap', {}, { name: 'other' }), object('Service'));
    expect(unhealthy.map(({ object: name }) => name)).toEqual(['Deployment shop/web', 'ConfigMap shop/web']);
    expect(unknown).toEqual(['Secret shop/web']);
  });

  test('are expected to be gone, if they are deleted after they have ended', () => {
    const job = object('Job', { spec: { ttlSecondsAfterFinished: 60 } });
    expect(of([job], object('Service'))).toMatchObject({
      healthy: true,
      notes: [expect.stringContaining('Job shop/web')],
    });
  });

  test('are one line, if there is none of them', () => {
    const text = statusText([of([object('Deployment'), object('Service'), object('ConfigMap')])]);
    expect(text).toBe('shop: none of its objects exist in the cluster\n');
  });
});

test('the text has a line for each object, and its first details', () => {
  const live = object('Deployment', { spec: selected, status: {} });
  const pods = [1, 2, 3, 4, 5].map((at) =>
    object('Pod', { status: waiting('ContainerCreating') }, { name: `web-${at}\u001b[2J`, labels }),
  );
  expect(statusText([status(live, ...pods)])).toBe(`shop: 1 not healthy, 0 healthy
  pending: Deployment shop/web: 0 of 1 pods updated
    Pod web-1\\u{1b}[2J: container app is being created
    Pod web-2\\u{1b}[2J: container app is being created
    Pod web-3\\u{1b}[2J: container app is being created
    and 2 more
`);
});

test.each(['status', 'spec'])('odd content of %s is no reason to fail', (field) => {
  for (const kind of [...Object.keys(API_VERSIONS), 'Pod', 'Service', 'PersistentVolumeClaim']) {
    for (const odd of [null, 'text', 7, [], { conditions: 'x', containerStatuses: [1], parents: [{}] }]) {
      expect(() => status(object(kind, { [field]: odd }))).not.toThrow();
    }
  }
});
