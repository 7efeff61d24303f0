// Argo CD's own gitops-engine syncs releases: in waves, a second time, after an upgrade, and after their removal.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { type Application, type Outcome, sync } from './harness/argocd';
import { kubectl } from './harness/kubectl';
import { type Prepared, prepare } from './harness/prepare';
import { allRequirements, removeFolders, runCli, temporaryFolder } from './support';

const cluster = kubectl();
const tree = temporaryFolder();
const prepared: Prepared[] = [];

afterAll(async () => {
  for (const one of prepared) await one.remove();
  await cluster.ok(['delete', 'namespace', 'gitops-labs', '--ignore-not-found', '--wait=false']);
  removeFolders();
});

interface Live extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly uid: string; readonly creationTimestamp: string };
  readonly status?: { readonly completionTime?: string };
}

/** Renders a release for Argo CD. */
async function objectsOf(name: string, chart: string, namespace: string, values: object): Promise<Manifest[]> {
  const release = { name, chart, namespace, target: 'argocd', secrets: { mode: 'inline' }, set: values };
  writeFileSync(join(tree, 'releases.yaml'), JSON.stringify({ releases: [release] }));
  const { code, stderr } = await runCli(['synth'], tree);
  if (code !== 0) throw new Error(stderr);
  const text = readFileSync(join(tree, 'dist', `${name}.k8s.yaml`), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

async function ready(name: string, objects: readonly Manifest[]): Promise<void> {
  for (const need of await allRequirements(['-c', 'releases.yaml'], tree)) {
    prepared.push(await prepare(cluster, objects, need, `argocd-${name}`));
  }
}

const live = (kind: string, name: string, namespace: string) =>
  cluster.json<Live>(['get', kind, name, '-n', namespace]);

const withStatus = (outcomes: readonly Outcome[], status: Outcome['status']) =>
  outcomes.filter((outcome) => outcome.status === status);
const kindsOf = (outcomes: readonly Outcome[]) =>
  [...new Set(outcomes.map(({ object }) => object.split('/')[1]))].sort();

async function uids(objects: readonly Manifest[]): Promise<Map<string, string>> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  // It prints nothing if none of them is there.
  const text = await cluster.ok(['get', '--ignore-not-found', '-f', '-', '-o', 'json'], { input });
  const { items } = JSON.parse(text || '{"items":[]}') as { items: Live[] };
  return new Map(items.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.uid]));
}

/** As with the `retry` of the Applications: kubectl does not wait for the old pod to end before it creates the new one. */
async function syncWithRetry(app: Application, objects: readonly Manifest[], attempts = 5): Promise<void> {
  try {
    sync(cluster, app, objects);
  } catch (error) {
    if (attempts === 1 || !String(error).includes('context deadline exceeded')) throw error;
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await syncWithRetry(app, objects, attempts - 1);
  }
}

/** The kinds of what is left, once deletions have ended or a minute has passed. */
async function left(objects: readonly Manifest[], count: number): Promise<(string | undefined)[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const keys = [...(await uids(objects)).keys()];
    if (keys.length > count && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 500));
    else return [...new Set(keys.map((key) => key.split('/')[0]))].sort();
  }
}

/** As an Ingress controller does. */
async function addressed(ingress: string): Promise<void> {
  const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
  const patch = ['--type=merge', '--subresource=status', '-p', JSON.stringify({ status })];
  await cluster.ok(['patch', 'ingress', ingress, '-n', 'default', ...patch]);
}

const REGION = {
  regionName: 'eu',
  proxyUrl: 'https://proxy.acme.io',
  daytonaApiUrl: 'https://api.acme.io/api',
  daytonaApiKey: 'dtn_8c1f0a7be94d4f2aa6d3',
  services: { proxy: { ingress: { selfSigned: true } } },
};
const JOBS = { 'app.kubernetes.io/component': 'region-registration' };

