// A live base: what the API server, controllers and other field managers add is no difference; what drifted is.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';
import { withoutForeignFields } from '../../../lib/review/diff/live';
import { reportOf } from '../../../lib/review/diff/report/report';

const LIVE = { uid: 'u', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z', generation: 3 };

const rendered = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'labs', labels: { app: 'web' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }],
        tolerations: [{ key: 'pool', operator: 'Exists' }],
      },
    },
  },
} as unknown as Manifest;

/** As the API server returns it. */
const live = {
  ...rendered,
  metadata: {
    ...rendered.metadata,
    ...LIVE,
    annotations: { 'deployment.kubernetes.io/revision': '4' },
    finalizers: ['example.com/hook'],
    managedFields: [{ manager: 'kubectl' }],
  },
  spec: {
    ...(rendered.spec as object),
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    template: {
      metadata: { labels: { app: 'web' }, annotations: { 'injector.example/status': 'done' } },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'web:1',
            imagePullPolicy: 'IfNotPresent',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            terminationMessagePath: '/dev/termination-log',
            volumeMounts: [{ name: 'kube-api-access', mountPath: '/var/run/secrets' }],
          },
          { name: 'sidecar', image: 'proxy:1' },
        ],
        dnsPolicy: 'ClusterFirst',
        schedulerName: 'default-scheduler',
        tolerations: [
          { key: 'pool', operator: 'Exists' },
          { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        ],
      },
    },
  },
  status: { replicas: 2 },
} as unknown as Manifest;

const changed = (before: readonly Manifest[], after: readonly Manifest[]) =>
  reportOf(diff(withoutForeignFields(before, after), after), []).objects.map(
    ({ action, kind, fields }) => `${action} ${kind}: ${fields.map(({ field }) => field).join(', ')}`,
  );

test('nothing is left of what others set', () => {
  expect(changed([live], [rendered])).toEqual([]);
});

test('drift is left', () => {
  const spec = { ...(live.spec as object), replicas: 5 };
  expect(changed([{ ...live, spec } as Manifest], [rendered])).toEqual(['changed Deployment: spec.replicas']);
});

test('what the last apply set and is no longer rendered is a difference', () => {
  const before = { ...rendered, spec: { ...(rendered.spec as object), minReadySeconds: 5 } };
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(before) };
  const applied = {
    ...live,
    metadata: { ...live.metadata, annotations },
    spec: { ...(live.spec as object), minReadySeconds: 5 },
  } as Manifest;
  expect(changed([applied], [rendered])).toEqual(['changed Deployment: spec.minReadySeconds']);
});

test('objects of others in the state are left out, and our own that nobody renders are removed', () => {
  const of = (name: string, labels: object) =>
    ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'labs', labels, ...LIVE },
    }) as unknown as Manifest;
  const ours = { 'app.kubernetes.io/managed-by': 'sandbox-charts' };
  expect(changed([live, of('theirs', {}), of('ours', ours)], [rendered])).toEqual(['removed ConfigMap: ']);
});

test('a missing object is added', () => {
  expect(changed([], [rendered])).toEqual(['added Deployment: ']);
});
