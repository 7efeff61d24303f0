// The manager: what its documentation promises, and what it got wrong.

import { App, Chart } from 'cdk8s';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IService } from 'kubernetes-models/v1/Service';
import { RunnerManager, system } from '../../../charts/runner-manager';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { inventory, only, render } from '../../support/render';
import { documented, minimal, withRunner } from './values';

const given = (change: object, base: object = minimal) =>
  render(system, merge(base as Record<string, unknown>, change as Record<string, unknown>), { namespace: 'pool' });
const manager = (change: object, base: object = minimal) =>
  containerOf(templateOf(given(change, base), 'Deployment', 'runner-manager'), 'runner-manager');
const variables = (change: object, base: object = minimal) => variablesOf(manager(change, base));

test('its objects have the documented names, whatever the release name', () => {
  const identity = { namespace: 'your-namespace', name: 'production' };
  expect(inventory(render(system, documented, identity))).toEqual([
    'ServiceAccount your-namespace/runner-manager',
    'ClusterRole your-namespace-runner-manager-nodes',
    'ClusterRoleBinding your-namespace-runner-manager-nodes',
    'Role your-namespace/runner-manager',
    'RoleBinding your-namespace/runner-manager',
    'Secret your-namespace/runner-manager-secrets',
    'NetworkPolicy your-namespace/runner-manager',
    'Service your-namespace/runner-manager',
    'Deployment your-namespace/runner-manager',
  ]);
});

test('fullnameOverride renames all objects and changes the selector, so two managers share no pods', () => {
  const rendered = given({ fullnameOverride: 'other' });
  expect(rendered.objects.map(({ metadata }) => metadata.name)).toEqual([
    'other',
    'pool-other-nodes',
    'pool-other-nodes',
    'other',
    'other',
    'other-secrets',
    'other',
    'other',
    'other',
  ]);
  expect(only<IService>(rendered, 'Service').spec?.selector).toEqual({ app: 'other' });
});

test('the environment has the documented variables, and the additional ones of the default image', () => {
  expect(variables({})).toEqual({
    API_PORT: '3010',
    API_TOKEN: 'runner-manager-secrets/API_TOKEN',
    PROVIDER_TYPE: 'kubernetes',
    PROVIDER_NAMESPACE: 'pool',
    POD_WAIT_TIMEOUT: '600',
    LOG_LEVEL: 'info',
    RUNNER_API_PORT: '3000',
    PLACEHOLDER_POD_IMAGE: 'registry.k8s.io/pause:3.6',
    SYSTEM_API_TOKEN: 'runner-manager-secrets/API_TOKEN',
  });
});

test('without the Daytona API, an existing Secret needs no system token either', () => {
  const variables = variablesOf(manager({ apiToken: '', existingSecret: 'mine' }));
  expect([variables.API_TOKEN, variables.SYSTEM_API_TOKEN]).toEqual(['mine/API_TOKEN', 'mine/API_TOKEN']);
});

test('it can write to its folders as any user', () => {
  const { spec } = templateOf(given({}), 'Deployment');
  expect(spec.volumes).toEqual([
    { name: 'tmp', emptyDir: {} },
    { name: 'run', emptyDir: {} },
  ]);
  expect(spec.containers[0]?.volumeMounts).toEqual([
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'run', mountPath: '/var/run' },
  ]);
});

test('the port is the same in environment, container, probes, Service and policy', () => {
  const rendered = given({ port: 8099 });
  const container = containerOf(templateOf(rendered, 'Deployment'), 'runner-manager');
  expect(container.ports).toEqual([{ name: 'http', containerPort: 8099, protocol: 'TCP' }]);
  expect(variablesOf(container).API_PORT).toBe('8099');
  expect(container.livenessProbe?.httpGet?.port).toBe(8099);
  expect(container.readinessProbe?.httpGet?.port).toBe(8099);
  expect(only<IService>(rendered, 'Service').spec?.ports).toEqual([{ port: 8099, targetPort: 8099, protocol: 'TCP' }]);
  expect(only<INetworkPolicy>(rendered, 'NetworkPolicy').spec?.ingress?.[0]?.ports).toEqual([
    { port: 8099, protocol: 'TCP' },
  ]);
});

test('the Service can have its own port', () => {
  const ports = only<IService>(given({ service: { port: 80 } }), 'Service').spec?.ports;
  expect(ports).toEqual([{ port: 80, targetPort: 3010, protocol: 'TCP' }]);
});

test('jobs are kept in memory, so there is never more than one manager', () => {
  const { spec } = only<IDeployment>(given({}), 'Deployment');
  expect([spec?.replicas, spec?.strategy]).toEqual([1, { type: 'Recreate' }]);
});

test('nodes are granted by a ClusterRole, because a Role cannot grant them', () => {
  const rendered = given({});
  expect(only<IClusterRole>(rendered, 'ClusterRole').rules).toEqual([
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'update', 'patch'] },
  ]);
  expect(only<IRole>(rendered, 'Role').rules).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'create', 'delete', 'watch'] },
    {
      apiGroups: [''],
      resources: ['configmaps'],
      verbs: ['get', 'list', 'create', 'update', 'patch', 'delete', 'watch'],
    },
  ]);
});

