// Variables of the services, however the user sets them, and runners in their own namespace.

import type { INamespace } from 'kubernetes-models/v1/Namespace';
import { system } from '../../../charts/daytona';
import type { Tree } from '../../../lib/values/layer';
import { cases } from '../../support/charts';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf } from '../../support/problems';
import { inventory, only, rendered } from '../../support/render';

const example = cases.find(({ chart, name }) => chart === 'daytona' && name === 'example')?.values ?? {};
const render = (change: Tree) => rendered(system, [example, change]);

const SERVICES = [
  ['api', 'Deployment', 'daytona-api', 'api', 'ENVIRONMENT'],
  ['proxy', 'Deployment', 'daytona-proxy', 'proxy', 'PROXY_PROTOCOL'],
  ['sshGateway', 'Deployment', 'daytona-ssh-gateway', 'ssh-gateway', 'API_URL'],
  ['runnermanager', 'Deployment', 'daytona-runnermanager', 'runnermanager', 'REGION_ID'],
  ['runner', 'DaemonSet', 'daytona-runner', 'runner', 'LOG_LEVEL'],
] as const;

describe.each(SERVICES)('services.%s', (service, kind, name, container, builtIn) => {
  const variables = (change: Tree) => {
    const from = render({ services: { [service]: change } });
    return { from, all: containerOf(templateOf(from, kind, name), container).env ?? [] };
  };

  test('variables that the chart does not know reach the container, and credentials stay hidden', () => {
    const token = { name: 'PGPASSWORD', value: 'Zx81-token' };
    const { from } = variables({
      env: { SOMETHING_ELSE: 'else', SOMETHING_TOKEN: 'Zx81-token', SOMEWHERE: 'amqp://me:Zx81-token@queue:5672/a' },
      extraEnv: [token],
    });
    const found = variablesOf(containerOf(templateOf(from, kind, name), container));
    expect(found.SOMETHING_ELSE).toBe('else');
    for (const hidden of ['SOMETHING_TOKEN', 'SOMEWHERE', token.name]) {
      expect(found[hidden]).toMatch(new RegExp(`^daytona-[a-z-]+/env\\.${hidden}$`));
    }
    const open = from.objects.filter((object) => object.kind !== 'Secret');
    expect(JSON.stringify(open)).not.toContain('Zx81-token');
  });

  test('a credential that contains other variables is where Kubernetes expands them', () => {
    const env = { MY_TOKEN: '$(MINE)', SOMEWHERE: 'amqp://me:$(MY_PASSWORD)@queue' };
    const { from } = variables({ env });
    expect(variablesOf(containerOf(templateOf(from, kind, name), container))).toMatchObject(env);
  });

  test('extraEnv replaces a built-in variable with the same name instead of duplicating it', () => {
    const valueFrom = { configMapKeyRef: { name: 'mine', key: 'text' } };
    const { from, all } = variables({ extraEnv: [{ name: builtIn, valueFrom }] });
    expect(all.filter((entry) => entry.name === builtIn)).toEqual([{ name: builtIn, valueFrom }]);
    expect(from.externals).toContainEqual(expect.objectContaining({ kind: 'ConfigMap', name: 'mine', keys: ['text'] }));
    const names = all.map((entry) => entry.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('extraEnv can contain braces, which are not a template', () => {
    const { all } = variables({ extraEnv: [{ name: 'SHAPE', value: '{{PORT}}-{{ .Node.ID }}' }] });
    expect(JSON.stringify(all)).toMatch(/\{\{PORT\}\}-\{\{ \.Node\.ID \}\}|SHAPE.*secretKeyRef/);
  });

  test('a mount without a volume is refused', () => {
    const extraVolumeMounts = [{ name: 'nothing', mountPath: '/nothing' }];
    expect(problemsOf(system, [example, { services: { [service]: { extraVolumeMounts } } }])).toEqual([
      `services.${service}.extraVolumeMounts[0].name: is not a volume: nothing`,
    ]);
  });
});

test('Dex is configured in a file: its values have no variables', () => {
  expect(problemsOf(system, [example, { dex: { env: { A: 'b' } } }])).toEqual([expect.stringContaining('dex.env')]);
});

describe('runners in their own namespace', () => {
  const runner = { namespace: 'sandboxes', env: { SSH_PUBLIC_KEY: 'UFVC' } };
  const from = render({ services: { runner } });

  test('it admits privileged pods, and contains only what runners need', () => {
    expect(only<INamespace>(from, 'Namespace').metadata?.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
    expect(inventory(from).filter((line) => line.includes('sandboxes'))).toEqual([
      'Namespace sandboxes',
      'ServiceAccount sandboxes/daytona-runner',
      'Role sandboxes/daytona-runnermanager',
      'RoleBinding sandboxes/daytona-runnermanager',
      'DaemonSet sandboxes/daytona-runner',
    ]);
  });

  test('every Secret that they read is in it', () => {
    const { env = [] } = containerOf(templateOf(from, 'DaemonSet'), 'runner');
    const names = new Set(env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []));
    const there = from.externals.filter(({ namespace }) => namespace === 'sandboxes').map(({ name }) => name);
    expect([...names].filter((name) => !there.includes(name))).toEqual([]);
    expect(names.size).toBeGreaterThan(0);
  });

  test('the manager works only there', () => {
    const manager = containerOf(templateOf(from, 'Deployment', 'daytona-runnermanager'), 'runnermanager');
    expect(variablesOf(manager).PROVIDER_NAMESPACE).toBe('sandboxes');
    expect(inventory(from)).not.toContain('Role default/daytona-runnermanager');
  });

  test('they reach the API in the other namespace', () => {
    expect(variablesOf(containerOf(templateOf(from, 'DaemonSet'), 'runner')).DAYTONA_API_URL).toBe(
      'http://daytona-api.default.svc:3000/api',
    );
  });

  test('an existing namespace is not created', () => {
    const kept = render({ services: { runner: { ...runner, createNamespace: false } } });
    expect(inventory(kept).filter((line) => line.startsWith('Namespace'))).toEqual([]);
  });
});
