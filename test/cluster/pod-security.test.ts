// The Pod Security level in requirements admits every pod of a release; the next stricter level rejects some.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { type Manifest, describe as nameOf } from '../../lib/k8s/object/manifest';
import type { Level } from '../../lib/k8s/pod-security';
import { Inventory } from '../../lib/render/checks/inventory';
import type { Requirements } from '../../lib/requirements/requirements';
import { cases } from './cases';
import { kubectl } from './harness/kubectl';
import { removeFolders, requirementsOf, synth } from './support';

const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];
const cluster = kubectl();

beforeAll(async () => {
  const namespaces = LEVELS.map((level) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: level, labels: { 'pod-security.kubernetes.io/enforce': level } },
  }));
  await cluster.ok(['apply', '-f', '-'], { input: listOf(namespaces) });
  for (const level of LEVELS) await serviceAccount(level);
});
afterAll(removeFolders);

test.each(cases)('$name', async (it) => {
  const { objects } = await synth(it, it.name);
  const requirements = await requirementsOf(it, it.name);
  const levels = [...levelsOf(requirements), ...renderedLevels(objects)];
  const { pods } = new Inventory(objects, []);
  expect(levels.map(([namespace]) => namespace).sort()).toEqual(
    [...new Set(pods.map(({ namespace }) => String(namespace)))].sort(),
  );
  for (const [namespace, level] of levels) {
    const own = pods.filter((pod) => pod.namespace === namespace);
    const rejected = (at: Level) =>
      rejectedPods(
        at,
        own.map(({ object, spec }) => ({ name: nameOf(object), spec: withClaims(object, spec) })),
      );
    expect(await rejected(level)).toEqual([]);
    const stricter = LEVELS[LEVELS.indexOf(level) + 1];
    if (stricter) expect(await rejected(stricter)).toContainEqual(expect.stringContaining('violates PodSecurity'));
  }
});

type NamespaceLevel = readonly [namespace: string, level: Level];

const levelsOf = ({ namespaces }: Requirements): NamespaceLevel[] =>
  namespaces.flatMap(({ name, podSecurity }) => (podSecurity === undefined ? [] : [[name, podSecurity] as const]));

/** Of the namespaces that the release creates. */
const renderedLevels = (objects: readonly Manifest[]): NamespaceLevel[] =>
  objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce'] as Level] as const);

/** A StatefulSet adds a volume to its pods for each of its claims. */
function withClaims({ spec }: Manifest, pod: IPodSpec): IPodSpec {
  const { volumeClaimTemplates = [] } = spec as { volumeClaimTemplates?: { metadata: { name: string } }[] };
  const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  return { ...pod, volumes: [...(pod.volumes ?? []), ...claims] };
}

interface Pod {
  readonly name: string;
  readonly spec: IPodSpec;
}

/** The API server's messages about the pods that it does not admit. */
async function rejectedPods(level: Level, pods: readonly Pod[]): Promise<string[]> {
  const items = pods.map(({ name, spec }, at) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${at}`, namespace: level, annotations: { 'example.com/of': name } },
    spec: plain(spec),
  }));
  const { stderr } = await cluster.run(['create', '--dry-run=server', '-f', '-'], { input: listOf(items) });
  // Any other error would hide the result of Pod Security.
  return stderr.split('\n').filter((line) => /^error|^Error from server/.test(line));
}

/** Without fields that other admission plugins would look up. */
function plain({
  serviceAccountName: _account,
  priorityClassName: _class,
  runtimeClassName: _runtime,
  ...spec
}: IPodSpec) {
  return { restartPolicy: 'Always', ...spec };
}

const listOf = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** Until the controllers have created it. */
async function serviceAccount(namespace: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { code } = await cluster.run(['get', 'serviceaccount', 'default', '-n', namespace]);
    if (code === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`namespace ${namespace} has no ServiceAccount`);
}
