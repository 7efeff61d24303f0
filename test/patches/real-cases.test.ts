// What people patch in charts that have no value for it.

import { find, patched } from './support';

const manager = (text: string, values = {}) => patched('runner-manager', text, { values });
const deployment = (text: string, values = {}) => find(manager(text, values), 'Deployment', 'runner-manager');
// biome-ignore lint/suspicious/noExplicitAny: tests look into pods of every kind.
const podOf = (object: { spec: { template: { spec: any } } }) => object.spec.template.spec;

const TARGET = 'target: {kind: Deployment, name: runner-manager}';

test('1. a sidecar', () => {
  const { containers } = podOf(
    deployment(`
- ${TARGET}
  patch:
    spec:
      template:
        spec:
          containers:
          - name: log-shipper
            image: fluent/fluent-bit:3.2.4
            volumeMounts: [{name: tmp, mountPath: /logs}]
`),
  );
  expect(containers.map(({ name }: { name: string }) => name)).toEqual(['runner-manager', 'log-shipper']);
  expect(containers[0]).toMatchObject({ ports: [{ containerPort: 3010 }] });
});

test('2. host aliases', () => {
  const pod = podOf(
    deployment(`
- ${TARGET}
  patch: |
    - op: add
      path: /spec/template/spec/hostAliases
      value: [{ip: 10.0.0.7, hostnames: [daytona.internal]}]
`),
  );
  expect(pod.hostAliases).toEqual([{ ip: '10.0.0.7', hostnames: ['daytona.internal'] }]);
});

test('3. the annotation of a service mesh, on every workload', () => {
  const { objects } = patched(
    'daytona',
    `
- target: {kind: Deployment|StatefulSet}
  patch: {spec: {template: {metadata: {annotations: {linkerd.io/inject: enabled}}}}}
`,
  );
  const workloads = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  expect(workloads.length).toBeGreaterThan(10);
  for (const workload of workloads) {
    expect(workload).toHaveProperty(['spec', 'template', 'metadata', 'annotations', 'linkerd.io/inject'], 'enabled');
  }
});

test('4. another probe', () => {
  const [container] = podOf(
    deployment(`
- ${TARGET}
  patch:
    spec:
      template:
        spec:
          containers:
          - name: runner-manager
            livenessProbe: {httpGet: null, tcpSocket: {port: http}, periodSeconds: 30}
`),
  ).containers;
  expect(container.livenessProbe).toEqual({ initialDelaySeconds: 10, periodSeconds: 30, tcpSocket: { port: 'http' } });
});

test('5. a NetworkPolicy that the cluster’s own replaces', () => {
  const rendered = manager(`
- target: {kind: NetworkPolicy}
  patch: {$patch: delete}
`);
  expect(rendered.objects.map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});

test('6. a field without its own value', () => {
  expect(
    podOf(deployment(`[{${TARGET}, patch: {spec: {template: {spec: {runtimeClassName: gvisor}}}}}]`)),
  ).toMatchObject({
    runtimeClassName: 'gvisor',
  });
});

test('7. a variable from the user’s Secret, which becomes a requirement', () => {
  const { requirements } = manager(`
- ${TARGET}
  patch:
    spec:
      template:
        spec:
          containers:
          - name: runner-manager
            env:
            - name: SENTRY_DSN
              valueFrom: {secretKeyRef: {name: sentry, key: dsn}}
`);
  expect(JSON.stringify(requirements)).toContain('"sentry"');
});

test('8. an argument of the program', () => {
  const [container] = podOf(
    deployment(`
- ${TARGET}
  patch: [{op: add, path: /spec/template/spec/containers/0/args, value: [--trace]}]
`),
  ).containers;
  expect(container.args).toEqual(['--trace']);
});

test('9. the type of a Service', () => {
  const service = find(
    manager(`
kind: Service
metadata: {name: runner-manager, annotations: {metallb.io/address-pool: public}}
spec: {type: LoadBalancer, loadBalancerClass: metallb.io/metallb}
`),
    'Service',
    'runner-manager',
  );
  expect(service.spec).toMatchObject({ type: 'LoadBalancer', loadBalancerClass: 'metallb.io/metallb' });
  expect(service.spec.ports).toHaveLength(1);
});

test('10. a second port of a Service', () => {
  const service = find(
    manager(`
- target: {kind: Service}
  patch:
    spec:
      ports:
      - {port: 3010, name: http}
      - {port: 9090, name: metrics, targetPort: http}
`),
    'Service',
    'runner-manager',
  );
  expect(service.spec.ports).toEqual([
    { port: 3010, name: 'http', protocol: 'TCP', targetPort: 3010 },
    { port: 9090, name: 'metrics', targetPort: 'http' },
  ]);
});

test('11. a mounted CA certificate', () => {
  const pod = podOf(
    deployment(`
- ${TARGET}
  patch:
    spec:
      template:
        spec:
          volumes: [{name: ca, configMap: {name: corporate-ca}}]
          containers:
          - name: runner-manager
            volumeMounts: [{name: ca, mountPath: /etc/ssl/corporate, readOnly: true}]
`),
  );
  expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp', 'run', 'ca']);
  expect(pod.containers[0].volumeMounts).toHaveLength(3);
});

test('12. a different kind of volume', () => {
  const pod = podOf(
    deployment(`
- ${TARGET}
  patch:
    spec: {template: {spec: {volumes: [{name: tmp, emptyDir: {medium: Memory, sizeLimit: 64Mi}}]}}}
`),
  );
  expect(pod.volumes[0]).toEqual({ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } });
});

