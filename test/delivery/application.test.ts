// The Application for Argo CD, for each delivery setting.

import { parse } from 'yaml';
import { system as daytona } from '../../charts/daytona';
import { system as lab } from '../../charts/dozlab-session';
import { deliveredOf } from '../../lib/delivery/objects';
import { deliverySettings } from '../../lib/delivery/settings/settings';
import { forTarget } from '../../lib/delivery/target';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Rendered } from '../../lib/render/render';
import { InputError } from '../../lib/values/problem';
import { programLayer } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { rendered } from '../support/render';

const LAB = { session: { id: '7', userId: 'ada' }, rootfs: { imageUrl: 'https://a.example.com/x' } };
const release = forTarget(rendered(lab, [LAB, { codeServer: { existingSecret: 'login' } }]), 'argocd');

const settingsOf = (argocd: object, others: object = {}) =>
  deliverySettings('argocd', [
    programLayer({ folder: 'apps', repo: 'https://git.example.com/deploy.git', ...others, argocd }),
  ]);

function application(argocd: object = {}, others: object = {}, of: Rendered = release): Record<string, never> {
  const [object] = deliveredOf(of, settingsOf(argocd, others), { layout: 'release', path: 'dist' }).objects;
  return object as unknown as Record<string, never>;
}

const problems = (argocd: object, others: object = {}): string[] => {
  try {
    settingsOf(argocd, others);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw error;
  }
  return [];
};

test('by default, removed objects are pruned last, and a failed sync is retried for about twelve minutes', () => {
  expect(application().spec).toEqual({
    project: 'default',
    source: {
      repoURL: 'https://git.example.com/deploy.git',
      targetRevision: 'HEAD',
      path: 'dist',
      directory: { include: 'dozlab-session.k8s.yaml' },
    },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: ['PruneLast=true'],
      retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
    },
  });
});

