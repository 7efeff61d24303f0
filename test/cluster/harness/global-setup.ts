// Starts the control plane before the first test.

import { findBinaries, versions } from './binaries';
import { type ControlPlane, startControlPlane } from './control-plane';
import { customResourceDefinitions } from './crds';
import { Kubectl } from './kubectl';
import { startNodes } from './nodes';

declare global {
  var controlPlane: ControlPlane | undefined;
}

const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);

export default async function setup(): Promise<void> {
  const log = (line: string) => process.stderr.write(`cluster: ${line}\n`);
  const start = Date.now();
  const version = process.env.CLUSTER_VERSION ?? versions().at(-1) ?? '';
  const binaries = findBinaries(version, log);
  log(`programs ready after ${seconds(start)} s`);
  const plane = await startControlPlane(binaries);
  globalThis.controlPlane = plane;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void plane.stop().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
  }
  process.env.CLUSTER_KUBECTL = binaries.kubectl;
  process.env.CLUSTER_KUBECONFIG = plane.kubeconfig;
  process.env.CLUSTER_FOLDER = plane.folder;
  const kubectl = new Kubectl(binaries.kubectl, plane.kubeconfig);
  const definitions = customResourceDefinitions().join('\n---\n');
  await kubectl.ok(['apply', '--server-side', '-f', '-'], { input: definitions });
  await startNodes(kubectl);
  await kubectl.ok(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  log(`control plane ready after ${seconds(start)} s`);
}
