// Setting a field to the API server's default is not a change.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';

type Tree = Readonly<Record<string, unknown>>;

const PROBE = { httpGet: { port: 80 } };

const pod = (container: Tree = {}, spec: Tree = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', namespace: 'n' },
  spec: { containers: [{ name: 'c', image: 'a:1', ...container }], ...spec },
});

const template = (container: Tree = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'x', namespace: 'n' },
  spec: { template: { spec: { initContainers: [{ name: 'c', image: 'a:1', ...container }] } } },
});

test.each<[what: string, absent: Manifest, explicit: Manifest]>([
  ['pull policy of a fixed tag', pod(), pod({ imagePullPolicy: 'IfNotPresent' })],
  ['pull policy of latest', pod({ image: 'a:latest' }), pod({ image: 'a:latest', imagePullPolicy: 'Always' })],
  ['pull policy without tag', pod({ image: 'h:5000/a' }), pod({ image: 'h:5000/a', imagePullPolicy: 'Always' })],
  [
    'pull policy of a digest',
    pod({ image: 'a@sha256:0' }),
    pod({ image: 'a@sha256:0', imagePullPolicy: 'IfNotPresent' }),
  ],
  [
    'pull policy of latest with a digest',
    pod({ image: 'a:latest@sha256:0' }),
    pod({ image: 'a:latest@sha256:0', imagePullPolicy: 'Always' }),
  ],
  ['pull policy in a template', template(), template({ imagePullPolicy: 'IfNotPresent' })],
  ['protocol', pod({ ports: [{ containerPort: 80 }] }), pod({ ports: [{ containerPort: 80, protocol: 'TCP' }] })],
  ['probe', pod({ livenessProbe: PROBE }), pod({ livenessProbe: { ...PROBE, timeoutSeconds: 1, periodSeconds: 10 } })],
  ['scheme', pod({ livenessProbe: PROBE }), pod({ livenessProbe: { httpGet: { port: 80, scheme: 'HTTP' } } })],
  ['restart policy', pod(), pod({}, { restartPolicy: 'Always' })],
  ['grace period', pod(), pod({}, { terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' })],
  [
    'mode of a volume',
    pod({}, { volumes: [{ name: 'v', secret: { secretName: 's' } }] }),
    pod({}, { volumes: [{ name: 'v', secret: { secretName: 's', defaultMode: 420 } }] }),
  ],
  ['scheduler', pod(), pod({}, { schedulerName: 'default-scheduler', enableServiceLinks: true })],
  ['host namespaces', pod(), pod({}, { hostNetwork: false, hostPID: false, hostIPC: false })],
  [
    'termination message',
    pod(),
    pod({ terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' }),
  ],
  [
    'thresholds of a probe',
    pod({ readinessProbe: PROBE }),
    pod({ readinessProbe: { ...PROBE, successThreshold: 1, failureThreshold: 3, initialDelaySeconds: 0 } }),
  ],
  ['path of a probe', pod({ startupProbe: PROBE }), pod({ startupProbe: { httpGet: { port: 80, path: '/' } } })],
  [
    'version of a field',
    pod({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }] }),
    pod({ env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } }] }),
  ],
  [
    'mount that is not read-only',
    pod({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
    pod({ volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: false }] }),
  ],
  [
    'lifetime of a token',
    pod({}, { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] }),
    pod(
      {},
      {
        volumes: [
          {
            name: 'v',
            projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }] },
          },
        ],
      },
    ),
  ],
])('%s', (_what, absent, explicit) => {
  expect(diff([absent], [explicit]).objects).toEqual([]);
  expect(diff([explicit], [absent]).objects).toEqual([]);
});

test.each<[what: string, before: Manifest, after: Manifest]>([
  ['another pull policy', pod(), pod({ imagePullPolicy: 'Always' })],
  ['a new tag, whose default is another', pod(), pod({ image: 'a:latest', imagePullPolicy: 'Always' })],
  ['another restart policy', pod(), pod({}, { restartPolicy: 'Never' })],
  ['a new probe', pod(), pod({ livenessProbe: PROBE })],
])('%s is a change', (_what, before, after) => {
  expect(diff([before], [after]).objects[0]?.fields.at(-1)?.class).toBe('recreated');
});

test('a default outside of a pod, or in a resource of another API, is a change', () => {
  const of = (apiVersion: string, kind: string, more: object): Manifest =>
    ({ apiVersion, kind, metadata: { name: 'x' }, spec: { a: 1, ...more } }) as Manifest;
  for (const [apiVersion, kind] of [
    ['example.com/v1', 'Pod'],
    ['v1', 'Buoy'],
  ] as const)
    expect(diff([of(apiVersion, kind, {})], [of(apiVersion, kind, { restartPolicy: 'Always' })]).objects).toHaveLength(
      1,
    );
});
