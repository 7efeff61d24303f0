// The Kustomizations for Flux, for each delivery setting, and what each stage waits for.

import { deliveredOf } from '../../lib/delivery/objects';
import { deliverySettings } from '../../lib/delivery/settings/settings';
import { sourceOf } from '../../lib/delivery/sources';
import { forTarget } from '../../lib/delivery/target';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Rendered } from '../../lib/render/render';
import { InputError } from '../../lib/values/problem';
import { programLayer } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

const settingsOf = (flux: object = {}, others: object = {}) =>
  deliverySettings('flux', [programLayer({ folder: 'clusters', ...others, flux })]);

const example = (chart: string): Rendered => {
  const found = cases.find((candidate) => candidate.chart === chart && candidate.name === 'example');
  if (!found) throw new Error(`no example of ${chart}`);
  return forTarget(rendered(found.system, [found.values]), 'flux');
};

type Spec = Readonly<Record<string, unknown>>;

function specs(release: Rendered, flux: object = {}, others: object = {}): Map<string, Spec> {
  const { objects } = deliveredOf(release, settingsOf(flux, others), { layout: 'release', path: 'dist' });
  return new Map(objects.map(({ metadata, spec }) => [metadata.name.slice(release.name.length + 1), spec as Spec]));
}

const waits = (of: ReadonlyMap<string, Spec>) => [...of].map(([stage, { wait }]) => [stage, wait]);

describe('a stage waits for what later stages need', () => {
  const daytona = specs(example('daytona'));

  test('daytona waits for databases and Jobs, and of the workloads only for what the last Job needs', () => {
    expect(waits(daytona)).toEqual([
      ['setup', true],
      ['before-1', true],
      ['before-2', true],
      ['before-3', true],
      ['main', false],
      ['after', true],
    ]);
    expect(daytona.get('main')?.healthChecks).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'daytona-dex', namespace: 'default' },
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'daytona-api', namespace: 'default' },
    ]);
  });

  test('the setup stage is ready without objects that wait for pods', () => {
    const expressions = daytona.get('setup')?.healthCheckExprs as { kind: string; current: string }[];
    expect(expressions.map(({ kind, current }) => [kind, current])).toEqual([
      ['PersistentVolumeClaim', 'true'],
      ['Service', 'true'],
      ['Certificate', 'true'],
    ]);
  });

  test('a lab waits for nothing', () => {
    expect([...specs(example('dozlab-session'))]).toEqual([
      ['main', expect.objectContaining({ wait: false, timeout: '5m' })],
    ]);
    expect(specs(example('dozlab-session')).get('main')).not.toHaveProperty('healthChecks');
  });

  test('only stages with Jobs get a long timeout', () => {
    expect([...daytona].map(([stage, { timeout }]) => [stage, timeout])).toEqual([
      ['setup', '5m'],
      ['before-1', '5m'],
      ['before-2', '40m'],
      ['before-3', '40m'],
      ['main', '5m'],
      ['after', '40m'],
    ]);
  });

  test('optionally, every stage waits for everything', () => {
    const all = specs(example('daytona'), { wait: true });
    expect(waits(all).every(([, wait]) => wait === true)).toBe(true);
    expect(all.get('main')).not.toHaveProperty('healthChecks');
  });

  test.each([
    ['v1', 'PersistentVolumeClaim'],
    ['v1', 'Service'],
    ['cert-manager.io/v1', 'Issuer'],
    ['cert-manager.io/v1', 'ClusterIssuer'],
    ['cert-manager.io/v1', 'Certificate'],
  ])('of %s, a %s in the setup stage is ready once it exists', (apiVersion, kind) => {
    const one = { apiVersion, kind, metadata: { name: 'a' } } as Manifest;
    const [first] = specs({ ...example('daytona'), objects: [one] }).values();
    expect(first).toMatchObject({ healthCheckExprs: [{ apiVersion, kind, current: 'true' }] });
  });

  test('Flux waits for SealedSecrets', () => {
    const release = example('daytona');
    const sealed = { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata: { name: 'a' } } as Manifest;
    const [first] = specs({ ...release, objects: [sealed] }).values();
    expect(first).toMatchObject({ wait: true, healthCheckExprs: [{ kind: 'SealedSecret' }] });
  });
});