describe.each(['annotation', 'label'] as const)('a region, recognized by %s', (tracking) => {
  const name = `eu-${tracking}`;
  const app: Application = { name, namespace: 'default', tracking };
  const deployment = `${name}-daytona-region-proxy`;
  let objects: Manifest[];
  let next: Manifest[];

  test('is installed in waves: the proxy after the Jobs', async () => {
    objects = await objectsOf(name, 'daytona-region', 'default', REGION);
    await ready(name, objects);
    const outcomes = sync(cluster, app, objects);
    expect(withStatus(outcomes, 'Synced')).toHaveLength(objects.length);
    const jobs = objects.filter(({ kind }) => kind === 'Job');
    expect(jobs.length).toBeGreaterThan(0);
    const { metadata } = await live('deployment', deployment, 'default');
    for (const job of jobs) {
      const { completionTime = '' } = (await live('job', job.metadata.name, 'default')).status ?? {};
      expect(completionTime <= metadata.creationTimestamp && completionTime !== '').toBe(true);
    }
  });

  test('a second sync deletes nothing and runs no Job again', async () => {
    const before = await uids(objects);
    expect(withStatus(sync(cluster, app, objects), 'Pruned')).toEqual([]);
    expect(await uids(objects)).toEqual(before);
  });

  test('Secrets that Jobs create are kept; with the label of version 0.1.0, Argo CD 2 deletes them', async () => {
    const made = (secret: string, labels: object) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secret, namespace: 'default', labels },
    });
    const now = made(`${name}-made`, { 'sandbox-charts/release': name, ...JOBS });
    const then = made(`${name}-made-by-0.1.0`, { 'app.kubernetes.io/instance': name });
    for (const secret of [now, then]) await cluster.ok(['apply', '-f', '-'], { input: JSON.stringify(secret) });
    if (tracking === 'label') await addressed(deployment);
    const pruned = withStatus(sync(cluster, app, objects), 'Pruned').map(({ object }) => object);
    expect(pruned).toEqual(tracking === 'label' ? [`/Secret/default/${name}-made-by-0.1.0`] : []);
    expect((await live('secret', `${name}-made`, 'default')).metadata.name).toBe(`${name}-made`);
    await cluster.ok([
      'delete',
      'secret',
      '-n',
      'default',
      '--ignore-not-found',
      now.metadata.name,
      then.metadata.name,
    ]);
  });

  test('an upgrade that prunes something waits for the address of the Ingress', async () => {
    next = await objectsOf(name, 'daytona-region', 'default', {
      ...REGION,
      proxyUrl: 'https://sandboxes.acme.io',
      services: { proxy: { replicaCount: 2 } },
    });
    if (tracking === 'label') return;
    expect(() => sync(cluster, app, next, '15s')).toThrow('waiting for healthy state of networking.k8s.io/Ingress');
  });

  test('an upgrade applies everything before it prunes anything', async () => {
    const before = await uids(objects);
    await addressed(deployment);
    const outcomes = sync(cluster, app, next);
    const [synced, pruned] = [withStatus(outcomes, 'Synced'), withStatus(outcomes, 'Pruned')];
    expect(synced).toHaveLength(next.length);
    expect(kindsOf(pruned)).toEqual(['CronJob', 'Job', 'Role', 'RoleBinding', 'ServiceAccount']);
    const last = Math.max(...synced.map(({ order }) => order));
    expect(pruned.filter(({ order }) => order < last)).toEqual([]);
    expect((await uids(next)).get(`Deployment/${deployment}`)).toBe(before.get(`Deployment/${deployment}`));
    objects = next;
  });

  test('a removed release is deleted', async () => {
    expect(withStatus(sync(cluster, app, []), 'PruneSkipped')).toEqual([]);
    expect(await left(objects, 0)).toEqual([]);
  });
});

const LAB = {
  createNamespace: true,
  session: { id: 'gitops', userId: 'ada' },
  rootfs: { imageUrl: 'https://a.example.com/x' },
  codeServer: { password: 'correct horse battery staple' },
  persistence: { enabled: true },
};

describe('a lab with its own namespace and claims', () => {
  const app: Application = { name: 'lab-gitops', namespace: 'gitops-labs', tracking: 'annotation' };
  let objects: Manifest[];

  test('is installed, and only a changed pod is recreated', async () => {
    objects = await objectsOf(app.name, 'dozlab-session', app.namespace, LAB);
    await ready(app.name, objects);
    sync(cluster, app, objects);
    const before = await uids(objects);
    expect(before.size).toBe(objects.length);
    const next = await objectsOf(app.name, 'dozlab-session', app.namespace, {
      ...LAB,
      firecracker: { vm: { cpuCount: 3 } },
    });
    await syncWithRetry(app, next);
    const after = await uids(next);
    const changed = [...after].filter(([key, uid]) => before.get(key) !== uid).map(([key]) => key.split('/')[0]);
    expect(changed).toEqual(['Pod']);
    objects = next;
  });

  test('its removal keeps the namespace and the claims', async () => {
    const kept = ['Namespace', 'PersistentVolumeClaim'];
    const outcomes = sync(cluster, app, []);
    const expected = [...new Set(objects.map(({ kind }) => kind).filter((kind) => kept.includes(kind)))].sort();
    expect(expected).toContain('Namespace');
    expect(kindsOf(withStatus(outcomes, 'PruneSkipped'))).toEqual(expected);
    const spared = objects.filter(({ kind }) => kept.includes(kind));
    expect(await left(objects, spared.length)).toEqual(expected);
  });
});
