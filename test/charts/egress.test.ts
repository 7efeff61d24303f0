// egressPolicy in every chart: what the pods of a release may connect to.

import { BlockList } from 'node:net';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import { system as daytona } from '../../charts/daytona';
import { system as lab } from '../../charts/dozlab-session';
import { system as runnerManager } from '../../charts/runner-manager';
import { podOwners } from '../../lib/k8s/object/pod-owner';
import type { Rendered } from '../../lib/render/render';
import { type Case, cases } from '../support/charts';
import { rendered } from '../support/render';

const policiesOf = ({ objects }: Rendered): INetworkPolicy[] =>
  (objects as unknown as INetworkPolicy[]).filter(
    ({ kind, spec }) => kind === 'NetworkPolicy' && spec?.policyTypes?.includes('Egress'),
  );

const named = (release: Rendered, suffix: string): INetworkPolicy[] =>
  policiesOf(release).filter(({ metadata }) => metadata?.name?.endsWith(suffix));

function selects({ metadata, spec }: INetworkPolicy, namespace: string | undefined, labels: Record<string, string>) {
  const { matchLabels = {}, matchExpressions = [] } = spec?.podSelector ?? {};
  return (
    metadata?.namespace === namespace &&
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values = [] }) => values.includes(labels[key] ?? ''))
  );
}

const withEgress = ({ system, values }: Case, more: object = {}) =>
  rendered(system, [values, { egressPolicy: { enabled: true, ...more } }]);

function reaches(rules: readonly INetworkPolicyEgressRule[], address: string): boolean {
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const within = (network: string) => {
    const [base = '', bits] = network.split('/');
    const list = new BlockList();
    list.addSubnet(base, Number(bits), base.includes(':') ? 'ipv6' : 'ipv4');
    return base.includes(':') === (family === 'ipv6') && list.check(address, family);
  };
  return rules.some(({ to = [] }) =>
    to.some(({ ipBlock }) => ipBlock && within(ipBlock.cidr) && !ipBlock.except?.some(within)),
  );
}

describe.each(cases)('$chart, $name', (row) => {
  const release = withEgress(row, { apiServer: [{ ipBlock: { cidr: '192.0.2.1/32' } }] });
  const pods = podOwners(release.objects);

  test('one policy selects each pod that does not use the network of its node', () => {
    const policies = named(release, '-egress');
    for (const { object, namespace, labels, spec } of pods) {
      if (spec.hostNetwork) continue;
      const selecting = policies.filter((policy) => selects(policy, namespace, { ...labels }));
      expect([object.metadata.name, selecting.length]).toEqual([object.metadata.name, 1]);
    }
  });

  test('exactly the pods with permissions may connect to the API server', () => {
    for (const { object, namespace, labels, spec } of pods) {
      if (spec.hostNetwork) continue;
      const allowed = named(release, '-egress-api-server').some((one) => selects(one, namespace, { ...labels }));
      const bound = release.objects.some(
        ({ kind, subjects }) =>
          kind.endsWith('RoleBinding') &&
          (subjects as { name: string }[]).some((subject) => subject.name === spec.serviceAccountName),
      );
      expect([object.metadata.name, allowed]).toEqual([object.metadata.name, bound]);
    }
  });

  test('is off by default', () => {
    expect(policiesOf(rendered(row.system, [row.values, { egressPolicy: null }]))).toEqual([]);
  });
});

const session = {
  session: { id: 'one', userId: 'user' },
  rootfs: { imageUrl: 'https://images.example.com/vm.ext4' },
  codeServer: { password: 'correct-horse-battery' },
};
const labWith = (egressPolicy: object) =>
  rendered(lab, [session, { egressPolicy: { enabled: true, ...egressPolicy } }]);
const rulesOf = (release: Rendered) => named(release, '-egress')[0]?.spec?.egress ?? [];

describe('presets', () => {
  test('DNS, the own namespace and public addresses', () => {
    expect(labWith({}).objects.filter(({ kind }) => kind === 'NetworkPolicy')).toMatchSnapshot();
  });

  test.each(['1.1.1.1', '93.184.216.34', '2606:4700::1111'])('%s is public', (address) => {
    expect(reaches(rulesOf(labWith({})), address)).toBe(true);
  });

  test.each([
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '127.0.0.1'],
    ...['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
    ...['fd00:ec2::254', 'fe80::1', '::1'],
  ])('%s is not', (address) => {
    expect(reaches(rulesOf(labWith({})), address)).toBe(false);
  });

  test('each of them can be turned off', () => {
    expect(rulesOf(labWith({ dns: [], namespace: false, internet: false }))).toEqual([]);
  });

  test('extraRules are added', () => {
    const rule = { to: [{ ipBlock: { cidr: '10.1.2.3/32' } }], ports: [{ protocol: 'TCP', port: 5432 }] };
    expect(rulesOf(labWith({ internet: false, extraRules: [rule] }))).toContainEqual(rule);
  });

  test('a network that is none is refused with its path', () => {
    expect(() => labWith({ extraRules: [{ to: [{ ipBlock: { cidr: '10.0.0.0/33' } }] }] })).toThrow(
      /egressPolicy\.extraRules\[0\]\.to\[0\]\.ipBlock\.cidr/,
    );
  });
});

test('all namespaces of a release are its own', () => {
  const row = cases.find(({ chart, name }) => chart === 'peerpods' && name === 'example') as Case;
  const release = withEgress(row);
  const own = named(release, '-egress').flatMap(({ spec }) =>
    (spec?.egress ?? []).flatMap(({ to = [] }) => to.flatMap(({ namespaceSelector }) => namespaceSelector ?? [])),
  );
  expect(JSON.stringify(own)).toContain('peer-pods-webhook-system');
});

test('API, proxy and SSH gateway reach runners, which have the addresses of their nodes', () => {
  const row = cases.find(({ chart, name }) => chart === 'daytona' && name === 'example') as Case;
  const [policy] = named(withEgress(row), '-egress-nodes');
  expect(policy?.spec?.podSelector?.matchExpressions?.[0]?.values).toEqual(['api', 'proxy', 'ssh-gateway']);
  expect(policy?.spec?.egress?.[0]?.ports?.map(({ port }) => port)).toEqual([3000, 2220]);
  expect(reaches(policy?.spec?.egress ?? [], '10.0.0.7')).toBe(true);
  expect(reaches(policy?.spec?.egress ?? [], '169.254.169.254')).toBe(false);
  expect(daytona.name).toBe(row.chart);
});

test('the proxy of a region reaches runners on the port in the values', () => {
  const row = cases.find(({ chart, name }) => chart === 'daytona-region' && name === 'everything-runners') as Case;
  const portsOf = (release: ReturnType<typeof withEgress>) =>
    named(release, '-egress-nodes')[0]?.spec?.egress?.[0]?.ports?.map(({ port }) => port);
  expect(portsOf(withEgress(row))).toEqual([3000]);
  const runner = { env: { API_PORT: 3100 }, ports: { api: 3100 } };
  const region = rendered(row.system, [row.values, { egressPolicy: { enabled: true }, services: { runner } }]);
  expect(portsOf(region)).toEqual([3100]);
});

test('warns of pods that call the API server without its address, and of pods on the network of their node', () => {
  const row = cases.find(({ chart, name }) => chart === runnerManager.name && name === 'example') as Case;
  const { warnings } = withEgress(row);
  expect(warnings).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /egressPolicy\.apiServer is empty, but these pods call the API server: Deployment .*runner-manager/,
      ),
      expect.stringMatching(/egressPolicy has no effect on pods that use the network of their node: DaemonSet/),
    ]),
  );
});
