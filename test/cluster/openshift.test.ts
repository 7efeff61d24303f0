// The example on docs/openshift.md is accepted by an API server that has OpenShift's definition of Routes.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { openshiftFiles } from '../support/openshift';
import { kubectl } from './harness/kubectl';
import { documentsOf, removeFolders, runCli, temporaryFolder } from './support';

const cluster = kubectl();
const NAMESPACES = ['daytona', 'daytona-region'];
afterAll(async () => {
  await cluster.ok(['delete', 'namespace', '--ignore-not-found', '--timeout=120s', ...NAMESPACES]);
  removeFolders();
});

test('it is applied strictly, and a second apply changes nothing', async () => {
  const folder = temporaryFolder();
  for (const [name, text] of openshiftFiles()) writeFileSync(join(folder, name), text);
  const { code, stderr } = await runCli(['synth', '-c', join(folder, 'releases.yaml'), '-o', join(folder, 'dist')]);
  expect([code, stderr]).toEqual([0, expect.anything()]);
  for (const name of NAMESPACES) await cluster.ok(['create', 'namespace', name]);
  const files = NAMESPACES.map((name) => join(folder, 'dist', `${name}.k8s.yaml`));
  const flags = files.flatMap((file) => ['-f', file]);
  await cluster.ok(['apply', '--server-side', '--validate=strict', ...flags]);
  const routes = files.flatMap((file) => documentsOf(file) as Manifest[]).filter(({ kind }) => kind === 'Route');
  expect(routes.length).toBeGreaterThan(0);
  const again = await cluster.ok(['diff', '--server-side', ...flags]);
  expect(again).toBe('');
});
