// Pods that the API server accepts and a kubelet can start.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { CONTAINER, deployment, findings, labs, POD } from '../../support/manifests';

const container = (change: object) => [deployment({ container: change })];
const pod = (change: object) => [deployment({ pod: change })];

test.each<[string, Manifest[], string[]]>([
  [
    'a variable with two values',
    container({ env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
    [`${CONTAINER}.env[0]: must not have both value and valueFrom`],
  ],
  [
    'a host port out of range',
    container({ ports: [{ containerPort: 80, hostPort: 65536 }] }),
    [`${CONTAINER}.ports[0].hostPort: is not a valid port: 65536`],
  ],
  [
    'a probe merged from two actions',
    container({ livenessProbe: { httpGet: { path: '/', port: 80 }, exec: { command: ['true'] } } }),
    [`${CONTAINER}.livenessProbe: must have one of exec, grpc, httpGet, tcpSocket, not exec and httpGet`],
  ],
  [
    'a probe without an action',
    container({ readinessProbe: { periodSeconds: 5 } }),
    [`${CONTAINER}.readinessProbe: must have one of exec, grpc, httpGet, tcpSocket, not none`],
  ],
  [
    'a probe of an init container',
    pod({
      initContainers: [
        { name: 'init', image: 'a', livenessProbe: { exec: { command: ['true'] } } },
        { name: 'sidecar', image: 'a', restartPolicy: 'Always', livenessProbe: { exec: { command: ['true'] } } },
      ],
    }),
    [`${POD}.initContainers[0].livenessProbe: is not supported for init containers`],
  ],
  [
    'an init container with the name of another container',
    pod({ initContainers: [{ name: 'web', image: 'a' }] }),
    [`${CONTAINER}.name: is already used: web`],
  ],
  [
    'volumes',
    pod({
      volumes: [
        { name: 'Data', emptyDir: {} },
        { name: 'a' },
        { name: 'a', emptyDir: {}, configMap: { name: 'c', optional: true } },
      ],
    }),
    [
      `${POD}.volumes[0].name: is not a DNS label: Data`,
      `${POD}.volumes[1]: must have one source, not none`,
      `${POD}.volumes[2].name: is already used: a`,
      `${POD}.volumes[2]: must have one source, not emptyDir and configMap`,
    ],
  ],
  [
    'a mount with a colon',
    [
      deployment({
        pod: { volumes: [{ name: 'a', emptyDir: {} }] },
        container: { volumeMounts: [{ name: 'a', mountPath: '/a:b' }] },
      }),
    ],
    [`${CONTAINER}.volumeMounts[0].mountPath: must not contain ":": /a:b`],
  ],
  [
    'escalation that a privileged container always has',
    container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    [`${CONTAINER}.securityContext.allowPrivilegeEscalation: must not be false for a privileged container`],
  ],
  [
    'escalation through a capability',
    container({ securityContext: { capabilities: { add: ['SYS_ADMIN'] }, allowPrivilegeEscalation: false } }),
    [
      `${CONTAINER}.securityContext.allowPrivilegeEscalation: must not be false for a container with the capability SYS_ADMIN`,
    ],
  ],
  [
    'root where root is not allowed',
    [
      deployment({
        pod: { securityContext: { runAsNonRoot: true } },
        container: { securityContext: { runAsUser: 0 } },
      }),
    ],
    [`${CONTAINER}.securityContext: runAsNonRoot conflicts with runAsUser 0: the container would never start`],
  ],
  [
    'resources that no node has',
    container({ resources: { limits: { mem: '1Gi' } } }),
    [`${CONTAINER}.resources.limits.mem: is not a valid resource name: mem`],
  ],
  [
    'devices that would be shared',
    container({
      resources: {
        limits: { 'a.com/kvm': 2, 'a.com/tun': '1' },
        requests: { 'a.com/kvm': '1', 'a.com/gpu': '1', 'a.com/tun': '1000m' },
      },
    }),
    [
      `${CONTAINER}.resources.requests.a.com/kvm: request 1 of a device must equal the limit 2`,
      `${CONTAINER}.resources.requests.a.com/gpu: a device needs a limit of the same amount`,
    ],
  ],
  [
    'a strategy merged from two',
    [deployment({ spec: { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } } })],
    ['Deployment labs/web spec.strategy.rollingUpdate: must be absent with type Recreate'],
  ],
  [
    'a Deployment that cannot be updated',
    [deployment({ spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } } })],
    ['Deployment labs/web spec.strategy.rollingUpdate: maxSurge and maxUnavailable must not both be zero'],
  ],
  [
    'a CronJob whose name is too long for its Jobs',
    [
      labs('batch/v1', 'CronJob', 'c'.repeat(53), {
        spec: {
          schedule: '@daily',
          jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [] } } } },
        },
      }),
    ],
    [`CronJob labs/${'c'.repeat(53)} metadata.name: must be a DNS label of at most 52 characters`],
  ],
])('%s: found', (_case, objects, expected) => {
  expect(findings(objects)).toEqual(expected);
});

test('security contexts that seem to contradict each other pass if the container overrides the pod', () => {
  const nonRoot = { securityContext: { runAsNonRoot: true, runAsUser: 0 } };
  const own = { securityContext: { runAsUser: 1000, privileged: true, allowPrivilegeEscalation: true } };
  expect(findings([deployment({ pod: nonRoot, container: own })])).toEqual([]);
});

test.each([
  ['Secret', { data: { 'a.conf': 'eA==' } }, { secret: { secretName: 'files' } }],
  ['ConfigMap', { data: { 'a.conf': 'x' } }, { configMap: { name: 'files' } }],
])('a file of a %s is mounted under an existing key', (kind, body, source) => {
  const mount = (subPath: string, items?: object[]) =>
    findings([
      labs('v1', kind, 'files', body),
      deployment({
        pod: { volumes: [{ name: 'v', ...withItems(source, items) }] },
        container: { volumeMounts: [{ name: 'v', mountPath: '/v', subPath }] },
      }),
    ]);
  const missing = (file: string) => [`${CONTAINER}.volumeMounts[0].subPath: volume v has no file ${file}`];
  expect(mount('a.conf')).toEqual([]);
  expect(mount('b.conf')).toEqual(missing('b.conf'));
  expect(mount('b.conf', [{ key: 'a.conf', path: 'b.conf' }])).toEqual([]);
  expect(mount('a.conf', [{ key: 'a.conf', path: 'b.conf' }])).toEqual(missing('a.conf'));
});

const withItems = (source: object, items: object[] | undefined) =>
  Object.fromEntries(Object.entries(source).map(([kind, about]) => [kind, { ...about, ...(items ? { items } : {}) }]));
