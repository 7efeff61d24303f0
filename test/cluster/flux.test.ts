// Flux's own controllers fetch trees from a Git repository and apply them: a tree from version 0.1.0, then the current
// one, flipped switches, and a removed release. Objects that are still in the tree are never deleted.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Manifest, objectKey } from '../../lib/k8s/object/manifest';

import { filesIn } from '../support/files';
import { fluxPrograms } from './harness/binaries';
import { Flux } from './harness/flux';
import { kubectl } from './harness/kubectl';
import { type Prepared, prepare } from './harness/prepare';
import { allRequirements, removeFolders, runCli, temporaryFolder } from './support';

const cluster = kubectl();
const OLD = join(__dirname, 'upgrades', '0.1.0-flux');

const tree = temporaryFolder();
const flux = new Flux(
  cluster,
  fluxPrograms((line) => process.stderr.write(`cluster: ${line}\n`)),
);
const prepared: Prepared[] = [];

beforeAll(async () => {
  cpSync(OLD, tree, { recursive: true });
  const needs = await allRequirements(['-c', 'releases.yaml'], tree);
  for (const need of needs) {
    const namespaces = need.namespaces.filter(({ name }) => name !== 'default');
    prepared.push(await prepare(cluster, objectsOf(need.release), { ...need, namespaces }, `flux-${need.release}`));
  }
  await flux.start('./clusters');
});

afterAll(async () => {
  await flux.stop();
  for (const one of prepared) await one.remove();
  await cluster.ok(['delete', 'pvc', '--all', '-n', 'default', '--wait=false']);
  removeFolders();
});

/** The manifests of a release, or of all. */
function objectsOf(release = ''): Manifest[] {
  const folder = join(tree, 'dist', release);
  return filesIn(folder)
    .filter((file) => /(^|\/)objects\.yaml$/.test(file))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Manifest);
}

interface Live extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly uid: string; readonly deletionTimestamp?: string };
}

async function uids(objects: readonly Manifest[]): Promise<Map<string, string>> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { items } = await cluster.json<{ items: Live[] }>(['get', '--ignore-not-found', '-f', '-'], { input });
  return new Map(items.map((item) => [objectKey(item), item.metadata.uid]));
}

async function commit(): Promise<void> {
  const { code, stderr } = await runCli(['synth'], tree);
  if (code !== 0) throw new Error(stderr);
  await flux.push(tree);
  await flux.synced();
}

function edit(from: string, to: string): void {
  const file = join(tree, 'releases.yaml');
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${from} is not in releases.yaml`);
  writeFileSync(file, text.replace(from, to));
}

/** Renders and commits; reports objects that are in both trees and were deleted, even if they were recreated. */
async function changed(change: () => void): Promise<{ lost: string[]; missing: string[] }> {
  const before = await uids(objectsOf());
  change();
  await commit();
  const wanted = objectsOf();
  const after = await uids(wanted);
  return {
    lost: [...after].filter(([key, uid]) => before.has(key) && before.get(key) !== uid).map(([key]) => key),
    missing: wanted.map(objectKey).filter((key) => !after.has(key)),
  };
}

const KEPT = { lost: [], missing: [] };

test('the tree of 0.1.0 is applied', async () => {
  await flux.push(tree);
  await flux.synced();
  expect((await uids(objectsOf())).size).toBe(objectsOf().length);
});

test('the current tree replaces it, and no object that is in both is deleted', async () => {
  const { lost, missing } = await changed(() => undefined);
  // A bare Pod cannot be changed: with a new image it is recreated, as diff announces.
  expect({ lost: lost.filter((key) => !key.startsWith('/Pod/')), missing }).toEqual(KEPT);
  const names = (await flux.kustomizations()).map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual([
    'eu-before-1',
    'eu-main',
    'eu-setup',
    'lab-main',
    'peerpods-after',
    'peerpods-main',
    'peerpods-setup',
    'plain-before-1',
    'plain-main',
    'plain-setup',
    'root',
  ]);
});

test.each([
  ['the first Job of a release', 'proxy: {', 'proxy: {ingress: {selfSigned: true}, '],
  ['the last Job of a release', 'ingress: {selfSigned: true}, ', ''],
  ['the first webhook of a release', 'webhook: {enabled: false}', 'webhook: {enabled: true}'],
  ['the last webhook of a release', 'webhook: {enabled: true}', 'webhook: {enabled: false}'],
])('%s moves nothing', async (_what, from, to) => {
  expect(await changed(() => edit(from, to))).toEqual(KEPT);
});

test('a Secret that is no longer written is kept if the command in the warning was run before', async () => {
  const own = 'registration: {existingSecret: ""}, daytonaApiKey: dtn_8c1f0a7be94d4f2aa6d3';
  edit('{name: eu, ', `{name: eu, secrets: {mode: inline}, set: {${own}}, `);
  await commit();
  const secrets = objectsOf('eu').filter(({ kind }) => kind === 'Secret');
  const before = await uids(secrets);
  expect(before.size).toBe(1);
  edit('secrets: {mode: inline}, ', '');
  const { stderr } = await runCli(['synth'], tree);
  const [, command = ''] = /(kubectl annotate .*)$/m.exec(stderr) ?? [];
  await cluster.ok(command.split(' ').slice(1));
  await flux.push(tree);
  await flux.synced();
  expect(objectsOf('eu').filter(({ kind }) => kind === 'Secret')).toEqual([]);
  expect(await uids(secrets)).toEqual(before);
  await cluster.ok(['delete', 'secret', '-n', 'default', ...secrets.map(({ metadata }) => metadata.name)]);
});

test('a removed release deletes its objects, except CRDs and Namespaces', async () => {
  const objects = objectsOf('peerpods');
  const rest = objectsOf().filter((object) => !objects.some((one) => objectKey(one) === objectKey(object)));
  const before = await uids(rest);
  const lines = readFileSync(join(tree, 'releases.yaml'), 'utf8').split('\n');
  writeFileSync(join(tree, 'releases.yaml'), lines.filter((line) => !line.includes('name: peerpods')).join('\n'));
  await commit();
  expect(await gone(objects)).toEqual([...kept(objects)]);
  expect(await uids(rest)).toEqual(before);
});

const kept = (objects: readonly Manifest[]): string[] =>
  objects.filter(({ kind }) => ['CustomResourceDefinition', 'Namespace'].includes(kind)).map(objectKey);

/** Waits for deletions, and returns what is kept. */
async function gone(objects: readonly Manifest[]): Promise<string[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const left = [...(await uids(objects)).keys()];
    if (left.length <= kept(objects).length || Date.now() > deadline) return left;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
