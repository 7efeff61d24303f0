// Each check finds its fault, reports the object and field, and accepts correct objects.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { ExternalObject } from '../../../lib/k8s/release';

import {
  backend,
  CONTAINER,
  deployment,
  env,
  findings,
  fromSecret,
  ingress,
  labs,
  object,
  POD,
  service,
} from '../../support/manifests';

test('kinds of other projects that have the name of a known kind are not checked, and replace no known object', () => {
  const objects = [
    deployment({}),
    service({}),
    labs('serving.knative.dev/v1', 'Service', 'web', { spec: { template: {} } }),
    ingress(backend('web', { number: 80 })),
    labs('example.com/v1', 'Ingress', 'other', { spec: { rules: 'none' } }),
    labs('example.com/v1', 'StatefulSet', 'other', { spec: { serviceName: 'none' } }),
    labs('projectcalico.org/v3', 'NetworkPolicy', 'other', {
      spec: { selector: 'all()', ingress: [{ action: 'Deny' }] },
    }),
    labs('argoproj.io/v1alpha1', 'Rollout', 'web', { spec: { workloadRef: { kind: 'Deployment', name: 'web' } } }),
    labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { scaleTargetRef: { kind: 'Rollout', name: 'web' }, minReplicas: 1, maxReplicas: 3 },
    }),
  ];
  expect(findings(objects)).toEqual([]);
});

test('objects that fit together pass', () => {
  const objects = [
    labs('v1', 'ServiceAccount', 'web', {}),
    labs('v1', 'Secret', 'keys', { data: { key: 'YQ==' } }),
    labs('v1', 'PersistentVolumeClaim', 'data', {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }),
    deployment({
      pod: { serviceAccountName: 'web', volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      container: {
        env: [{ name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } } }],
        resources: { requests: { cpu: '500m' }, limits: { cpu: '1' } },
        volumeMounts: [{ name: 'data', mountPath: '/data' }],
        livenessProbe: { httpGet: { path: '/', port: 'http' } },
      },
    }),
    service({}),
    ingress(backend('web', { number: 80 })),
    labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 3 },
    }),
    labs('policy/v1', 'PodDisruptionBudget', 'web', {
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    }),
  ];
  expect(findings(objects)).toEqual([]);
});

