// The warm pool, and the label and taint that everything on sandbox nodes has in common.

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { system } from '../../../charts/runner-manager';
import { templateOf } from '../../support/pods';
import { inventory, only, render } from '../../support/render';
import { everything, minimal } from './values';

const given = (change: object) => render(system, { ...minimal, ...change });
const warm = (placeholders: object = {}, others: object = {}) =>
  given({ ...others, placeholders: { count: 2, ...placeholders } });
const pods = (placeholders: object = {}) => templateOf(warm(placeholders), 'Deployment', 'node-placeholder');

test('without a count there is no Deployment; a count of 0 keeps it without pods, so that Git can empty the pool', () => {
  expect(inventory(given({}))).not.toContain('Deployment default/node-placeholder');
  expect(only<IDeployment>(warm({ count: 0 }), 'Deployment', 'node-placeholder').spec?.replicas).toBe(0);
});

test('the manager lists them as runners', () => {
  expect(pods().metadata?.labels?.app).toBe('node-placeholder');
});

test('the Deployment does not adopt the pods that the manager creates', () => {
  const { selector } = only<IDeployment>(warm(), 'Deployment', 'node-placeholder').spec ?? {};
  expect(selector).toEqual({
    matchLabels: { app: 'node-placeholder', 'app.kubernetes.io/instance': 'runner-manager' },
  });
});

const apart = {
  labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['node-placeholder'] }] },
  namespaceSelector: {},
  topologyKey: 'kubernetes.io/hostname',
};

test('one per node, across all namespaces', () => {
  expect(pods().spec.affinity?.podAntiAffinity).toEqual({ requiredDuringSchedulingIgnoredDuringExecution: [apart] });
});

test("the user's affinity is added", () => {
  const own = { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: { app: 'db' } } };
  const zone = { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['a'] };
  const node = {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [zone] } }],
  };
  const affinity = {
    nodeAffinity: node,
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [own] },
  };
  expect(pods({ affinity }).spec.affinity).toEqual({
    nodeAffinity: node,
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [apart, own] },
  });
});

test('the autoscaler does not remove their nodes', () => {
  expect(pods().metadata?.annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
});

test('an update never needs an additional node', () => {
  expect(only<IDeployment>(warm(), 'Deployment', 'node-placeholder').spec?.strategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
  });
});

test('they mount no API token', () => {
  expect(pods().spec.automountServiceAccountToken).toBe(false);
});

test('label and taint are the same in runner, placeholders and pool', () => {
  const rendered = render(system, {
    ...everything,
    nodePool: {
      label: { key: 'example.com/pool', value: 'sandbox' },
      taint: { key: 'dedicated', value: 'sandbox', effect: 'NoExecute' },
      karpenter: { enabled: true, nodeClassRef: { name: 'sandboxes' } },
    },
  });
  const runner = templateOf(rendered, 'DaemonSet').spec;
  const placeholder = templateOf(rendered, 'Deployment', 'node-placeholder').spec;
  const label = { 'example.com/pool': 'sandbox' };
  const toleration = { key: 'dedicated', operator: 'Equal', value: 'sandbox', effect: 'NoExecute' };
  for (const spec of [runner, placeholder]) {
    expect([spec.nodeSelector, spec.tolerations]).toEqual([label, [toleration]]);
  }
  expect(only(rendered, 'NodePool').spec).toMatchObject({
    template: {
      metadata: { labels: label },
      spec: { taints: [{ key: 'dedicated', value: 'sandbox', effect: 'NoExecute' }] },
    },
  });
});

test("the chart's placement does not keep runner and placeholders off the sandbox nodes", () => {
  const elsewhere = { nodeSelector: { pool: 'core' }, tolerations: [{ key: 'core', operator: 'Exists' }] };
  const rendered = render(system, { ...everything, nodePool: {}, ...elsewhere });
  expect(templateOf(rendered, 'Deployment', 'runner-manager').spec).toMatchObject(elsewhere);
  for (const kind of ['DaemonSet', 'Deployment'] as const) {
    const name = kind === 'DaemonSet' ? 'daytona-runner' : 'node-placeholder';
    const { spec } = templateOf(rendered, kind, name);
    expect(spec.nodeSelector).toEqual({ 'daytona-sandbox-c': 'true' });
    expect(spec.tolerations).toEqual([{ key: 'sandbox', operator: 'Equal', value: 'true', effect: 'NoSchedule' }]);
  }
});

