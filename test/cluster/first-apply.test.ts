// The first thing that users do with this project: npx cdk8s synth && kubectl apply -f dist/, on an empty cluster.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { everything } from './harness/everything';
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

  const before = await everything(cluster);
  await cluster.ok(['apply', '--validate=strict', '-f', 'dist/'], { cwd: project });
  for (const object of objects) await rolledOut(object);
  await cluster.ok(['delete', '--timeout=180s', '-f', 'dist/'], { cwd: project });
  expect((await everything(cluster)).filter((name) => !before.includes(name))).toEqual([]);
  for (const one of prepared) await one.remove();
});

const isMissing =
  (objects: readonly Manifest[]) =>
  ({ name }: { readonly name: string }): boolean =>
    !objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);

/** Waits until a workload is ready, a Job is complete or a claim is bound. */
async function rolledOut({ kind, metadata }: Manifest): Promise<void> {
  const condition = CONDITIONS[kind];
  if (condition === undefined) return;
  const flags = ['-n', String(metadata.namespace), '--timeout=60s'];
  const name = `${kind.toLowerCase()}/${metadata.name}`;
  if (condition !== ROLLOUT) await cluster.ok(['wait', name, `--for=${condition}`, ...flags]);
  else await cluster.ok(['rollout', 'status', name, ...flags]);
  // A DaemonSet without a node for its pods also counts as rolled out.
  if (kind === 'DaemonSet') {
    const ready = await cluster.ok(['get', name, '-o', 'jsonpath={.status.numberReady}', ...flags.slice(0, 2)]);
    expect([metadata.name, Number(ready)]).not.toEqual([metadata.name, 0]);
  }
}

const ROLLOUT = 'rollout';
const CONDITIONS: Readonly<Record<string, string>> = {
  Deployment: ROLLOUT,
  StatefulSet: ROLLOUT,
  DaemonSet: ROLLOUT,
  Job: 'condition=Complete',
  Pod: 'condition=Ready',
  PersistentVolumeClaim: 'jsonpath={.status.phase}=Bound',
};

function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}:\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