test('cluster-scoped names in two namespaces never collide', () => {
  const names = ['one', 'two'].map((namespace) => only(render(system, minimal, { namespace }), 'ClusterRole'));
  expect(names.map(({ metadata }) => metadata.name)).toEqual(['one-runner-manager-nodes', 'two-runner-manager-nodes']);
});

test('for pods in another namespace, the roles are there, and the account is here', () => {
  const rendered = given({ provider: { namespace: 'sandboxes' } });
  const binding = only<IRoleBinding>(rendered, 'RoleBinding');
  expect(only(rendered, 'Role').metadata.namespace).toBe('sandboxes');
  expect(binding.metadata?.namespace).toBe('sandboxes');
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'runner-manager', namespace: 'pool' }]);
  expect(variables({ provider: { namespace: 'sandboxes' } }).PROVIDER_NAMESPACE).toBe('sandboxes');
});

test('builds that need less can have fewer permissions', () => {
  const rendered = given({ rbac: { nodeVerbs: ['get'], configMaps: false } });
  expect(only<IClusterRole>(rendered, 'ClusterRole').rules?.[0]?.verbs).toEqual(['get']);
  expect(only<IRole>(rendered, 'Role').rules?.map(({ resources }) => resources)).toEqual([['pods']]);
});

test('without rbac.create, no permissions are rendered', () => {
  expect(inventory(given({ rbac: { create: false } })).filter((name) => name.includes('Role'))).toEqual([]);
});

test('the token is mounted only if it is used: not with a kubeconfig, and not for AWS', () => {
  const mounted = (change: object) => templateOf(given(change), 'Deployment').spec.automountServiceAccountToken;
  const kubeconfig = {
    kubeconfigPath: '/etc/kube/config',
    extraVolumes: [{ name: 'kube', secret: { secretName: 'kubeconfig' } }],
    extraVolumeMounts: [{ name: 'kube', mountPath: '/etc/kube' }],
  };
  expect(mounted({})).toBe(true);
  expect(mounted({ provider: { type: 'aws' } })).toBe(false);
  expect(mounted(kubeconfig)).toBe(false);
  expect(variables(kubeconfig).KUBECONFIG_PATH).toBe('/etc/kube/config');
});

test('it runs in a namespace with Pod Security restricted', () => {
  const { spec } = templateOf(given({}), 'Deployment');
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(manager({}).securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
});

test('it does not run on sandbox nodes', () => {
  const { spec } = templateOf(given({}, withRunner), 'Deployment', 'runner-manager');
  expect([spec.tolerations, spec.nodeSelector]).toEqual([undefined, undefined]);
});

test('its own placement does not affect the runner', () => {
  const rendered = given({ manager: { nodeSelector: { pool: 'system' } } }, withRunner);
  expect(templateOf(rendered, 'Deployment').spec.nodeSelector).toEqual({ pool: 'system' });
  expect(templateOf(rendered, 'DaemonSet').spec.nodeSelector).toEqual({ 'daytona-sandbox-c': 'true' });
});

test('only its own namespace reaches the API, which adds nodes, unless the user adds peers', () => {
  const from = (change: object) => only<INetworkPolicy>(given(change), 'NetworkPolicy').spec?.ingress?.[0]?.from;
  const api = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'daytona' } } }];
  expect(from({})).toEqual([{ podSelector: {} }]);
  expect(from({ networkPolicy: { from: api } })).toEqual(api);
  expect(from({ networkPolicy: { from: [] } })).toBeUndefined();
  expect(inventory(given({ networkPolicy: { enabled: false } }))).not.toContain('NetworkPolicy pool/runner-manager');
});

test('with the Daytona API, it gets its settings and those of the runner', () => {
  expect(variables({ runner: { port: 8080 }, daytona: { apiKey: 'dtn_1' } }, withRunner)).toMatchObject({
    SERVER_URL: 'http://daytona-api:3000/api',
    REGION_ID: 'us',
    ENVIRONMENT: 'production',
    RUNNER_API_PORT: '8080',
    PLACEHOLDER_POD_IMAGE: 'registry.k8s.io/pause:3.6',
    SYSTEM_API_TOKEN: 'runner-manager-secrets/SYSTEM_API_TOKEN',
    API_KEY: 'runner-manager-secrets/API_KEY',
  });
});

test('its placeholder pods use the same image registry as all others', () => {
  const { PLACEHOLDER_POD_IMAGE } = variables({ global: { imageRegistry: 'ecr.example.com' } }, withRunner);
  expect(PLACEHOLDER_POD_IMAGE).toBe('ecr.example.com/pause:3.6');
});

test("the construct exposes the API's address", () => {
  const chart = new Chart(new App(), 'pools');
  const props = { namespace: 'runners', values: { ...minimal, service: { port: 80 } } };
  expect(new RunnerManager(chart, 'manager', props).url).toBe('http://runner-manager.runners:80');
});
