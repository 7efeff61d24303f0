// A release that Helm has installed, the plan of `adopt`, and the resulting objects on the API server.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { Helm, type HelmVersion } from '../harness/helm';
import type { Kubectl } from '../harness/kubectl';
import { documentsOf, runCli, temporaryFolder } from '../support';

const CHARTS = join(__dirname, 'charts');

/** Installations, by the name of their values file, and the chart of each if its name differs. */
const CHART_OF: Readonly<Record<string, string>> = { 'daytona-built-in': 'daytona', 'peerpods-complete': 'peerpods' };

export const chartFolder = (chart: string): string => join(CHARTS, chart);

export interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly fieldsV1: object;
}

export interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly uid: string; readonly managedFields: readonly Entry[] };
}

export interface Installation {
  readonly chart: string;
  readonly namespace: string;
  readonly release: string;
  readonly helm: Helm;
  readonly folder: string;
}

export async function install(
  cluster: Kubectl,
  version: HelmVersion,
  fixture: string,
  release: string,
  namespace: string,
  ...flags: string[]
): Promise<Installation> {
  const helm = new Helm(version, cluster);
  const chart = CHART_OF[fixture] ?? fixture;
  const values = join(CHARTS, `${fixture}.values.yaml`);
  helm.run('install', release, join(CHARTS, chart), '-n', namespace, '-f', values, ...flags);
  return { chart, namespace, release, helm, folder: temporaryFolder() };
}

/** Runs `adopt` on Helm's output; returns its folder. */
export async function planOf(
  { chart, namespace, release, helm, folder }: Installation,
  ...flags: string[]
): Promise<string> {
  writeFileSync(join(folder, 'now.yaml'), helm.run('get', 'manifest', release, '-n', namespace));
  writeFileSync(join(folder, 'all.yaml'), helm.run('get', 'values', release, '-n', namespace, '--all', '-o', 'yaml'));
  const plan = join(folder, `plan${flags.join('')}`);
  const args = [
    'adopt',
    chart,
    '--name',
    release,
    '-n',
    namespace,
    '--manifest',
    'now.yaml',
    '--values-all',
    'all.yaml',
  ];
  const { code, stderr } = await runCli([...args, ...flags, '-o', plan], folder);
  if (code !== 0) throw new Error(stderr);
  return plan;
}

/** Renders the plan as its report says; returns the file. */
export async function rendered({ chart, namespace, release, folder }: Installation, plan: string): Promise<string> {
  const args = ['synth', chart, '--name', release, '-n', namespace, '-f', join(plan, 'values.yaml')];
  const { code, stderr } = await runCli([...args, '-f', join(plan, 'secrets.values.yaml'), '-o', 'dist'], folder);
  if (code !== 0) throw new Error(stderr);
  return join(folder, 'dist', `${release}.k8s.yaml`);
}

/** Runs takeover.sh like a user, with a real kubectl on the PATH and no terminal. */
export function takeover(cluster: Kubectl, plan: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const env = { PATH: `${dirname(cluster.program)}:${process.env.PATH}`, KUBECONFIG: cluster.kubeconfig, HOME: plan };
  return new Promise((resolve) => {
    execFile('sh', [join(plan, 'takeover.sh'), ...args], { env, encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr });
    }).stdin?.end();
  });
}

/** The objects of a manifest from the API server, with their field owners. */
export async function live(cluster: Kubectl, file: string, namespace: string): Promise<LiveObject[]> {
  const objects = (documentsOf(file) as (Manifest | null)[]).filter((object) => object !== null);
  const homeOf = ({ metadata }: Manifest) => metadata.namespace ?? namespace;
  const found: LiveObject[] = [];
  for (const home of new Set(objects.map(homeOf))) {
    const input = objects.filter((object) => homeOf(object) === home).map((object) => JSON.stringify(object));
    const args = ['get', '-f', '-', '-n', home, '--show-managed-fields', '--ignore-not-found'];
    const text = await cluster.ok([...args, '-o', 'json'], { input: input.join('\n---\n') });
    if (text === '') continue;
    const result = JSON.parse(text) as LiveObject & { items?: LiveObject[] };
    found.push(...(result.items ?? [result]));
  }
  return found;
}

