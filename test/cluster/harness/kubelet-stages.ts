// What the simulated kubelets do: pods become ready, Jobs complete, claims get a volume. kwok ships these rules.

import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { moduleFolder } from './modules';

const KWOK = 'sigs.k8s.io/kwok@v0.8.0';
const SUM = 'h1:OTIOTwgROqPMovcTwxICx2eYQ4AwLpSx5EpjbDKF4SQ=';

const STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
  'volume/fast/pvc-provision.yaml',
  'volume/fast/pv-bind.yaml',
  'volume/fast/pvc-delete.yaml',
  'volume/fast/pv-delete.yaml',
];

/** Copies the rules to a folder, and returns the paths of the files. */
export function kubeletStages(folder: string): string[] {
  const shipped = join(moduleFolder(KWOK, SUM), 'kustomize', 'stage');
  return STAGES.map((file) => {
    const path = join(folder, basename(file));
    writeFileSync(path, forEveryClass(readFileSync(join(shipped, file), 'utf8')));
    return path;
  });
}

/** Claims of every storage class get a volume, not only those of the class that kwok ships. */
const forEveryClass = (text: string): string =>
  text.replaceAll("self.spec.storageClassName == 'kwok-volume'", 'has(self.spec.storageClassName)');