test('13. a different rollout strategy', () => {
  const { spec } = deployment(`
- ${TARGET}
  patch: {spec: {strategy: {$retainKeys: [type], type: RollingUpdate}}}
`);
  // The rest is what the API server fills in.
  expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } });
});

test('14. one rule less in a Role', () => {
  const role = find(
    manager(`
- target: {kind: Role, name: runner-manager}
  patch:
  - {op: test, path: /rules/1/resources/0, value: configmaps}
  - {op: remove, path: /rules/1/verbs/5}
`),
    'Role',
    'runner-manager',
  );
  expect(role.rules[1].verbs).not.toContain('delete');
});

test('15. a Job’s limits: it gets another name', () => {
  const patch = `
- target: {kind: Job, name: daytona-region-region-registration}
  patch: {spec: {backoffLimit: 2, ttlSecondsAfterFinished: 600}}
`;
  const [before, after] = ['[{target: {kind: Role}, patch: {metadata: {annotations: {a: b}}}}]', patch].map((text) =>
    find(patched('daytona-region', text), 'Job', 'daytona-region'),
  );
  expect(after.spec).toMatchObject({ backoffLimit: 2, ttlSecondsAfterFinished: 600 });
  expect(after.metadata.name).not.toBe(before.metadata.name);
});

test('16. a namespace’s Pod Security level', () => {
  const namespace = find(
    manager(
      '[{target: {kind: Namespace}, patch: {metadata: {labels: {pod-security.kubernetes.io/enforce: privileged}}}}]',
    ),
    'Namespace',
    '',
  );
  expect(namespace.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'privileged' });
});

test('17. a key of a ConfigMap', () => {
  const map = find(
    patched('peerpods', '[{target: {kind: ConfigMap, name: peer-pods-cm}, patch: {data: {TAGS: "team=ai"}}}]'),
    'ConfigMap',
    'peer-pods-cm',
  );
  expect(map.data).toMatchObject({ TAGS: 'team=ai', CLOUD_PROVIDER: expect.anything() });
});

test('18. a custom resource: lists are replaced', () => {
  const certificate = find(
    patched(
      'peerpods',
      '[{target: {kind: Certificate}, patch: {spec: {dnsNames: [only.example.com], duration: 2160h}}}]',
    ),
    'Certificate',
    '',
  );
  expect(certificate.spec).toMatchObject({ dnsNames: ['only.example.com'], duration: '2160h' });
});

test('19. a Pod', () => {
  const pod = find(
    patched(
      'dozlab-session',
      `
- target: {kind: Pod, labelSelector: 'app=lab-environment,session-id'}
  patch:
    spec:
      dnsPolicy: None
      dnsConfig: {nameservers: [10.96.0.53]}
`,
    ),
    'Pod',
    '',
  );
  expect(pod.spec).toMatchObject({ dnsPolicy: 'None', dnsConfig: { nameservers: ['10.96.0.53'] } });
});

test('20. a webhook', () => {
  const { webhooks } = find(
    patched(
      'peerpods',
      '[{target: {kind: MutatingWebhookConfiguration}, patch: [{op: replace, path: /webhooks/0/failurePolicy, value: Ignore}]}]',
    ),
    'MutatingWebhookConfiguration',
    '',
  );
  expect(webhooks[0]).toMatchObject({ failurePolicy: 'Ignore' });
});

test('21. additional objects: a ServiceMonitor and its Secret, in the namespace of the release', () => {
  const { objects } = manager(`
extraObjects:
- apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: {name: runner-manager}
  spec: {selector: {matchLabels: {app: runner-manager}}, endpoints: [{port: http}]}
- |
  apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: runner-manager-view}
  rules: []
  ---
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: dashboards, namespace: grafana}
`);
  const added = objects.filter(({ metadata: { name } }) => /^(dashboards|runner-manager-view)$/.test(name));
  expect(added.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ['ClusterRole', undefined],
    ['ConfigMap', 'grafana'],
  ]);
  expect(objects.find(({ kind }) => kind === 'ServiceMonitor')?.metadata.namespace).toBe('ns');
});

test('22. topology spread, and a removed sidecar', () => {
  const target = 'target: {kind: Deployment, name: .*-webhook-controller-.*}';
  const container = (fields: string) => `patch: {spec: {template: {spec: {containers: [{name: proxy, ${fields}}]}}}}`;
  const { containers, topologySpreadConstraints } = find(
    patched(
      'peerpods',
      `
- ${target}
  ${container('image: quay.io/brancz/kube-rbac-proxy:v0.18.2')}
- ${target}
  ${container('$patch: delete')}
- ${target}
  patch:
    spec:
      template:
        spec:
          topologySpreadConstraints:
          - {maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway}
`,
    ),
    'Deployment',
    'peer-pods-webhook',
  ).spec.template.spec;
  expect(containers).toHaveLength(1);
  expect(topologySpreadConstraints).toHaveLength(1);
});
