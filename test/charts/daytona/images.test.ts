// Images that do not work together, and variable names that look mistyped but are not.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { knownVariables } from '../../../charts/daytona/pods/other-variables';
import { readLayer } from '../../../lib/values/file/load';
import { merge } from '../../../lib/values/file/merge';
import { contracts } from '../../contracts/contract';
import { warningsOf } from '../../support/problems';
import { rendered } from '../../support/render';
import { environmentOf } from './environment/environment';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const given = (values: object) => merge(credentials, values as Record<string, unknown>);
const warnings = (values: object, of: string) =>
  warningsOf(system, given(values)).filter((line) => line.startsWith(of));

test('a runner manager of the fork cannot register newer runners', () => {
  const images = (runner: string, manager: string, enabled = true) => ({
    services: { runner: { image: { tag: runner } }, runnermanager: { enabled, image: { tag: manager } } },
  });
  const FORK = 'v0.158.4-k8s-amd64';
  const AT = 'services.runner.image.tag';
  expect(warnings(images('v0.190.0', FORK), AT)).toEqual([
    expect.stringContaining('v0.190.0 probably never registers with manager v0.158.4-k8s-amd64'),
  ]);
  for (const fine of [images('v0.182.0', FORK), images('v0.190.0', 'v0.190.0'), images('v0.190.0', FORK, false)]) {
    expect(warnings(fine, AT)).toEqual([]);
  }
});

test('old proxies and SSH gateways contain published keys', () => {
  const tags = (tag: string) => ({ services: { proxy: { image: { tag } }, sshGateway: { image: { tag } } } });
  const all = (values: object) => warningsOf(system, given(values)).filter((line) => line.includes('published in'));
  expect(all(tags('v0.139.1-rc.1'))).toHaveLength(2);
  expect(all({})).toEqual([]);
});

test.each([
  ['api', 'api-v0.190.yaml'],
  ['runner', 'runner-v0.190.yaml'],
] as const)('no name that %s reads is reported as mistyped', (service, file) => {
  const contract = contracts.find((one) => one.chart === 'daytona' && one.file === file);
  // Upstream reads its own typos, too. The chart sets the database password.
  const known = new Set([...knownVariables(service), 'DB_PASSWORD']);
  const names = (contract?.variables.read ?? []).filter((name) => !known.has(name) && !name.startsWith('OID_'));
  expect(names.length).toBeGreaterThan(20);
  const env = Object.fromEntries(names.map((name) => [name, 'x']));
  expect(
    warningsOf(system, given({ services: { [service]: { env } } })).filter((line) => line.includes('did you mean')),
  ).toEqual([]);
});

test('a mistyped name is still reported', () => {
  const values = { services: { api: { env: { DEFAULT_RUNNER_NAMES: 'a' } } } };
  expect(warnings(values, 'services.api.env.DEFAULT_RUNNER_NAMES')).toEqual([
    expect.stringContaining('did you mean DEFAULT_RUNNER_NAME?'),
  ]);
});

test("MinIO's images from quay.io, which needs a login, cause a warning", () => {
  const AT = 'minio.image.registry';
  const minio = { enabled: true, rootPassword: 'Kx8vN2pQ7rT4wY9z', buckets: [{ name: 'daytona' }] };
  const elsewhere = { registry: 'docker.io', repository: 'pgsty/minio', tag: 'RELEASE.2026-08-04T00-00-00Z' };
  const refused = [expect.stringContaining('quay.io refuses pulls')];
  expect(warnings({ minio }, AT)).toEqual(refused);
  expect(warnings({ minio: { ...minio, image: elsewhere } }, AT)).toEqual(refused);
  const own = { ...minio, image: elsewhere, mcImage: { ...elsewhere, repository: 'pgsty/mc' } };
  expect(warnings({ minio: own }, AT)).toEqual([]);
  expect(warnings({ minio, global: { imageRegistry: 'registry.example.com' } }, AT)).toEqual([]);
  expect(warnings({}, AT)).toEqual([]);
});

test.each([
  ['acme/sandbox:1', 'mirror.acme.io', 'mirror.acme.io/acme/sandbox:1'],
  ['acme/sandbox:1', '', 'acme/sandbox:1'],
  ['ghcr.io/acme/sandbox:1', 'mirror.acme.io', 'ghcr.io/acme/sandbox:1'],
])('the image of sandboxes %s, with registry "%s", is %s', (image, imageRegistry, expected) => {
  const env = { DEFAULT_SNAPSHOT_IMAGE_NAME: image };
  const release = rendered(system, [given({ global: { imageRegistry }, services: { api: { env } } })]);
  expect(environmentOf(release, 'Deployment daytona-api', 'api').DEFAULT_SNAPSHOT).toBe(expected);
});
