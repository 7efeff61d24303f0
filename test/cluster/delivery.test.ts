// Every delivery setting against the CRDs that Argo CD and Flux publish, and the defaults that the CRD of External Secrets
// adds to an ExternalSecret.

import { applicationSet } from '../../lib/delivery/application-set';
import { deliveredOf } from '../../lib/delivery/objects';
import { deliverySettings } from '../../lib/delivery/settings/settings';
import { sourceOf } from '../../lib/delivery/sources';
import { forTarget } from '../../lib/delivery/target';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { applySecretModes } from '../../lib/secrets';
import { secretSettings } from '../../lib/secrets/settings';
import { merge } from '../../lib/values/file/merge';
import { programLayer } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { rendered } from '../support/render';
import { kubectl } from './harness/kubectl';
import { applyAll } from './harness/verdicts';

const cluster = kubectl();

const ARGOCD = {
  project: 'labs',
  retry: { limit: -1, refresh: true },
  syncOptions: ['ServerSideApply=true'],
  createNamespace: true,
  managedNamespaceMetadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
  destination: { name: 'edge' },
  labels: { a: 'b' },
  annotations: { c: 'd' },
  sources: [
    { repoURL: 'https://git.example.com/other.git', ref: 'values' },
    {
      repoURL: 'https://charts.example.com',
      chart: 'dex',
      targetRevision: '1.0.0',
      helm: { valueFiles: ['$values/a.yaml'] },
    },
  ],
  cascade: true,
};
const FLUX = {
  source: 'deploy',
  secret: 'login',
  sourceRef: { namespace: 'sources' },
  timeout: '10m',
  healthCheckExprs: [{ apiVersion: 'a.example.com/v1', kind: 'A', current: 'status.ok', failed: '!status.ok' }],
  serviceAccountName: 'deployer',
  deletionPolicy: 'WaitForTermination',
  decryption: { provider: 'sops', secretRef: { name: 'age' }, serviceAccountName: 'decrypter' },
  postBuild: { substitute: { a: 'b' }, substituteFrom: [{ kind: 'ConfigMap', name: 'c', optional: true }] },
};

const example = (chart: string, change: Readonly<Record<string, unknown>> = {}) => {
  const found = cases.find((candidate) => candidate.chart === chart && candidate.name === 'example');
  if (!found) throw new Error(`no example of ${chart}`);
  return rendered(found.system, [merge(found.values, change)]);
};

function objectsFor(target: 'argocd' | 'flux', repo: string, settings: object): Manifest[] {
  const own = deliverySettings(target, [
    programLayer({ folder: 'clusters', namespace: 'default', repo, [target]: settings }),
  ]);
  const place = { layout: 'objects', path: 'dist' } as const;
  const release = forTarget(example('daytona'), target);
  return [...deliveredOf(release, own, place).objects, ...(sourceOf(target, own)?.objects ?? [])];
}

const set = deliverySettings('argocd', [
  programLayer({
    ...{ folder: 'clusters', namespace: 'default', repo: 'oci://registry.example.com/deploy' },
    argocd: { ...ARGOCD, createNamespace: false, managedNamespaceMetadata: {}, applicationSet: 'labs' },
  }),
]);

test.each([
  ['an Application with defaults', objectsFor('argocd', 'git@git.example.com:org/deploy.git', {})],
  ['an Application with every setting', objectsFor('argocd', 'oci://registry.example.com/deploy', ARGOCD)],
  ['an ApplicationSet', applicationSet(['a', 'b'], set, 'release', 'dist').objects],
  ['Kustomizations with defaults', objectsFor('flux', '', {})],
  [
    'Kustomizations with every setting, from Git',
    objectsFor('flux', 'https://git.example.com/deploy.git', { ...FLUX, sourceRef: {} }),
  ],
  [
    'Kustomizations from a registry',
    objectsFor('flux', 'oci://registry.example.com/deploy', { ...FLUX, sourceRef: {} }),
  ],
])('%s has no unknown fields', async (_what, objects) => {
  const verdicts = await applyAll(cluster, objects, ['--server-side', '--dry-run=server', '--validate=strict']);
  expect(verdicts.flatMap(({ rejection }) => rejection ?? [])).toEqual([]);
});

const SECRET = 'lab-session-demo-secrets';
const WHOLE = [
  { extract: { key: 'labs/7' }, rewrite: [{ regexp: { source: '^vscode_', target: 'vscode-' } }] },
  { find: { path: 'labs', name: { regexp: 'x' }, tags: { a: 'b' } } },
  { sourceRef: { generatorRef: { kind: 'Password', name: 'long' } } },
];

test.each([
  ['single keys', {}, {}],
  [
    'whole entries',
    { refreshPolicy: 'OnChange', deletionPolicy: 'Delete' },
    { [SECRET]: { properties: { 'vscode-password': 'word' }, dataFrom: WHOLE } },
  ],
])('the API server adds nothing to the items of an ExternalSecret with %s', async (_what, policies, each) => {
  const given = { store: { name: 'vault' }, ...policies, each };
  const settings = {
    mode: 'external-secrets' as const,
    each: new Map(),
    earlier: [],
    remote: secretSettings([programLayer(given)]),
  };
  const { objects } = applySecretModes(
    example('dozlab-session', { codeServer: { existingSecret: '', password: 'correct horse' } }),
    settings,
  );
  const [wanted] = objects.filter(({ kind }) => kind === 'ExternalSecret') as [Manifest];
  expect(wanted.metadata.name).toBe(SECRET);
  const { name, namespace = '' } = wanted.metadata;
  await cluster.ok(['apply', '--validate=strict', '-f', '-'], { input: JSON.stringify(wanted) });
  const live = await cluster.json<Manifest>(['get', 'externalsecret', name, '-n', namespace]);
  const lists = ({ spec }: Manifest) => {
    const { data = [], dataFrom = [] } = spec as { data?: object[]; dataFrom?: object[] };
    return { data, dataFrom };
  };
  expect(lists(live)).toEqual(lists(wanted));
  await cluster.ok(['delete', 'externalsecret', name, '-n', namespace]);
});
