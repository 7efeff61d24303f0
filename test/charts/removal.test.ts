// What the charts say about what stays after a release is deleted.

import { join } from 'node:path';
import { registry } from '../../charts/registry';
import type { Remainder } from '../../lib/render/lifecycle/removal';
import { readLayer } from '../../lib/values/file/load';
import { rendered } from '../support/render';

const ROOT = join(__dirname, '..', '..');

/** `file` is in the folder of the chart, or in that of its tests. */
function removed(chart: string, file: string, more: object = {}) {
  const system = registry.find(({ name }) => name === chart)?.load();
  if (!system) throw new Error(`no chart ${chart}`);
  const path = join(ROOT, /^everything/.test(file) ? 'test' : '', 'charts', chart, `${file}.values.yaml`);
  const release = { name: 'prod', namespace: 'home' };
  const { objects } = rendered(system, [readLayer(path, path).apply({}), more], release);
  return { release: { ...release, objects }, removal: system.removal?.() };
}

function remaindersOf(chart: string, file: string, more: object = {}): readonly Remainder[] {
  const { release, removal } = removed(chart, file, more);
  return removal?.remainders?.(release) ?? [];
}

function firstOf(chart: string, file: string, more: object = {}) {
  const { release, removal } = removed(chart, file, more);
  return removal?.first?.(release) ?? [];
}

const commandsOf = (remainders: readonly Remainder[]) =>
  Object.fromEntries(remainders.map(({ what, commands }) => [what, commands]));

const external = (remainders: readonly Remainder[]) =>
  remainders.filter(({ where }) => where === 'in your external service').map(({ what }) => what);

const ofNodes = (remainders: readonly Remainder[]) =>
  remainders
    .filter(({ where }) => where === 'on the sandbox nodes')
    .map(({ what }) => what)
    .join('; ');

const RENAMED = { fullnameOverride: 'own' };

test.each([{}, { postgresql: RENAMED, harbor: RENAMED, minio: { fullnameOverride: 'store' } }])(
  'daytona: built-in services are not external, whatever their names: %j',
  (names) => {
    expect(external(remaindersOf('daytona', 'minio', names))).toEqual([]);
  },
);

test('daytona: external services are', () => {
  expect(external(remaindersOf('daytona', 'external'))).toEqual([
    'the database',
    'the buckets',
    'the repositories of the image registry',
  ]);
});

const REGION_ONLY = [
  'the chains DAYTONA-POLICY and DAYTONA-HOST-PORTS',
  '/opt/daytona/isolate-sandboxes',
  '/etc/buildkit/buildkitd.toml',
  '/usr/local/bin/.tmp/binaries',
];

test('daytona-region: what its DaemonSet leaves on nodes is listed, if it was there', () => {
  const all = ofNodes(remaindersOf('daytona-region', 'everything-runners'));
  for (const part of REGION_ONLY) expect(all).toContain(part);
  const none = ofNodes(
    remaindersOf('daytona-region', 'everything-runners', {
      services: {
        runner: {
          networkPolicy: { enabled: false },
          sandboxIsolation: { enabled: false },
          buildkit: { dns: { nameservers: [], searchDomains: [], options: [] } },
          daemonInstaller: { enabled: false },
        },
      },
    }),
  );
  expect(none).toContain('sandboxes');
  for (const part of REGION_ONLY.slice(0, 3)) expect(none).not.toContain(part);
});

test('daytona-region: the folder where buckets are mounted is not listed', () => {
  const remainders = remaindersOf('daytona-region', 'everything-runners', {
    services: { runner: { volumes: { hostMountPath: '/srv/buckets' } } },
  });
  expect(ofNodes(remainders)).toContain('/var/log/daytona-runner');
  expect(JSON.stringify(remainders)).not.toContain('/srv/buckets');
});

test.each([
  ['daytona', 'example'],
  ['daytona-region', 'everything-runners'],
  ['runner-manager', 'example'],
])('%s: the label of the sandbox nodes is listed', (chart, name) => {
  const marks = remaindersOf(chart, name).filter(({ where }) => where === 'on the Node objects');
  expect(marks.map(({ commands }) => commands)).toEqual([
    ['kubectl label nodes --selector daytona-sandbox-c daytona-sandbox-c-'],
  ]);
});