test.each<[string, Manifest[], string[]]>([
  [
    'the same object twice',
    [labs('v1', 'ConfigMap', 'c', {}), labs('v1', 'ConfigMap', 'c', {}), object('v1', 'ConfigMap', 'c', {}, 'other')],
    ['ConfigMap labs/c metadata.name: is the name of another object of this kind'],
  ],
  [
    'a Service that starts with a digit',
    [deployment(), { ...service({}), metadata: { name: '1web', namespace: 'labs' } }],
    ['Service labs/1web metadata.name: must be a DNS label of at most 63 characters that starts with a letter'],
  ],
  [
    'a long name',
    [deployment({ metadata: { name: 'w'.repeat(64) } })],
    [`Deployment labs/${'w'.repeat(64)} metadata.name: must be a DNS label of at most 63 characters`],
  ],
  [
    'a namespace on a cluster role',
    [labs('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', {})],
    ['ClusterRole labs/r metadata.namespace: must be absent: the kind is cluster-scoped'],
  ],
  [
    'no namespace',
    [object('v1', 'ConfigMap', 'c', {})],
    ['ConfigMap c metadata.namespace: must be the name of a namespace'],
  ],
  [
    'a label key',
    [deployment({ metadata: { labels: { 'a b': 'x' } } })],
    ['Deployment labs/web metadata.labels["a b"]: is not a valid label key'],
  ],
  [
    'a label value',
    [deployment({ metadata: { labels: { a: 'x y' } } })],
    ['Deployment labs/web metadata.labels["a"]: is not a valid label value: "x y"'],
  ],
  [
    'an annotation key',
    [deployment({ metadata: { annotations: { '-a': 'x' } } })],
    ['Deployment labs/web metadata.annotations["-a"]: is not a valid annotation key'],
  ],
  [
    'an annotation that is not a string',
    [deployment({ metadata: { annotations: { a: 1 } } })],
    ['Deployment labs/web metadata.annotations["a"]: must be a string'],
  ],
  [
    'a Secret that does not exist',
    [fromSecret('keys', 'k')],
    [`${CONTAINER}.env[0].valueFrom.secretKeyRef: Secret keys is not in the release`],
  ],
  [
    'a key that is not in the Secret',
    [labs('v1', 'Secret', 'keys', { data: {} }), fromSecret('keys', 'k')],
    [`${CONTAINER}.env[0].valueFrom.secretKeyRef: Secret keys has no key k`],
  ],
  [
    'a claim that does not exist',
    [deployment({ pod: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] } })],
    [`${POD}.volumes[0].persistentVolumeClaim: PersistentVolumeClaim d is not in the release`],
  ],
  [
    'a service account that does not exist',
    [deployment({ pod: { serviceAccountName: 'web' } })],
    [`${POD}.serviceAccountName: ServiceAccount web is not in the release`],
  ],
  [
    'a binding to nothing',
    [
      labs('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
        roleRef: { kind: 'Role', name: 'r' },
        subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'labs' }],
      }),
    ],
    [
      'RoleBinding labs/b roleRef.name: Role r is not in the release',
      'RoleBinding labs/b subjects[0].name: ServiceAccount s is not in the release',
    ],
  ],
  [
    'an Ingress to no Service',
    [ingress(backend('web', { number: 80 }))],
    ['Ingress labs/web spec.rules[0].http.paths[0].backend.service.name: Service web is not in the release'],
  ],
  [
    'an Ingress to no port',
    [deployment(), service({}), ingress(backend('web', { name: 'https' }))],
    ['Ingress labs/web spec.rules[0].http.paths[0].backend.service.port: Service web has no port https'],
  ],
  [
    'an Ingress to an IP',
    [ingress({ rules: [{ host: '10.0.0.1' }], tls: [{ hosts: ['a.*.b'] }] })],
    [
      'Ingress labs/web spec.rules[0].host: is not a host name: 10.0.0.1',
      'Ingress labs/web spec.tls[0].hosts[0]: is not a host name: a.*.b',
    ],
  ],
  [
    'two ingress classes',
    [ingress({ ingressClassName: 'nginx', rules: [{}] }, { 'kubernetes.io/ingress.class': 'nginx' })],
    [
      'Ingress labs/web metadata.annotations["kubernetes.io/ingress.class"]: conflicts with spec.ingressClassName: set only one of them',
    ],
  ],
  [
    'an autoscaler without a target',
    [
      labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 5, maxReplicas: 3 },
      }),
    ],
    [
      'HorizontalPodAutoscaler labs/h spec.scaleTargetRef: Deployment web is not in the release',
      'HorizontalPodAutoscaler labs/h spec.minReplicas: 5 exceeds maxReplicas 3',
    ],
  ],
  [
    'a selector that does not match its own pods',
    [deployment({ spec: { selector: { matchLabels: { app: 'api' } } } })],
    ["Deployment labs/web spec.selector: does not match the labels of the object's own pods"],
  ],
  [
    'a Service without pods',
    [deployment(), service({ selector: { app: 'api' } })],
    ['Service labs/web spec.selector: selects no pod of the release'],
  ],
  [
    'a Service to no port',
    [deployment(), service({ ports: [{ port: 80, targetPort: 'https' }] })],
    ['Service labs/web spec.ports[0].targetPort: pods of Deployment labs/web have no port https'],
  ],
  [
    'ports without names',
    [
      deployment(),
      service({
        ports: [
          { port: 80, targetPort: 'http' },
          { name: 'b', port: 80, targetPort: 'http' },
        ],
      }),
    ],
    [
      'Service labs/web spec.ports[0]: needs a name, because there are several ports',
      'Service labs/web spec.ports[1].port: is already used: 80/TCP',
    ],
  ],
  [
    'a budget without pods',
    [
      labs('policy/v1', 'PodDisruptionBudget', 'b', {
        spec: { minAvailable: 1, maxUnavailable: 1, selector: { matchLabels: { app: 'x' } } },
      }),
    ],
    [
      'PodDisruptionBudget labs/b spec.selector.matchLabels: selects no pod of the release',
      'PodDisruptionBudget labs/b spec: minAvailable and maxUnavailable must not both be set',
    ],
  ],
  [
    'variables',
    [env({ name: '1A', value: 'x' }, { name: 'B', value: 'x' }, { name: 'B', value: 1 })],
    [
      `${CONTAINER}.env[0].name: is not a valid variable name: 1A`,
      `${CONTAINER}.env[2].name: is already used: B`,
      `${CONTAINER}.env[2].value: must be a string`,
    ],
  ],
  [
    'port names',
    [
      deployment({
        container: {
          ports: [
            { name: 'a-very-long-port-name', containerPort: 1 },
            { name: '80', containerPort: 70000 },
          ],
        },
      }),
    ],
    [
      `${CONTAINER}.ports[0].name: is not a valid port name: a-very-long-port-name`,
      `${CONTAINER}.ports[1].name: is not a valid port name: 80`,
      `${CONTAINER}.ports[1].containerPort: is not a valid port: 70000`,
    ],
  ],
  [
    'a port twice',
    [
      deployment({
        container: {
          ports: [
            { name: 'a', containerPort: 1 },
            { name: 'a', containerPort: 1 },
          ],
        },
      }),
    ],
    [`${CONTAINER}.ports[1].name: is already used: a`, `${CONTAINER}.ports[1].containerPort: is already used: 1/TCP`],
  ],
  [
    'another port on the host',
    [deployment({ pod: { hostNetwork: true }, container: { ports: [{ containerPort: 80, hostPort: 81 }] } })],
    [`${CONTAINER}.ports[0].hostPort: must equal containerPort 80 with hostNetwork`],
  ],
  [
    'mounts',
    [
      deployment({
        container: {
          volumeMounts: [
            { name: 'x', mountPath: '/x' },
            { name: 'x', mountPath: '/x' },
          ],
        },
      }),
    ],
    [
      `${CONTAINER}.volumeMounts[0].name: the pod has no volume x`,
      `${CONTAINER}.volumeMounts[1].name: the pod has no volume x`,
      `${CONTAINER}.volumeMounts[1].mountPath: is already used: /x`,
    ],
  ],
  [
    'a probe without a port',
    [deployment({ container: { startupProbe: { tcpSocket: { port: 'ssh' }, successThreshold: 2 } } })],
    [
      `${CONTAINER}.startupProbe: the container has no port ssh`,
      `${CONTAINER}.startupProbe.successThreshold: must be 1`,
    ],
  ],
  ['a container name', [deployment({ container: { name: 'Web' } })], [`${CONTAINER}.name: is not a DNS label: Web`]],
  ['no image', [deployment({ container: { image: '' } })], [`${CONTAINER}.image: must have an image`]],
  [
    'amounts',
    [
      deployment({
        container: { resources: { requests: { cpu: '2', memory: '1GB' }, limits: { cpu: '1500m' } } },
        pod: { volumes: [{ name: 'x', emptyDir: { sizeLimit: 'big' } }] },
      }),
    ],
    [
      `${CONTAINER}.resources.requests.memory: is not a quantity: 1GB`,
      `${CONTAINER}.resources.requests.cpu: request 2 exceeds the limit 1500m`,
      `${POD}.volumes[0].emptyDir.sizeLimit: is not a quantity: big`,
    ],
  ],
  [
    'a Secret in plain text',
    [labs('v1', 'Secret', 's', { data: { 'a/b': 'eA==', b: 'plain!' } })],
    [
      'Secret labs/s data["a/b"]: is not a valid key (expected letters, digits, "-", "_" and ".")',
      'Secret labs/s data["b"]: must be base64',
    ],
  ],
  [
    'a number in a ConfigMap',
    [labs('v1', 'ConfigMap', 'c', { data: { a: 1 } })],
    ['ConfigMap labs/c data["a"]: must be a string'],
  ],
  [
    'a credential in the open',
    [env({ name: 'DB_PASSWORD', value: 'hunter2' }, { name: 'S3_SECRETKEY', value: 'hunter2' })],
    [
      `${CONTAINER}.env[0].value: DB_PASSWORD is a credential: it belongs in a Secret`,
      `${CONTAINER}.env[1].value: S3_SECRETKEY is a credential: it belongs in a Secret`,
    ],
  ],
  [
    'a password in a URL',
    [env({ name: 'QUEUE', value: 'amqp://me:hunter2@queue' })],
    [`${CONTAINER}.env[0].value: QUEUE is a credential: it belongs in a Secret`],
  ],
  ['a password that is another variable', [env({ name: 'DB_PASSWORD', value: '$(PGPASSWORD)' })], []],
  [
    'a Deployment that never restarts',
    [deployment({ pod: { restartPolicy: 'Never' } })],
    [`${POD}.restartPolicy: must be Always, not Never`],
  ],
  [
    'a DaemonSet that cannot be updated',
    [
      {
        ...deployment({ spec: { updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } } }),
        kind: 'DaemonSet',
      },
    ],
    [
      'DaemonSet labs/web spec.updateStrategy.rollingUpdate: exactly one of maxSurge and maxUnavailable must be more than zero',
    ],
  ],
])('%s is found', (_case, objects, expected) => {
  expect(findings(objects)).toEqual(expected);
});

test('objects that the user provides need not be in the release', () => {
  const external: ExternalObject = { kind: 'Secret', name: 'keys', namespace: 'labs', keys: ['k'], generated: false };
  expect(findings([fromSecret('keys', 'k')], [external])).toEqual([]);
});

test('an optional reference can be unresolved', () => {
  expect(findings([fromSecret('keys', 'k', true)])).toEqual([]);
});

test('no finding repeats a credential', () => {
  expect(findings([env({ name: 'DB_PASSWORD', value: 'hunter2' })]).join()).not.toContain('hunter2');
});
