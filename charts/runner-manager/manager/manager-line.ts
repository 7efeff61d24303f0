// The two lines of the manager, identified by the image tag: they read different variables and need different runners.

import { lineOf } from '../runner/image-line';

/** `k8s` looks for the pods of a runner DaemonSet; `pods`, since v0.174, creates the runner pods itself. */
export type ManagerLine = 'k8s' | 'pods';

const FIRST_WITH_PODS = 174;

/** Since then, a runner expects settings from the API that the k8s line of the manager does not provide. */
const FIRST_RUNNER_WITHOUT_K8S = 183;

const isFork = (tag: string): boolean => lineOf({ tag }) === 'kubernetes';

const minorOf = (tag: string): number => Number(/^v?0\.(\d+)\./.exec(tag)?.[1] ?? Number.NaN);

/** What a runner manager of this image tag expects; see `ManagerLine`. */
export const managerLine = (tag: string): ManagerLine =>
  !isFork(tag) && minorOf(tag) >= FIRST_WITH_PODS ? 'pods' : 'k8s';

/** Why a runner does not work with a manager; `undefined` if no reason is known. */
export function pairProblem(managerTag: string, runnerTag: string): string | undefined {
  const line = managerLine(managerTag);
  if (line === 'k8s' && minorOf(runnerTag) >= FIRST_RUNNER_WITHOUT_K8S) {
    return `probably never registers with manager ${managerTag}: runners from v0.${FIRST_RUNNER_WITHOUT_K8S} are not compatible with the k8s line of the manager. Choose both tags from one app version`;
  }
  if (line === 'pods' && isFork(runnerTag)) {
    return `belongs to the k8s line, but manager ${managerTag} does not. Choose both tags from one app version`;
  }
  return undefined;
}

/** The folders that the manager writes to. */
export const MANAGER_FOLDERS = [
  { name: 'tmp', mountPath: '/tmp' },
  { name: 'run', mountPath: '/var/run' },
];
