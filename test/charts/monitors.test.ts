// Monitors of the Prometheus Operator: off by default, at ports that exist, and let in by the network policies.

import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { at } from '../../lib/k8s/object/pod-owner';
import { Inventory, matches } from '../../lib/render/checks/inventory';
import { renderRelease } from '../../lib/render/render';
import { assign } from '../../lib/values/file/merge';
import type { Tree } from '../../lib/values/layer';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { problemsOf } from '../support/problems';

const KINDS = ['PodMonitor', 'ServiceMonitor', 'PrometheusRule'];

const rendered = cases.map(({ chart, name, system, values }) => {
  const request = resolve(system.schema, system.rules, [programLayer(values)]);
  const { objects, externals } = renderRelease(system, { name: chart, namespace: 'home', values: request.values });
  return { chart, name, objects, inventory: new Inventory(objects, externals) };
});

const withMonitors = rendered.filter(({ name }) => name === 'everything-metrics');

test('there are none by default', () => {
  const kinds = rendered.filter(({ name }) => name !== 'everything-metrics').flatMap(({ objects }) => objects);
  expect(kinds.filter(({ kind }) => KINDS.includes(kind))).toEqual([]);
});

test.each(withMonitors)('$chart: every monitor finds a port of pods', ({ objects, inventory }) => {
  const monitors = objects.filter(({ kind }) => kind === 'PodMonitor' || kind === 'ServiceMonitor');
  expect(monitors.length).toBeGreaterThan(0);
  for (const monitor of monitors) {
    const selector = at(monitor, 'spec.selector.matchLabels') as Record<string, string>;
    const { namespace } = monitor.metadata;
    if (monitor.kind === 'PodMonitor') {
      const [{ port = '' } = {}] = at(monitor, 'spec.podMetricsEndpoints') as { port?: string }[];
      const pods = inventory.podsWith(selector, namespace);
      expect(pods.length).toBe(1);
      const ports = pods.flatMap(({ spec }) => spec.containers.flatMap((container) => container.ports ?? []));
      expect(ports.filter(({ name }) => name === port)).toHaveLength(1);
    } else {
      const [{ port = '' } = {}] = at(monitor, 'spec.endpoints') as { port?: string }[];
      const services = inventory
        .ofKind('Service')
        .filter(({ metadata }) => metadata.namespace === namespace && matches(selector, metadata.labels ?? {}));
      expect(services).toHaveLength(1);
      expect((at(services[0], 'spec.ports') as { name: string }[]).filter(({ name }) => name === port)).toHaveLength(1);
    }
  }
});

test.each(['daytona', 'daytona-region'])('%s: the policy lets only Prometheus read the metrics', (chart) => {
  const { objects } = withMonitors.find((one) => one.chart === chart) ?? { objects: [] as readonly Manifest[] };
  const policy = objects.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.endsWith('-proxy'));
  expect(at(policy, 'spec.ingress')).toEqual([
    { ports: [{ protocol: 'TCP', port: 'http' }] },
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ protocol: 'TCP', port: 'metrics' }],
    },
  ]);
});

const change = (chart: string, path: readonly string[], value: unknown): string[] => {
  const { system, values } = cases.find((one) => one.chart === chart && one.name === 'everything-metrics') ?? {};
  if (!system || !values) throw new Error(chart);
  return problemsOf(system, assign(values, path, value) as Tree);
};

test.each<[string, string, string, unknown, string]>([
  ['a monitor without its port', 'daytona-region', 'services.proxy.metrics.enabled', false, 'metrics.enabled to true'],
  ['an old proxy', 'daytona-region', 'services.proxy.image.tag', 'v0.167.0', 'serves metrics since v0.187.0'],
  ['an old proxy', 'daytona', 'services.proxy.image.tag', 'v0.158.1', 'serves metrics since v0.187.0'],
  ['a runner whose source is closed', 'runner-manager', 'runner.image.tag', 'v0.158.4-k8s-amd64', 'only public images'],
  ['runners that the manager creates', 'runner-manager', 'image.tag', 'v0.174.0-amd64', 'it creates the runner pods'],
  ['no runner', 'runner-manager', 'runner.enabled', false, 'requires runner.enabled'],
  ['no proxy in front of the metrics', 'peerpods', 'resourceCtrl.authProxy.enabled', false, 'authProxy.enabled'],
])('%s is refused (%s)', (_, chart, path, value, message) => {
  expect(change(chart, path.split('.'), value).filter((problem) => problem.includes(message))).toHaveLength(1);
});

test('every chart with monitors has a case that enables all of them', () => {
  expect(withMonitors.map(({ chart }) => chart)).toEqual(
    registry.map(({ name }) => name).filter((name) => name !== 'dozlab-session'),
  );
});
