// Applies what version 0.1.0 rendered, and then what the current version renders from the same values: `diff` announces
// everything that the API server rejects and every object that is replaced.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { type Manifest, objectKey } from '../../lib/k8s/object/manifest';
import type { Requirements } from '../../lib/requirements/requirements';
import type { Report, ReportedObject } from '../../lib/review/diff/report/report';
import { kubectl } from './harness/kubectl';
import { type Prepared, prepare } from './harness/prepare';
import { settled } from './harness/settle';
import { applyAll } from './harness/verdicts';
import { documentsOf, type Output, removeFolders, requirementsOf, runCli, synth } from './support';

const cluster = kubectl();
afterAll(removeFolders);

const FOLDER = join(__dirname, 'upgrades', '0.1.0');

interface Upgrade {
  readonly name: string;
  readonly chart: string;
  readonly namespace: string;
  /** What 0.1.0 rendered. */
  readonly old: string;
  /** Flags of the current `synth`. */
  readonly flags: readonly string[];
}

const SUFFIX = '.k8s.yaml';
const upgrades: readonly Upgrade[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => upgradeOf(file.slice(0, -SUFFIX.length)));

/** A bare Pod cannot be changed in place. */
const changedPod: Upgrade = {
  ...upgradeOf('dozlab-session-example'),
  name: 'dozlab-session-example with more memory',
  flags: [...upgradeOf('dozlab-session-example').flags, '--set=firecracker.resources.limits.memory=5Gi'],
};

function upgradeOf(name: string): Upgrade {
  // The longest name first: `daytona-region-example` is not a case of `daytona`.
  const charts = registry.map((entry) => entry.name).sort((a, b) => b.length - a.length);
  const chart = charts.find((candidate) => name.startsWith(`${candidate}-`));
  if (chart === undefined) throw new Error(`${name} belongs to no chart`);
  return {
    name,
    chart,
    namespace: chart === 'peerpods' ? 'confidential-containers-system' : 'default',
    old: join(FOLDER, `${name}${SUFFIX}`),
    flags: ['-f', join(FOLDER, `${name}.values.yaml`)],
  };
}

describe.each([...upgrades, changedPod])('$name', (it) => {
  const before = documentsOf(it.old) as Manifest[];
  let today: Output;
  let prepared: Prepared;
  let report: Report;

  beforeAll(async () => {
    today = await synth(it, it.namespace);
    const requirements = outsideDefault(await requirementsOf(it, it.namespace));
    prepared = await prepare(cluster, today.objects, requirements, it.chart);
    report = await diffWith(it);
    await cluster.ok(['apply', '-f', it.old]);
    await Promise.all(namespacesOf(before).map((namespace) => settled(cluster, namespace)));
  });

  afterAll(async () => {
    const input = listOf([...before, ...(today?.objects ?? [])]);
    await cluster.ok(['delete', '--ignore-not-found', '--timeout=120s', '-f', '-'], { input });
    await prepared?.remove();
    await emptied(namespacesOf([...before, ...(today?.objects ?? [])]));
  });

  test('the API server rejects exactly what diff announced, and replaces nothing else', async () => {
    const uids = await liveUids(before);
    const fixed = report.objects.filter((object) => object.classes.includes('recreated') && !isRenamed(object));
    const verdicts = await applyAll(cluster, today.objects);
    const rejected = verdicts.filter(({ rejection }) => rejection !== undefined);
    expect(rejected.map(({ object }) => objectKey(object)).sort()).toEqual(fixed.map(keyOfReported).sort());

    for (const object of fixed) await cluster.ok(['delete', '--timeout=60s', ...argumentsOf(object)]);
    if (fixed.length > 0) await cluster.ok(['apply', '-f', today.file]);
    const after = await liveUids(today.objects);
    const replaced = [...after].filter(([key, uid]) => uids.has(key) && uids.get(key) !== uid).map(([key]) => key);
    expect(replaced.sort()).toEqual(fixed.map(keyOfReported).sort());
  });

  test('diff lists what is left behind in the cluster', async () => {
    const rendered = new Set(today.objects.map(objectKey));
    const left = [...(await liveUids(before)).keys()].filter((key) => !rendered.has(key));
    const removed = report.objects.filter(({ action }) => action === 'removed').map(keyOfReported);
    const renamed = report.objects.filter(isRenamed).map((object) => keyOfReported(formerly(object)));
    expect(left.sort()).toEqual([...removed, ...renamed].sort());
  });
});

test('diff announces that a Pod must be recreated', async () => {
  const { objects } = await diffWith(changedPod);
  expect(objects.filter(({ kind }) => kind === 'Pod').map(({ classes }) => classes)).toEqual([
    expect.arrayContaining(['recreated']),
  ]);
});

async function diffWith({ chart, namespace, old, flags }: Upgrade): Promise<Report> {
  const args = ['diff', chart, '--namespace', namespace, ...flags, '--against', old, '--format', 'json'];
  const { code, stdout, stderr } = await runCli(args);
  if (code !== 0 && code !== 1) throw new Error(`sandbox-charts ${args.join(' ')} exited with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as Report;
}

/** Every cluster has the namespace `default`, which cannot be deleted. */
const outsideDefault = ({ namespaces, ...requirements }: Requirements): Requirements => ({
  ...requirements,
  namespaces: namespaces.filter(({ name }) => name !== 'default'),
});

/** Waits until namespaces are gone; the next case may need them. */
async function emptied(namespaces: readonly string[]): Promise<void> {
  const [own, shared] = [namespaces.filter((name) => name !== 'default'), namespaces.includes('default')];
  if (shared) await cluster.ok(['delete', 'pvc,jobs,pods', '--all', '-n', 'default', '--timeout=120s']);
  if (own.length > 0) await cluster.ok(['delete', 'namespace', '--ignore-not-found', '--timeout=120s', ...own]);
}

const namespacesOf = (objects: readonly Manifest[]): string[] => [
  ...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? [])),
];

/** As `identity` returns it. */
const keyOfReported = ({ group, kind, namespace = '', name }: ReportedObject): string =>
  [group, kind, namespace, name].join('/');

/** A Job with a different spec has another name, so it is a new object, and the old one is kept. */
const isRenamed = ({ fields }: ReportedObject): boolean => fields.some(({ field }) => field === 'metadata.name');

const formerly = (object: ReportedObject): ReportedObject => ({
  ...object,
  name: String(object.fields.find(({ field }) => field === 'metadata.name')?.before),
});

function argumentsOf({ group, kind, namespace, name }: ReportedObject): string[] {
  const type = group === '' ? kind : `${kind}.${group}`;
  return [type, name, ...(namespace === undefined ? [] : ['--namespace', namespace])];
}

async function liveUids(objects: readonly Manifest[]): Promise<Map<string, string>> {
  const input = listOf(objects);
  const { items } = await cluster.json<{ items: Live[] }>(['get', '--ignore-not-found', '-f', '-'], { input });
  return new Map(items.map((item) => [objectKey(item), item.metadata.uid]));
}

const listOf = (items: readonly Manifest[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

interface Live extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly uid: string };
}