export const isOfHelm = ({ manager }: Entry): boolean => /helm/i.test(manager);

/** What is left of Helm: `Deployment/web: entry of helm`. */
export const leftOfHelm = (objects: readonly LiveObject[]): string[] =>
  objects.flatMap(({ kind, metadata }) => [
    ...metadata.managedFields.filter(isOfHelm).map(({ manager }) => `${kind}/${metadata.name}: entry of ${manager}`),
    ...Object.keys({ ...metadata.labels, ...metadata.annotations })
      // The policy is a value of Harbor, and also meant for Argo CD and Flux.
      .filter((key) => key.includes('helm.sh') && key !== 'helm.sh/resource-policy')
      .map((key) => `${kind}/${metadata.name}: ${key}`),
  ]);

export const uids = (objects: readonly LiveObject[]): Map<string, string> =>
  new Map(objects.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.uid]));

/** The contents of Secrets, by name and key: `web-api: password`. */
export const secretsOf = (objects: readonly LiveObject[]): Map<string, unknown> =>
  new Map(
    objects
      .filter(({ kind }) => kind === 'Secret')
      .flatMap(({ metadata, data }) =>
        Object.entries(data ?? {}).map(([key, text]) => [`${metadata.name}: ${key}`, text] as const),
      ),
  );

/** The commands in a section of the report that delete something, as arguments of kubectl. */
export const deletionsOf = (plan: string, section: 'Steps' | 'Left over'): string[][] =>
  sectionOf(plan, section)
    .split('\n')
    .filter((line) => line.startsWith('kubectl delete '))
    .map((line) => line.split(' ').slice(1))
    .sort();

export const sectionOf = (plan: string, title: string): string =>
  textOf(plan, 'report.md')
    .split(/^## /m)
    .find((section) => section.startsWith(`${title}\n`)) ?? '';

/** Fields without an owner, or only with another one, that the new manifests do not set. */
export function strayFields(objects: readonly LiveObject[], file: string): string[] {
  const said = new Map(
    (documentsOf(file) as Manifest[]).map((object) => [`${object.kind}/${object.metadata.name}`, object]),
  );
  return objects.flatMap((object) => {
    const id = `${object.kind}/${object.metadata.name}`;
    const now = said.get(id);
    if (now === undefined) return [];
    return extraItems(object.spec, now.spec).map((path) => `${id} spec${path}`);
  });
}

/** List items that are only on the server: the API server adds none to these lists by itself. */
const LISTS = ['env', 'envFrom', 'ports', 'containers', 'volumes', 'volumeMounts', 'rules', 'tls'];

function extraItems(live: unknown, said: unknown, path = '', key = ''): string[] {
  if (Array.isArray(live)) {
    const items = Array.isArray(said) ? said : [];
    if (!LISTS.includes(key) && items.length === 0) return [];
    const surplus = live.length > items.length ? [`${path} has ${live.length} items instead of ${items.length}`] : [];
    return [...surplus, ...live.flatMap((item, index) => extraItems(item, items[index], `${path}[${index}]`))];
  }
  if (typeof live !== 'object' || live === null) return [];
  return Object.entries(live).flatMap(([name, value]) => {
    const other = (said as Record<string, unknown> | undefined)?.[name];
    return extraItems(value, other, `${path}.${name}`, name);
  });
}

export const textOf = (plan: string, file: string): string => readFileSync(join(plan, file), 'utf8');

/** Whether the new manifests contain an object. */
export function renderedIn(file: string): (object: Manifest) => boolean {
  const ids = new Set((documentsOf(file) as Manifest[]).map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  return ({ kind, metadata }) => ids.has(`${kind}/${metadata.name}`);
}
