// Argo CD's gitops-engine with the control plane of the tests. As in Argo CD's controller, objects carry the name of their
// Application.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { argocdSync } from './binaries';
import type { Kubectl } from './kubectl';

export interface Outcome {
  /** Group, kind, namespace and name. */
  readonly object: string;
  readonly order: number;
  readonly status: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  readonly message: string;
}

export interface Application {
  readonly name: string;
  readonly namespace: string;
  /** Where that name is: Argo CD 3 uses an annotation, Argo CD 2 a label. */
  readonly tracking: 'annotation' | 'label';
}

/** Lines that Kubernetes' client logs. */
const CLIENT_LOG = /^[IWE]\d{4} .*\n/gm;

/** One sync with pruning and `PruneLast=true`. Throws if it fails or takes too long. */
export function sync(
  cluster: Kubectl,
  { name, namespace, tracking }: Application,
  objects: readonly Manifest[],
  timeout = '2m',
): Outcome[] {
  const program = argocdSync((line) => process.stderr.write(`cluster: ${line}\n`));
  const args = [
    `--app=${name}`,
    `--namespace=${namespace}`,
    `--tracking=${tracking}`,
    '--prune-last',
    `--timeout=${timeout}`,
  ];
  // For the discovery cache of its kubectl.
  const home = mkdtempSync(join(tmpdir(), 'argocd-'));
  const { status, stdout, stderr } = spawnSync(program, args, {
    input: JSON.stringify(objects),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home, KUBECONFIG: cluster.kubeconfig },
    maxBuffer: 1 << 26,
  });
  rmSync(home, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${stderr.replace(CLIENT_LOG, '')}\n${stdout}`);
  return JSON.parse(stdout) as Outcome[];
}