describe('a Karpenter pool', () => {
  const karpenter = (change: object = {}) => ({
    nodePool: { karpenter: { enabled: true, nodeClassRef: { name: 'sandboxes' }, ...change } },
  });
  const pool = (change: object = {}, namespace = 'default') =>
    only(render(system, { ...minimal, ...karpenter(change) }, { namespace }), 'NodePool');

  test('is rendered only on request', () => {
    expect(inventory(given({}))).not.toContain('NodePool default-runner-manager');
  });

  test('has a taint without a value, if the value is empty', () => {
    const values = { nodePool: { ...karpenter().nodePool, taint: { value: '' } } };
    const { spec } = only(render(system, { ...minimal, ...values }, {}), 'NodePool');
    expect(spec).toMatchObject({ template: { spec: { taints: [{ key: 'sandbox', effect: 'NoSchedule' }] } } });
    expect(JSON.stringify(spec)).not.toContain('"value":""');
  });

  test('accepts every operator of Karpenter, and minValues', () => {
    const requirements = [
      { key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['m7i', 'm7a'], minValues: 2 },
      { key: 'karpenter.k8s.aws/instance-cpu', operator: 'Gte', values: ['16'] },
      { key: 'karpenter.k8s.aws/instance-hypervisor', operator: 'Exists' },
    ];
    expect(pool({ requirements }).spec).toMatchObject({ template: { spec: { requirements } } });
  });

  test.each([
    [{ operator: 'In' }, 'is required with operator In'],
    [{ operator: 'In', values: ['a'], minValues: 2 }, 'needs at least 2 values for minValues'],
    [{ operator: 'In', values: ['a'], minValues: 0 }, 'invalid value 0 (expected an integer from 1 to 50)'],
    [{ operator: 'In', values: ['a'], minValues: 51 }, 'invalid value 51 (expected an integer from 1 to 50)'],
    [{ operator: 'Exists', values: ['a'] }, 'must be empty with operator Exists'],
    [{ operator: 'Lte', values: ['many'] }, 'must be a single number with operator Lte'],
  ])('refuses %j', (requirement, message) => {
    expect(() => pool({ requirements: [{ key: 'a', ...requirement }] })).toThrow(message);
  });

  test('is limited, for amd64, and never removes a node with a sandbox', () => {
    expect(pool().spec).toEqual({
      template: {
        metadata: { labels: { 'daytona-sandbox-c': 'true' } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'sandboxes' },
          requirements: [
            { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
            { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
          ],
          taints: [{ key: 'sandbox', value: 'true', effect: 'NoSchedule' }],
          expireAfter: 'Never',
        },
      },
      disruption: {
        consolidationPolicy: 'WhenEmpty',
        consolidateAfter: '5m',
        budgets: [{ nodes: '0', reasons: ['Drifted'] }],
      },
      limits: { cpu: '40', memory: '160Gi' },
    });
  });

  test('has the configured settings', () => {
    expect(pool({ limits: { cpu: null, memory: null }, weight: 10, budgets: [{ nodes: '10%' }] }).spec).toMatchObject({
      weight: 10,
      disruption: { budgets: [{ nodes: '10%' }] },
    });
    expect(pool({ limits: { cpu: null, memory: null } }).spec).not.toHaveProperty('limits');
  });

  test('has a name that fits a label and is unique per namespace', () => {
    const names = ['a', 'b'].map((end) => pool({}, `${'n'.repeat(62)}${end}`).metadata.name);
    expect(names.map((name) => name.length)).toEqual([63, 63]);
    expect(names[0]).not.toBe(names[1]);
    expect(pool({ name: 'sandbox' }).metadata.name).toBe('sandbox');
  });

  test('does not disrupt the placeholders', () => {
    const rendered = render(system, { ...minimal, ...karpenter(), placeholders: { count: 1 } });
    expect(templateOf(rendered, 'Deployment', 'node-placeholder').metadata?.annotations).toMatchObject({
      'karpenter.sh/do-not-disrupt': 'true',
    });
  });
});
