// The first thing that anybody does with this project: npx cdk8s synth && kubectl apply -f dist/, on an empty cluster.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/manifest';
import { kubectl } from './harness/kubectl';
import { prepare } from './harness/prepare';
import { allRequirements, documentsOf, removeFolders, temporaryFolder } from './support';

const ROOT = join(__dirname, '..', '..');
const COPIED = ['cdk8s.yaml', 'releases.yaml', 'package.json', 'charts'];
const LINKED = ['node_modules', 'build'];

const cluster = kubectl();
afterAll(removeFolders);

test('everything rolls out, and nothing is left behind', async () => {
  const project = temporaryFolder();
  for (const name of COPIED) cpSync(join(ROOT, name), join(project, name), { recursive: true });
  for (const name of LINKED) symlinkSync(join(ROOT, name), join(project, name));
  mkdirSync(join(project, 'dist'));
  await run('npx', ['cdk8s', 'synth', '--check-upgrade=false'], project);

  const files = readdirSync(join(project, 'dist')).filter((file) => file.endsWith('.k8s.yaml'));
  expect(files).toHaveLength(5);
  const objects = files.flatMap((file) => documentsOf(join(project, 'dist', file)) as Manifest[]);
  const requirements = await allRequirements(['-c', 'releases.yaml'], project);
  const prepared = await Promise.all(
    requirements.map((need) => prepare(cluster, [], { ...need, namespaces: [] }, `first-${need.release}`)),
  );
  expect(requirements.flatMap(({ namespaces }) => namespaces.filter(isMissing(objects)))).toEqual([]);

  const before = await everything();
  await cluster.ok(['apply', '--validate=strict', '-f', 'dist/'], { cwd: project });
  for (const { kind, metadata } of objects.filter(isWaitedFor)) {
    const name = `${kind.toLowerCase()}/${metadata.name}`;
    await cluster.ok(['wait', name, '-n', String(metadata.namespace), '--timeout=120s', ...conditionOf(kind)]);
  }
  await cluster.ok(['delete', '--timeout=180s', '-f', 'dist/'], { cwd: project });
  expect((await everything()).filter((name) => !before.includes(name))).toEqual([]);
  for (const one of prepared) await one.remove();
});

const isMissing =
  (objects: readonly Manifest[]) =>
  ({ name }: { readonly name: string }): boolean =>
    !objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);

const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['--for=condition=Available'],
  Job: ['--for=condition=Complete'],
  Pod: ['--for=condition=Ready'],
  StatefulSet: ['--for=jsonpath={.status.readyReplicas}=1'],
  DaemonSet: ['--for=jsonpath={.status.numberReady}=1'],
  PersistentVolumeClaim: ['--for=jsonpath={.status.phase}=Bound'],
};

const isWaitedFor = ({ kind }: Manifest): boolean => kind in CONDITIONS;
const conditionOf = (kind: string): readonly string[] => CONDITIONS[kind] ?? [];

/** Every object of the cluster but what the control plane keeps for itself. */
async function everything(): Promise<string[]> {
  const list = await cluster.ok(['api-resources', '--verbs=list', '-o', 'name']);
  const kinds = list.split('\n').filter((kind) => kind !== '' && !OF_THE_CONTROL_PLANE.test(kind));
  const columns = 'custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name';
  const text = await cluster.ok(['get', kinds.join(','), '-A', '--no-headers', '--ignore-not-found', '-o', columns]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\s+/g, ' '));
}

const OF_THE_CONTROL_PLANE = /^(events|leases|nodes|persistentvolumes|componentstatuses|apiservices|endpointslices)\b/;

function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}:\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
