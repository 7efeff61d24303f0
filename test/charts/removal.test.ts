// What the charts say about what stays after a release is deleted.

import { join } from 'node:path';
import { registry } from '../../charts/registry';
import type { Remainder } from '../../lib/render/lifecycle/removal';
import { readLayer } from '../../lib/values/file/load';
import { rendered } from '../support/render';

const ROOT = join(__dirname, '..', '..');

/** `file` is in the folder of the chart, or in that of its tests. */
function remaindersOf(chart: string, file: string, more: object = {}): readonly Remainder[] {
  const system = registry.find(({ name }) => name === chart)?.load();
  if (!system) throw new Error(`no chart ${chart}`);
  const path = join(ROOT, /^everything/.test(file) ? 'test' : '', 'charts', chart, `${file}.values.yaml`);
  const release = { name: 'prod', namespace: 'home' };
  const { objects } = rendered(system, [readLayer(path, path).apply({}), more], release);
  return system.removal?.().remainders?.({ ...release, objects }) ?? [];
}

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
