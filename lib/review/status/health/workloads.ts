// Whether workloads have rolled out, as `kubectl rollout status` decides it, and whether Jobs are done.

import type { Manifest } from '../../../k8s/object/manifest';
import { at } from '../../../k8s/object/pod-owner';
import {
  conditionOf,
  failed,
  HEALTHY,
  isUnseen,
  numberAt,
  pending,
  textAt,
  UNSEEN,
  type Verdict,
  wordsOf,
} from './health';

export function deploymentHealth(object: Manifest): Verdict {
  if (isUnseen(object)) return UNSEEN;
  const wanted = numberAt(object, 'spec.replicas', 1);
  const progress = conditionOf(object, 'Progressing');
  const refusal = conditionOf(object, 'ReplicaFailure');
  if (refusal?.status === 'True') return failed(wordsOf(refusal, 'its pods cannot be created'));
  const counts = countsOf(wanted, [
    ['updated', numberAt(object, 'status.updatedReplicas')],
    ['available', numberAt(object, 'status.availableReplicas')],
  ]);
  if (counts !== undefined) {
    if (progress?.reason === 'ProgressDeadlineExceeded') return failed(`${counts}, and the rollout has timed out`);
    return pending(at(object, 'spec.paused') === true ? `${counts}, and the rollout is paused` : counts);
  }
  const old = numberAt(object, 'status.replicas') - numberAt(object, 'status.updatedReplicas');
  return old > 0 ? pending(`${old} old ${old === 1 ? 'pod is' : 'pods are'} still running`) : HEALTHY;
}

export function statefulSetHealth(object: Manifest): Verdict {
  if (isUnseen(object)) return UNSEEN;
  const wanted = numberAt(object, 'spec.replicas', 1);
  const counts = countsOf(wanted, [['ready', numberAt(object, 'status.readyReplicas')]]);
  if (counts !== undefined) return pending(counts);
  const isOld = textAt(object, 'status.currentRevision') !== textAt(object, 'status.updateRevision');
  if (textAt(object, 'spec.updateStrategy.type') === 'OnDelete') return isOld ? UNTIL_DELETED : HEALTHY;
  const due = wanted - numberAt(object, 'spec.updateStrategy.rollingUpdate.partition');
  const behind = countsOf(due, [['updated', numberAt(object, 'status.updatedReplicas')]]);
  return isOld && behind !== undefined ? pending(behind) : HEALTHY;
}

const UNTIL_DELETED: Verdict = {
  ...HEALTHY,
  why: 'some pods run an older version until they are deleted (update strategy OnDelete)',
};

export function daemonSetHealth(object: Manifest): Verdict {
  if (isUnseen(object)) return UNSEEN;
  const wanted = numberAt(object, 'status.desiredNumberScheduled');
  if (wanted === 0) return { ...HEALTHY, why: 'no node matches its pods, so it runs nowhere' };
  const counts = countsOf(wanted, [['ready', numberAt(object, 'status.numberReady')]]);
  if (counts !== undefined) return pending(counts);
  const behind = countsOf(wanted, [['updated', numberAt(object, 'status.updatedNumberScheduled')]]);
  if (behind === undefined) return HEALTHY;
  return textAt(object, 'spec.updateStrategy.type') === 'OnDelete' ? UNTIL_DELETED : pending(behind);
}

/** `1 of 3 pods ready`, for the first count that is too low. */
function countsOf(wanted: number, counts: readonly (readonly [word: string, count: number])[]): string | undefined {
  const low = counts.find(([, count]) => count < wanted);
  if (low === undefined) return undefined;
  const [word, count] = low;
  return `${count} of ${wanted} pods ${word}`;
}

export function jobHealth(object: Manifest): Verdict {
  if (conditionOf(object, 'Complete')?.status === 'True') return HEALTHY;
  const failure = conditionOf(object, 'Failed');
  if (failure?.status === 'True') return failed(wordsOf(failure, 'it has failed'));
  if (at(object, 'spec.suspend') === true) return pending('it is suspended');
  const attempts = numberAt(object, 'status.failed');
  const running = numberAt(object, 'status.active') > 0 ? 'it is running' : 'it has not started';
  return pending(
    attempts === 0 ? running : `${running}; ${attempts} failed ${attempts === 1 ? 'attempt' : 'attempts'}`,
  );
}

export function cronJobHealth(object: Manifest): Verdict {
  return at(object, 'spec.suspend') === true ? { ...HEALTHY, why: 'it is suspended' } : HEALTHY;
}

export function claimHealth(object: Manifest): Verdict {
  const phase = textAt(object, 'status.phase');
  if (phase === 'Lost') return failed('its volume is lost');
  const storageClass = textAt(object, 'spec.storageClassName');
  if (phase !== 'Bound') return pending(`no volume yet${storageClass ? ` (StorageClass ${storageClass})` : ''}`);
  const resize = conditionOf(object, 'FileSystemResizePending');
  return resize?.status === 'True' ? { ...HEALTHY, why: 'its file system grows when its pod restarts' } : HEALTHY;
}
