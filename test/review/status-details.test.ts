// What `status` says about rarer states of objects, and how it lists what it did not check.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { statusOf, statusText } from '../../lib/review/status';
import { condition, liveObjects, object, verdict } from './live';

const unseen = 'pending: its controller has not seen the latest change yet';
const changed = { generation: 2 };
const parent = (name: string, reason: string, status = 'False') => ({
  parentRef: { name },
  ...condition('Accepted', status, { reason }),
});
const gateway = (more: object, ...conditions: object[]) => object('Gateway', { status: { conditions, ...more } });
const isTrue = (type: string) => ({ type, status: 'True' });

test.each<[string, Manifest, string]>([
  [
    'a StatefulSet that was just changed',
    object('StatefulSet', { spec: {}, status: { observedGeneration: 1 } }, changed),
    unseen,
  ],
  ['a DaemonSet that was just changed', object('DaemonSet', { status: { observedGeneration: 1 } }, changed), unseen],
  [
    'a StatefulSet whose pods are deleted by hand, all of them new',
    object('StatefulSet', { spec: { updateStrategy: { type: 'OnDelete' } }, status: { readyReplicas: 1 } }),
    'healthy',
  ],
  [
    'a DaemonSet that runs everywhere',
    object('DaemonSet', { status: { desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 2 } }),
    'healthy',
  ],
  ['a Job without pods', object('Job', { status: {} }), 'pending: it has not started'],
  [
    'a Job after one failure',
    object('Job', { status: { failed: 1 } }),
    'pending: it has not started; 1 failed attempt',
  ],
  [
    'a Job that has failed for an unknown reason',
    object('Job', { status: condition('Failed', 'True') }),
    'failed: it has failed',
  ],
  ['a claim of the default class', object('PersistentVolumeClaim', { spec: {}, status: {} }), 'pending: no volume yet'],
  ['a CronJob', object('CronJob', { spec: {} }), 'healthy'],
  ['a namespace', object('Namespace', { status: { phase: 'Active' } }), 'healthy'],
  ['a namespace that ends', object('Namespace', { status: { phase: 'Terminating' } }), 'pending: it is being deleted'],
  [
    'a Service with a load balancer',
    object('Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ hostname: 'lb' }] } } }),
    'healthy',
  ],
  ['a Gateway', gateway({ addresses: [{ value: '192.0.2.1' }] }, isTrue('Accepted'), isTrue('Programmed')), 'healthy'],
  ['a Gateway without an address', gateway({}, isTrue('Accepted'), isTrue('Programmed')), 'pending: no address yet'],
  ['a Gateway that no controller has seen', gateway({}), 'pending: not Accepted yet'],
  [
    'a Gateway that waits',
    gateway({}, isTrue('Accepted'), { type: 'Programmed', status: 'False', reason: 'Pending' }),
    'pending: Pending',
  ],
  ['a route', object('HTTPRoute', { status: { parents: [parent('edge', 'Accepted', 'True')] } }), 'healthy'],
  [
    'a policy that a Gateway refuses',
    object('BackendTLSPolicy', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      status: {
        ancestors: [{ ancestorRef: { name: 'edge' }, ...condition('Accepted', 'False', { reason: 'Conflicted' }) }],
      },
    }),
    'failed: Gateway edge: Conflicted',
  ],
  ['a Certificate', object('Certificate', { status: condition('Ready', 'True') }), 'healthy'],
  [
    'a resource whose controller has stopped',
    object('Widget', {
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'BadPath' }, isTrue('Stalled')] },
    }),
    'failed: BadPath',
  ],
  [
    'an Application that is synced',
    object('Application', { status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } } }),
    'healthy',
  ],
  [
    'an Application that waits',
    object('Application', {
      status: {
        sync: { status: 'Synced' },
        health: { status: 'Progressing' },
        operationState: { message: 'waiting for hooks' },
      },
    }),
    'pending: Synced, Progressing: waiting for hooks',
  ],
  ['an Application without a status', object('Application'), 'pending: Unknown, Unknown'],
  [
    'an autoscaler of a workload without replicas',
    object('HorizontalPodAutoscaler', { status: condition('ScalingActive', 'False', { reason: 'ScalingDisabled' }) }),
    'healthy',
  ],
  [
    'a Pod that crashed without a trace',
    object('Pod', {
      status: {
        containerStatuses: [{ name: 'app', restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
    }),
    'pending: container app ended, and was restarted once',
  ],
  [
    'a Pod that failed without a trace',
    object('Pod', { status: { phase: 'Failed' } }),
    'failed: a container has failed',
  ],
  ['a Pod without a status', object('Pod', { status: {} }), 'pending: has not started'],
])('%s', (_, live, expected) => {
  expect(verdict(live)).toEqual([expected]);
});

test.each<[Manifest, string]>([
  [object('CronJob', { spec: { suspend: true } }), 'CronJob shop/web: it is suspended'],
  [
    object('PersistentVolumeClaim', { status: { phase: 'Bound', ...condition('FileSystemResizePending', 'True') } }),
    'PersistentVolumeClaim shop/web: its file system grows when its pod restarts',
  ],
  [
    object('StatefulSet', {
      spec: { updateStrategy: { type: 'OnDelete' } },
      status: { readyReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
    }),
    'StatefulSet shop/web: some pods run an older version until they are deleted (update strategy OnDelete)',
  ],
])('a note: %#', (live, note) => {
  expect(verdict(live)).toEqual(['healthy', note]);
  expect(statusText([statusOf('shop', [live], liveObjects([live]))])).toBe(`shop: 1 healthy\n  note: ${note}\n`);
});

test('the latest warning about an object is its reason, in both versions of events', () => {
  const ingress = object('Ingress', { status: {} });
  const about = { kind: 'Ingress', name: 'web', namespace: 'shop' };
  const events = [
    object('Event', { type: 'Warning', note: 'newest', regarding: about, eventTime: '2026-01-03T00:00:00Z' }),
    object('Event', {
      type: 'Warning',
      message: 'older',
      involvedObject: about,
      lastTimestamp: '2026-01-02T00:00:00Z',
    }),
  ];
  for (const [at, event] of events.entries()) Object.assign(event.metadata, { name: `event-${at}` });
  expect(verdict(ingress, ...events).slice(1)).toEqual(['newest']);
});

test('kinds that the state does not have are listed, but not all of them', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const secrets = names.map((name) => object('Secret', {}, { name }));
  const config = object('ConfigMap');
  const text = (count: number) =>
    statusText([statusOf('shop', [config, ...secrets.slice(0, count)], liveObjects([config]))]);
  expect(text(3)).toBe(`shop: 1 healthy, 3 not checked
  not checked, because the state has none of their kind: Secret shop/a, Secret shop/b, Secret shop/c
`);
  expect(text(5)).toBe(`shop: 1 healthy, 5 not checked
  not checked, because the state has none of their kind: Secret shop/a, Secret shop/b, Secret shop/c and 2 more
`);
});