test.each([
  [{ timeout: '10m' }, { timeout: '10m' }],
  [
    { retryInterval: '30s', interval: '1h' },
    { retryInterval: '30s', interval: '1h' },
  ],
  [{ serviceAccountName: 'deployer' }, { serviceAccountName: 'deployer' }],
  [{ deletionPolicy: 'Orphan' }, { deletionPolicy: 'Orphan' }],
  [
    { decryption: { provider: 'sops', secretRef: { name: 'age' } } },
    { decryption: { provider: 'sops', secretRef: { name: 'age' } } },
  ],
  [{ decryption: { provider: 'sops' } }, { decryption: { provider: 'sops' } }],
  [
    { decryption: { provider: 'sops', serviceAccountName: 'kms' }, serviceAccountName: 'deployer' },
    { decryption: { provider: 'sops', serviceAccountName: 'kms' }, serviceAccountName: 'deployer' },
  ],
  [
    { postBuild: { substitute: { region: 'eu' }, substituteFrom: [{ kind: 'ConfigMap', name: 'x' }] } },
    {
      postBuild: { substitute: { region: 'eu' }, substituteFrom: [{ kind: 'ConfigMap', name: 'x', optional: false }] },
    },
  ],
  [
    { postBuild: { substituteFrom: [{ kind: 'Secret', name: 'y', optional: true }] } },
    { postBuild: { substituteFrom: [{ kind: 'Secret', name: 'y', optional: true }] } },
  ],
  [
    { sourceRef: { namespace: 'sources', kind: 'Bucket' }, source: 'deploy' },
    { sourceRef: { kind: 'Bucket', name: 'deploy', namespace: 'sources' } },
  ],
])('%j is in every Kustomization', (flux, expected) => {
  const all = specs(example('daytona-region'), flux);
  expect(all.size).toBe(3);
  for (const spec of all.values()) expect(spec).toMatchObject(expected);
});

test('health check expressions for custom resources are added with the resources', () => {
  const own = { apiVersion: 'a/v1', kind: 'A', current: 'status.ok', failed: '!status.ok' };
  const all = specs(example('daytona-region'), { healthCheckExprs: [own] });
  expect(all.get('setup')?.healthCheckExprs).toEqual([{ apiVersion: 'v1', kind: 'Service', current: 'true' }, own]);
  expect(all.get('before-1')?.healthCheckExprs).toEqual([own]);
});

test('an expression has only the states that are set', () => {
  const stateOf = (more: object) => {
    const one = { apiVersion: 'a/v1', kind: 'A', current: 'status.ok', ...more };
    return specs(example('daytona-region'), { healthCheckExprs: [one] }).get('before-1')?.healthCheckExprs;
  };
  const plain = { apiVersion: 'a/v1', kind: 'A', current: 'status.ok' };
  expect(stateOf({})).toEqual([plain]);
  expect(stateOf({ inProgress: 'x', failed: '' })).toEqual([{ ...plain, inProgress: 'x' }]);
});

test.each([
  ['', { tag: 'latest' }],
  ['v1', { tag: 'v1' }],
  ['sha256:0123', { digest: 'sha256:0123' }],
])('an artifact in a registry is an OCIRepository, at %j', (revision, ref) => {
  const others = { repo: 'oci://registry.example.com/deploy', revision };
  const settings = settingsOf({ source: 'deploy', secret: 'login' }, others);
  expect(sourceOf('flux', settings)).toEqual({
    name: 'ocirepository.deploy',
    objects: [
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'OCIRepository',
        metadata: { name: 'deploy', namespace: 'flux-system' },
        spec: { url: others.repo, ref, interval: '1m', secretRef: { name: 'login' } },
      },
    ],
  });
  const all = specs(example('daytona-region'), { source: 'deploy' }, others);
  for (const spec of all.values()) expect(spec).toMatchObject({ sourceRef: { kind: 'OCIRepository', name: 'deploy' } });
});

test.each([
  [{ deletionPolicy: 'Keep' }, {}, 'delivery.flux.deletionPolicy'],
  [
    { postBuild: { substituteFrom: [{ kind: 'Deployment', name: 'x' }] } },
    {},
    'delivery.flux.postBuild.substituteFrom.0.kind',
  ],
  [{ decryption: { provider: 'age' } }, {}, 'delivery.flux.decryption.provider'],
  [{ source: 'x', sourceRef: { kind: 'Bucket' } }, { repo: 'https://a.example.com/x' }, 'delivery.flux.sourceRef.kind'],
  [{ source: 'x' }, { repo: 'git@git.example.com:org/deploy.git' }, 'delivery.repo'],
])('%j with %j is refused at %s', (flux, others, path) => {
  let found: string[] = [];
  try {
    settingsOf(flux, others);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    found = error.problems.map((problem) => problem.path.join('.'));
  }
  expect(found).toEqual([path]);
});
