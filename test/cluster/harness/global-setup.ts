// Starts the control planes before the first test: one for each worker of jest, so that suites do not disturb each other.

import { delimiter } from 'node:path';
import { findBinaries, versions } from './binaries';
import { type ControlPlane, startControlPlane } from './control-plane';
import { customResourceDefinitions } from './crds';
import { Kubectl } from './kubectl';
import { startNodes } from './nodes';

declare global {
  var controlPlanes: readonly ControlPlane[] | undefined;
}

const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);

export default async function setup({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  const log = (line: string) => process.stderr.write(`cluster: ${line}\n`);
  const start = Date.now();
  const version = process.env.CLUSTER_VERSION ?? versions().at(-1) ?? '';
  const binaries = findBinaries(version, log);
  log(`programs ready after ${seconds(start)} s`);
  const planes = await Promise.all(Array.from({ length: maxWorkers }, () => startControlPlane(binaries)));
  globalThis.controlPlanes = planes;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const stopped = Promise.all(planes.map((plane) => plane.stop()));
      void stopped.then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  }
  process.env.CLUSTER_KUBECTL = binaries.kubectl;
  process.env.CLUSTER_KUBECONFIGS = planes.map(({ kubeconfig }) => kubeconfig).join(delimiter);
  const definitions = customResourceDefinitions().join('\n---\n');
  await Promise.all(planes.map(({ kubeconfig }) => fill(new Kubectl(binaries.kubectl, kubeconfig), definitions)));
  log(`control plane ready after ${seconds(start)} s`);
}

/** Creates what the tests expect in a cluster. */
async function fill(kubectl: Kubectl, definitions: string): Promise<void> {
  await kubectl.ok(['apply', '--server-side', '-f', '-'], { input: definitions });
  await startNodes(kubectl);
  await kubectl.ok(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
}
