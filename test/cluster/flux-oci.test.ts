// Flux reads what `synth --oci-layout` writes: from a registry on loopback, by source-controller and kustomize-controller.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fluxPrograms } from './harness/binaries';
import { Flux, NAMESPACE } from './harness/flux';
import { kubectl } from './harness/kubectl';
import { Registry } from './harness/registry';
import { removeFolders, runCli, temporaryFolder } from './support';

const cluster = kubectl();
const tree = temporaryFolder();
const layout = join(tree, 'image');
const flux = new Flux(
  cluster,
  fluxPrograms((line) => process.stderr.write(`cluster: ${line}\n`)),
);
const registry = new Registry(layout);

beforeAll(async () => {
  await registry.start();
  await flux.start();
});

afterAll(async () => {
  await flux.stop();
  registry.stop();
  removeFolders();
});

async function publish(proxyUrl: string): Promise<void> {
  const delivery = `{folder: clusters, repo: "oci://${registry.host}/deploy", flux: {source: deploy}}`;
  const set = `{regionName: eu, proxyUrl: "${proxyUrl}", daytonaApiUrl: "https://api.acme.io/api", registration: {existingSecret: key}}`;
  writeFileSync(
    join(tree, 'releases.yaml'),
    [
      `defaults: {target: flux, namespace: default, secrets: {mode: existing}, delivery: ${delivery}}`,
      'releases:',
      `  - {name: oci, chart: daytona-region, set: ${set}}`,
    ].join('\n'),
  );
  const { code, stderr } = await runCli(['synth', '--oci-layout', 'image'], tree);
  if (code !== 0) throw new Error(stderr);
}

/** As Flux names a revision of an artifact. */
function revision(): string {
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as {
    manifests: { digest: string }[];
  };
  return `latest@${manifests[0]?.digest}`;
}

const host = () => {
  const path = 'jsonpath={.spec.rules[0].host}';
  return cluster.ok(['get', 'ingress', 'oci-daytona-region-proxy', '-n', 'default', '-o', path]);
};

test('the rendered OCIRepository and Kustomizations install the release', async () => {
  await publish('https://proxy.acme.io');
  await cluster.ok(['apply', '-R', '-f', join(tree, 'clusters')]);
  // This registry has no certificate.
  const patch = ['--type=merge', '-p', '{"spec":{"insecure":true}}'];
  await cluster.ok(['patch', 'ocirepository', 'deploy', '-n', NAMESPACE, ...patch]);
  await flux.applied(revision());
  expect(await host()).toBe('proxy.acme.io');
});

test('a new artifact under the same tag upgrades it', async () => {
  const before = revision();
  await publish('https://sandboxes.acme.io');
  expect(revision()).not.toBe(before);
  await flux.reconcile('ocirepository', 'deploy');
  await flux.applied(revision());
  expect(await host()).toBe('sandboxes.acme.io');
});