test('daytona: the Secret that the registration of runners creates is listed, if there is one', () => {
  const runner = { image: { tag: 'v0.190.0' }, registration: { enabled: true } };
  const registered = commandsOf(remaindersOf('daytona', 'example', { services: { runner } }));
  const [what = ''] = Object.keys(registered).filter((one) => one.startsWith('Secret '));
  const name = what.replace('Secret home/', '');
  expect(registered[what]).toEqual([`kubectl delete secret ${name} --namespace home --ignore-not-found`]);
  expect(Object.keys(commandsOf(remaindersOf('daytona', 'example')))).not.toContain(what);
});

test('daytona: the dumps of the database are listed', () => {
  const backup = { enabled: true, s3: { bucket: 'dumps', region: 'eu-west-1', existingSecret: 'keys' } };
  const dumps = 'the dumps of the database in dumps';
  expect(external(remaindersOf('daytona', 'example', { postgresql: { backup } }))).toContain(dumps);
  expect(external(remaindersOf('daytona', 'example'))).not.toContain(dumps);
});

test.each([true, false])('daytona: the rules of the guard are listed, if it is on: %s', (enabled) => {
  const guard = { services: { runner: { egressGuard: { enabled } } } };
  const found = ofNodes(remaindersOf('daytona', 'example', guard));
  expect(found.includes('the chain DAYTONA-EGRESS of iptables and ip6tables')).toBe(enabled);
});

test('daytona-region: the region, if it was registered, and the content of its bucket are listed', () => {
  const registered = remaindersOf('daytona-region', 'everything');
  expect(registered.map(({ what, where }) => `${what} ${where ?? ''}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^region \S+ in Daytona$/),
      expect.stringContaining('the content of bucket '),
    ]),
  );
  const manual = remaindersOf('daytona-region', 'example', {
    registration: { enabled: false },
    services: { proxy: { env: { PROXY_API_KEY: 'Zx81' } } },
  });
  expect(manual.filter(({ where }) => where === 'in Daytona')).toEqual([
    {
      what: 'the region',
      where: 'in Daytona',
      why: 'you registered it manually, so delete it in the same way',
      commands: [],
    },
  ]);
});

describe('peerpods', () => {
  test('pods, and with them VMs, are deleted before the adaptor', () => {
    const [pods, vms] = firstOf('peerpods', 'example', { resourceCtrl: { enabled: true } });
    expect(pods?.why).toContain('RuntimeClass kata-remote');
    expect(pods?.commands.join()).toContain('grep -w kata-remote');
    expect(vms?.commands).toEqual([
      'kubectl wait --for=delete peerpods.confidentialcontainers.org --all --all-namespaces --timeout=15m',
    ]);
  });

  test('the Leases of its managers, what the cloud keeps, and marks of nodes are listed', () => {
    const all = commandsOf(remaindersOf('peerpods', 'everything'));
    expect(Object.keys(all).filter((what) => what.startsWith('Lease '))).toEqual([
      expect.stringContaining('/33f6c5d6.confidentialcontainers.org'),
      expect.stringContaining('/a3663802.confidential-containers'),
    ]);
    expect(Object.keys(all)).toEqual(
      expect.arrayContaining(['VMs of peer pods', '/opt/kata and the settings of containerd']),
    );
    expect(commandsOf(remaindersOf('peerpods', 'example'))).toMatchObject({
      'the annotation kata.peerpods.io/caa-owner, and the label of the nodes that run peer pods': [
        'kubectl annotate nodes --all kata.peerpods.io/caa-owner-',
        expect.stringContaining('kubectl label nodes --selector node.kubernetes.io/worker'),
      ],
    });
  });

  test('the list of your own machines that are in use is listed', () => {
    const machines = { providerConfigs: { byom: { VM_POOL_IPS: '192.0.2.1' } } };
    const pool = 'ConfigMap home/byom-ip-pool-state';
    expect(Object.keys(commandsOf(remaindersOf('peerpods', 'providers/byom', machines)))).toContain(pool);
    expect(Object.keys(commandsOf(remaindersOf('peerpods', 'example')))).not.toContain(pool);
  });
});

test('dozlab-session: a warning comes first', () => {
  expect(firstOf('dozlab-session', 'example').map(({ why }) => why)).toEqual([
    'The lab ends for everyone in it. Data outside of PersistentVolumeClaims is lost.',
  ]);
});