test.each([
  [{ retry: { limit: 0 } }, 'syncPolicy.retry', { limit: 0 }],
  [
    { retry: { limit: -1, refresh: true, backoff: { maxDuration: '1h' } } },
    'syncPolicy.retry',
    { limit: -1, refresh: true, backoff: { duration: '30s', factor: 2, maxDuration: '1h' } },
  ],
  [{ syncOptions: ['ServerSideApply=true'] }, 'syncPolicy.syncOptions', ['PruneLast=true', 'ServerSideApply=true']],
  [{ syncOptions: ['PruneLast=false'] }, 'syncPolicy.syncOptions', ['PruneLast=false']],
  [{ destination: { name: 'edge' } }, 'destination', { name: 'edge', namespace: 'default' }],
  [{ createNamespace: true }, 'syncPolicy.syncOptions', ['PruneLast=true', 'CreateNamespace=true']],
  [
    { createNamespace: true },
    'syncPolicy.managedNamespaceMetadata',
    { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  ],
  [
    {
      createNamespace: true,
      managedNamespaceMetadata: {
        labels: { team: 'labs', 'pod-security.kubernetes.io/enforce': 'baseline' },
        annotations: { a: 'b' },
      },
    },
    'syncPolicy.managedNamespaceMetadata',
    { labels: { team: 'labs', 'pod-security.kubernetes.io/enforce': 'baseline' }, annotations: { a: 'b' } },
  ],
])('%j gives %s %j', (argocd, path, expected) => {
  const found = path
    .split('.')
    .reduce<Record<string, never>>((at, key) => at[key] ?? {}, application(argocd).spec ?? {});
  expect(found).toEqual(expected);
});

test('labels, annotations and cascade are in the metadata of the Application', () => {
  expect(application({ labels: { a: 'b' }, annotations: { c: 'd' }, cascade: true }).metadata).toEqual({
    name: 'dozlab-session',
    namespace: 'argocd',
    labels: { a: 'b' },
    annotations: { c: 'd' },
    finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
  });
});

test('additional sources are added to the source of the release', () => {
  const other = { repoURL: 'https://git.example.com/other.git', targetRevision: 'v1', path: 'policies' };
  const { source, sources } = application({ sources: [other] }).spec as unknown as Record<string, unknown>;
  expect(source).toBeUndefined();
  expect(sources).toEqual([
    {
      repoURL: 'https://git.example.com/deploy.git',
      targetRevision: 'HEAD',
      path: 'dist',
      directory: { include: 'dozlab-session.k8s.yaml' },
    },
    other,
  ]);
});

test.each([
  [{}, { targetRevision: 'HEAD', path: '.' }],
  [{ ref: 'values' }, { targetRevision: 'HEAD', ref: 'values' }],
  [
    { ref: 'values', path: 'a' },
    { targetRevision: 'HEAD', path: 'a', ref: 'values' },
  ],
  [
    {
      chart: 'dex',
      targetRevision: '0.24.0',
      helm: { releaseName: 'dex', valueFiles: ['$values/dex.yaml'], values: 'a: 1' },
    },
    {
      chart: 'dex',
      targetRevision: '0.24.0',
      helm: { releaseName: 'dex', valueFiles: ['$values/dex.yaml'], values: 'a: 1' },
    },
  ],
])('a source with %j', (given, expected) => {
  const repoURL = 'https://charts.example.com';
  const { sources } = application({ sources: [{ repoURL, ...given }] }).spec as unknown as Record<string, object[]>;
  expect(sources?.[1]).toEqual({ repoURL, ...expected });
});

test.each([
  ['git@git.example.com:org/deploy.git', 'HEAD'],
  ['http://git.internal/deploy', 'HEAD'],
  ['ssh://git@git.example.com:2222/deploy.git', 'HEAD'],
  ['oci://registry.example.com:5000/org/deploy', 'latest'],
])('repo %s is read at revision %s', (repo, targetRevision) => {
  expect(application({}, { repo }).spec).toMatchObject({ source: { repoURL: repo, targetRevision } });
});

test.each([
  'https://me:hunter2@git.example.com/x',
  'ssh://me:hunter2@git.example.com/x',
  'oci://me:hunter2@registry.example.com/x',
  'git@hunter2',
  'ftp://git.example.com/hunter2',
])('a repo that is not a URL, or contains a password, is refused without being repeated: %s', (repo) => {
  const [problem = '', ...others] = problems({}, { repo });
  expect(others).toEqual([]);
  expect(problem).toContain('delivery.repo');
  expect(problem).not.toContain('hunter2');
});

test.each([
  [{ destination: { name: 'edge' }, server: 'https://edge.example.com' }, 'delivery.argocd.destination.name'],
  [{ managedNamespaceMetadata: { labels: { a: 'b' } } }, 'delivery.argocd.managedNamespaceMetadata'],
  [{ retry: { limit: -2 } }, 'delivery.argocd.retry.limit'],
  [{ retry: { backoff: { duration: 'soon' } } }, 'delivery.argocd.retry.backoff.duration'],
  [{ syncOptions: ['PruneLast'] }, 'delivery.argocd.syncOptions.0'],
  [{ sources: [{ path: 'x' }] }, 'delivery.argocd.sources.0.repoURL'],
  [
    { sources: [{ repoURL: 'https://a.io', chart: 'a', path: 'x' }] },
    'delivery.argocd.sources.0.path conflicts with chart',
  ],
  [
    { sources: [{ repoURL: 'https://a.io', chart: 'a', ref: 'x' }] },
    'delivery.argocd.sources.0.ref conflicts with chart',
  ],
])('%j is refused at %s', (argocd, path) => {
  expect(problems(argocd)).toEqual([expect.stringContaining(path)]);
});

test('the namespace that Argo CD creates admits the pods of every case', () => {
  const levels = cases.map(({ system, values }) => {
    const of = forTarget(rendered(system, [values]), 'argocd');
    const { syncPolicy } = application({ createNamespace: true }, {}, of).spec as unknown as {
      syncPolicy: { managedNamespaceMetadata?: { labels?: Record<string, string> } };
    };
    return syncPolicy.managedNamespaceMetadata?.labels?.['pod-security.kubernetes.io/enforce'];
  });
  expect(new Set(levels)).toEqual(new Set(['baseline', 'privileged', 'restricted']));
});

test('a default that the External Secrets Operator adds later is not a difference', () => {
  const object = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'a' } } as Manifest;
  const of = { ...forTarget(rendered(daytona, [dataOf('daytona')]), 'argocd'), objects: [object] };
  expect((application({}, {}, of).spec as unknown as Record<string, unknown>).ignoreDifferences).toEqual([
    {
      group: 'external-secrets.io',
      kind: 'ExternalSecret',
      jqPathExpressions: ['.spec.data[]?.remoteRef.nullBytePolicy'],
    },
  ]);
});

test('nor are those of whole entries', () => {
  const object = {
    ...{ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'a' } },
    spec: { dataFrom: [{ extract: { key: 'a' } }] },
  } as Manifest;
  const of = { ...forTarget(rendered(daytona, [dataOf('daytona')]), 'argocd'), objects: [object] };
  expect((application({}, {}, of).spec as unknown as Record<string, object[]>).ignoreDifferences?.[1]).toMatchObject({
    jqPathExpressions: ['.spec.dataFrom[]?.extract.nullBytePolicy', '.spec.dataFrom[]?.find.nullBytePolicy'],
  });
});

const dataOf = (chart: string): object =>
  (cases.find((candidate) => candidate.chart === chart)?.values ?? parse('{}')) as object;
