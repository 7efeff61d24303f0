// The commands of `delete --plan` delete what they say, and leave nothing that the plan does not list.

import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { at } from '../../lib/k8s/object/pod-owner';
import { variableOf } from '../../lib/render/lifecycle/removal';
import { type DeletionPlan, plansText } from '../../lib/review/delete';
import { cases } from './cases';
import { everything } from './harness/everything';
import { kubectl } from './harness/kubectl';
import { prepare } from './harness/prepare';
import { settled } from './harness/settle';
import { removeFolders, requirementsOf, runCli, synth, temporaryFolder } from './support';

const cluster = kubectl();
afterAll(removeFolders);

const proven = cases.filter(({ name }) => /-(example|everything|minio|high-availability)$/.test(name));

test.each(proven)('$name', async (it) => {
  const folder = temporaryFolder();
  const output = await synth(it, it.name);
  const prepared = await prepare(cluster, output.objects, await requirementsOf(it, it.name), it.name);
  const before = await everything(cluster);
  await cluster.ok(['apply', '-f', output.file]);
  await settled(cluster, it.name);
  for (const secret of secretsMadeBy(output.objects)) await cluster.run(['create', 'secret', 'generic', ...secret]);

  const { code, stdout } = await runCli(
    ['delete', it.chart, '-n', it.name, ...it.flags, '--plan', '--format', 'json'],
    folder,
  );
  expect(code).toBe(0);
  const [plan] = JSON.parse(stdout) as [DeletionPlan];
  await shell(folder, plansText([plan]));
  const listed = plan.remainders.map(({ what }) => what);
  const left = (await everything(cluster)).filter((line) => !before.includes(line) && !isPartOfNamespace(line));
  expect(left.map(nameOf).filter((name) => !listed.includes(name))).toEqual([]);

  const inCluster = plan.remainders.filter(({ where }) => where === undefined);
  for (const { commands } of inCluster) await shell(folder, commands.join('\n'));
  const namespaces = output.objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const after = (await everything(cluster)).filter((line) => !before.includes(line));
  expect(after).toEqual([]);
  expect(namespaces.length).toBeLessThanOrEqual(inCluster.length);
  await prepared.remove();
});

/** What Jobs and controllers would create, as arguments of kubectl: none of them runs here. */
function secretsMadeBy(objects: readonly Manifest[]): string[][] {
  return objects.flatMap((object) => {
    const { namespace = '' } = object.metadata;
    if (object.kind === 'Certificate') return [[String(at(object, 'spec.secretName')), '-n', namespace]];
    if (object.kind !== 'Job') return [];
    const names = ['SECRET_NAME', 'CA_SECRET_NAME'].flatMap((variable) => variableOf(object, variable) ?? []);
    return names.map((name) => [name, '-n', variableOf(object, 'NAMESPACE') ?? namespace]);
  });
}

/** Every namespace has these. */
const isPartOfNamespace = (line: string): boolean => / (default|kube-root-ca\.crt)$/.test(line);

/** `Secret labs/login`, from `Secret labs login`. */
function nameOf(line: string): string {
  const [kind = '', namespace = '', name = ''] = line.split(' ');
  return namespace === '<none>' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** As users run it: sh, with kubectl in the path. */
function shell(folder: string, script: string): Promise<void> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  try {
    symlinkSync(cluster.program, join(bin, 'kubectl'));
  } catch {
    // It is already there.
  }
  const file = join(folder, 'delete.sh');
  writeFileSync(file, script);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder, KUBECONFIG: cluster.kubeconfig };
  return new Promise((resolve, reject) => {
    execFile('sh', ['-eu', file], { cwd: folder, env, timeout: 180_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script}\n${stdout}${stderr}`));
      else resolve();
    });
  });
}
