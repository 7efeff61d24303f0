// Releases that are not taken over in place, were not installed by Helm, or are not in Helm's manifest.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { kubectl } from '../harness/kubectl';
import { documentsOf, removeFolders, runCli, temporaryFolder } from '../support';
import { deletionsOf, install, leftOfHelm, live, planOf, rendered, secretsOf, takeover, textOf, uids } from './support';

const cluster = kubectl();
let namespace = '';
async function inNamespace(name: string): Promise<void> {
  namespace = name;
  await cluster.ok(['create', 'namespace', name]);
}
afterEach(async () => {
  await cluster.ok(['delete', 'namespace', namespace, '--wait=false']);
  const nodes = `${namespace}-runner-manager-nodes`;
  await cluster.ok(['delete', 'clusterrole,clusterrolebinding', nodes, '--ignore-not-found']);
});
afterAll(removeFolders);

const APPLY = ['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f'];

test('a lab is recreated; its Secret and its Service are kept', async () => {
  await inNamespace('adopt-lab');
  const installation = await install(cluster, '3.17', 'dozlab-session', 'alice-1', namespace);
  const plan = await planOf(installation);
  const file = await rendered(installation, plan);
  const now = join(installation.folder, 'now.yaml');
  const before = await live(cluster, now, namespace);
  expect(await takeover(cluster, plan)).toMatchObject({ code: 0 });
  expect(deletionsOf(plan, 'Steps')).toEqual([['delete', 'Pod', 'lab-session-alice-1', '-n', namespace]]);
  for (const command of deletionsOf(plan, 'Steps')) await cluster.ok(command);
  await cluster.ok([...APPLY, file]);

  const after = await live(cluster, now, namespace);
  const changed = [...uids(before)].filter(([id, uid]) => uids(after).get(id) !== uid).map(([id]) => id);
  expect(changed).toEqual(['Pod/lab-session-alice-1']);
  expect(secretsOf(after)).toEqual(secretsOf(before));
  expect(leftOfHelm(after)).toEqual([]);
  expect(await takeover(cluster, plan, '--delete-release-record')).toMatchObject({ code: 0 });
});

test("what was applied with kubectl from the runner manager's manifest", async () => {
  await inNamespace('adopt-manager');
  const folder = temporaryFolder();
  const text = readFileSync(join(__dirname, 'charts', 'runner-manager.yaml'), 'utf8');
  const now = join(folder, 'now.yaml');
  writeFileSync(now, text.replaceAll('NAMESPACE', namespace));
  await cluster.ok(['apply', '-n', namespace, '-f', now]);
  const kinds = 'serviceaccount,role,rolebinding,secret,deployment,service';
  writeFileSync(join(folder, 'now.json'), await cluster.ok(['get', kinds, '-n', namespace, '-o', 'json']));
  const release = ['runner-manager', '--name', 'runner-manager', '-n', namespace];
  const adopted = await runCli(['adopt', ...release, '--manifest', 'now.json', '-o', 'plan'], folder);
  expect(adopted).toMatchObject({ code: 0 });
  const plan = join(folder, 'plan');
  const files = ['values.yaml', 'secrets.values.yaml'].flatMap((name) => ['-f', join(plan, name)]);
  expect(await runCli(['synth', ...release, ...files, '-o', 'dist'], folder)).toMatchObject({ code: 0 });
  const before = await live(cluster, now, namespace);
  expect(before).toHaveLength(6);

  expect(await takeover(cluster, plan)).toMatchObject({ code: 0, text: expect.stringContaining('all 6 objects') });
  expect(textOf(plan, 'report.md')).not.toContain('delete-release-record');
  await cluster.ok([...APPLY, join(folder, 'dist', 'runner-manager.k8s.yaml')]);
  const after = await live(cluster, now, namespace);
  expect(uids(after)).toEqual(uids(before));
  expect(secretsOf(after)).toEqual(secretsOf(before));
  expect(JSON.stringify(after)).not.toMatch(/client-side-apply|last-applied|OLD_SETTING/);

  expect(await takeover(cluster, plan, '--rollback', now)).toMatchObject({ code: 0 });
  expect(JSON.stringify(await live(cluster, now, namespace))).toContain('OLD_SETTING');
  expect(await takeover(cluster, plan, '--delete-release-record')).toMatchObject({ code: 1 });
});

test('what a Helm hook left behind is taken over, too; objects that someone else created are not changed', async () => {
  await inNamespace('adopt-hooks');
  const installation = await install(cluster, '3.17', 'daytona-region', 'web', namespace, '--no-hooks');
  const plan = await planOf(installation);
  const file = await rendered(installation, plan);
  const account = (name: string) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels: { 'helm.sh/chart': 'daytona-region-0.0.11' } },
  });
  const of = (kind: string) =>
    (documentsOf(file) as Manifest[]).find((one) => one.kind === kind && one.metadata.name.endsWith('-registration'));
  const [hook, stranger] = [of('ServiceAccount'), of('Role')];
  const made = account(String(hook?.metadata.name));
  await cluster.ok(['create', '--field-manager=helm', '-f', '-'], { input: JSON.stringify(made) });
  await cluster.ok(['create', '--field-manager=me', '-f', '-'], { input: JSON.stringify(stranger) });

  const { code, text } = await takeover(cluster, plan);
  expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining(`${made.metadata.name}: taken over`) });
  expect(text).not.toContain(`Role ${namespace}/`);
  await cluster.ok([...APPLY, file]);
  expect(leftOfHelm(await live(cluster, file, namespace))).toEqual([]);
});
