// Outputs in the form that the constructs of cdk8s-plus accept.

import { App, Chart } from 'cdk8s';
import { Deployment, Ingress, NetworkPolicy, Volume } from 'cdk8s-plus-27';
import { OperatedRunnerManager } from '../../examples/operations';
import { DozlabSession } from '../../index';
import { toConfigMap, toIngressBackend, toPersistentVolumeClaim, toPods, toSecret } from '../../plus';
import { type Rendering, renderConstruct } from '../../testing';

const LAB = {
  session: { id: 'a', userId: 'b' },
  rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
  codeServer: { password: 'correct-horse-battery' },
  persistence: { enabled: true },
};

const withLab = (build: (chart: Chart, lab: DozlabSession) => void): Rendering =>
  renderConstruct((chart) => build(chart, new DozlabSession(chart, 'lab', { values: LAB as never })), {
    namespace: 'labs',
  });

test('an Ingress routes to a named port of a Service', () => {
  const rendering = withLab((chart, lab) => {
    const backend = toIngressBackend(lab.outputs.services.session, 'terminal');
    new Ingress(chart, 'ingress', { rules: [{ host: 'a.example.com', path: '/', backend }] });
  });
  expect(rendering.find('Ingress').spec.rules[0].http.paths[0].backend).toEqual({
    service: { name: 'lab-service-a', port: { number: 8081 } },
  });
});

test.each([
  [undefined, 'Service labs/lab-service-a has several ports (expected vscode, terminal, vm-ssh)'],
  ['vnc', 'Service labs/lab-service-a has no port vnc (expected vscode, terminal, vm-ssh)'],
])('port %s is an error', (port, message) => {
  expect(() => withLab((_chart, lab) => void toIngressBackend(lab.outputs.services.session, port as never))).toThrow(
    message,
  );
});

test('pods read Secrets and claims, and network policies select the pods of a workload', () => {
  const rendering = withLab((chart, { outputs }) => {
    const { secrets, claims, workloads } = outputs;
    if (!secrets.password || !claims.vmData) throw new Error('outputs are missing');
    const deployment = new Deployment(chart, 'backup', { containers: [{ image: 'registry.example.com/backup:1' }] });
    const [container] = deployment.containers;
    container?.env.addVariable('PASSWORD', toSecret(chart, 'secret', secrets.password).envValue('vscode-password'));
    container?.mount(
      '/data',
      Volume.fromPersistentVolumeClaim(chart, 'data', toPersistentVolumeClaim(chart, 'claim', claims.vmData)),
    );
    const policy = new NetworkPolicy(chart, 'policy', { selector: toPods(chart, 'pods', workloads.session) });
    policy.addIngressRule(deployment);
    policy.addEgressRule(toPods(chart, 'peers', workloads.session));
  });
  const { containers, volumes } = rendering.find('Deployment').spec.template.spec;
  expect(containers[0].env).toEqual([
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'lab-session-a-secrets', key: 'vscode-password' } } },
  ]);
  expect(volumes).toMatchObject([{ persistentVolumeClaim: { claimName: 'lab-session-a-vm-data' } }]);
  const { metadata, spec } = rendering.find('NetworkPolicy', 'test-policy');
  expect(metadata.namespace).toBe('labs');
  expect(rendering.find('Pod').metadata.labels).toMatchObject(spec.podSelector.matchLabels);
  expect(spec.podSelector.matchLabels).not.toHaveProperty(['app.kubernetes.io/version']);
  expect(spec.egress[0].to[0]).toEqual({
    podSelector: spec.podSelector,
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'labs' } },
  });
});

test('a ConfigMap', () => {
  const configMap = { kind: 'ConfigMap', name: 'settings', namespace: 'labs', keys: [] } as const;
  expect(toConfigMap(new Chart(new App(), 'a'), 'b', configMap).name).toBe('settings');
});

test('the operators example', () => {
  const tokens = { api: 'correct-horse-battery', system: 'battery-horse-correct' };
  const rendering = renderConstruct((chart) => void new OperatedRunnerManager(chart, 'runners', tokens));
  const job = rendering.find('CronJob').spec.jobTemplate.spec.template.spec;
  expect(job.containers[0].env).toEqual([
    { name: 'URL', value: 'http://runner-manager.runners:3010' },
    { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'runner-manager-secrets', key: 'API_TOKEN' } } },
  ]);
  const [binding] = rendering
    .findAll('RoleBinding')
    .filter(({ subjects }) => subjects.length > 0)
    .slice(-1);
  expect(binding?.subjects).toEqual([
    expect.objectContaining({ kind: 'ServiceAccount', name: 'runner-manager', namespace: 'runners' }),
  ]);
  const policy = rendering.find('NetworkPolicy', 'runner-manager-from-check');
  expect(policy.spec).toMatchObject({
    podSelector: { matchLabels: { app: 'runner-manager' } },
    ingress: [{ ports: [{ port: 3010 }] }],
  });
});
