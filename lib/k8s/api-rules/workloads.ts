// Workloads, Jobs and claims.

import type { IDaemonSetSpec } from 'kubernetes-models/apps/v1/DaemonSetSpec';
import type { IDeploymentSpec } from 'kubernetes-models/apps/v1/DeploymentSpec';
import type { IStatefulSetSpec } from 'kubernetes-models/apps/v1/StatefulSetSpec';
import type { ICronJobSpec } from 'kubernetes-models/batch/v1/CronJobSpec';
import type { IJobSpec } from 'kubernetes-models/batch/v1/JobSpec';
import type { IPersistentVolumeClaimSpec } from 'kubernetes-models/v1/PersistentVolumeClaimSpec';
import { QUANTITY, unitFault } from '../../names/quantity';
import { scheduleFault } from '../../names/schedule';
import type { Path } from '../../values/path';
import { objectName, required } from './formats';
import { oneOf, type Refusal, type Rules, range, refusal } from './refusal';
import { amountOrShare } from './scaling';

const AMOUNT = new RegExp(QUANTITY);
const HIGHEST = 2 ** 31 - 1;

interface Rolling {
  readonly maxUnavailable?: number | string;
  readonly maxSurge?: number | string;
}

const isZero = (value: number | string | undefined): boolean => value === 0 || value === '0%';

function* rolling(update: Rolling | undefined, ...place: Path): Generator<Refusal> {
  yield* amountOrShare(update?.maxUnavailable, ...place, 'maxUnavailable');
  yield* amountOrShare(update?.maxSurge, ...place, 'maxSurge');
  if (isZero(update?.maxUnavailable) && isZero(update?.maxSurge)) {
    yield refusal('must not be 0 if maxSurge is 0', ...place, 'maxUnavailable');
  }
}

function* deployment({ replicas, minReadySeconds, strategy }: IDeploymentSpec): Generator<Refusal> {
  yield* range(replicas, ['replicas'], 0, HIGHEST);
  yield* range(minReadySeconds, ['minReadySeconds'], 0, HIGHEST);
  yield* oneOf(strategy?.type, ['strategy', 'type'], ['Recreate', 'RollingUpdate']);
  if (strategy?.type === 'Recreate' && strategy.rollingUpdate) {
    yield refusal('must be absent with type Recreate', 'strategy', 'rollingUpdate');
  }
  yield* rolling(strategy?.rollingUpdate, 'strategy', 'rollingUpdate');
}

function* daemonSet({ updateStrategy }: IDaemonSetSpec): Generator<Refusal> {
  const { type, rollingUpdate } = updateStrategy ?? {};
  yield* oneOf(type, ['updateStrategy', 'type'], ['RollingUpdate', 'OnDelete']);
  const place = ['updateStrategy', 'rollingUpdate'];
  yield* rolling(rollingUpdate, ...place);
  if (rollingUpdate && !isZero(rollingUpdate.maxSurge ?? 0) && !isZero(rollingUpdate.maxUnavailable ?? 1)) {
    yield refusal('must be 0 if maxSurge is not', ...place, 'maxUnavailable');
  }
}

function* statefulSet({ replicas, podManagementPolicy, updateStrategy }: IStatefulSetSpec): Generator<Refusal> {
  yield* range(replicas, ['replicas'], 0, HIGHEST);
  yield* oneOf(podManagementPolicy, ['podManagementPolicy'], ['OrderedReady', 'Parallel']);
  yield* oneOf(updateStrategy?.type, ['updateStrategy', 'type'], ['RollingUpdate', 'OnDelete']);
}

function* job(spec: IJobSpec): Generator<Refusal> {
  for (const key of ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit'] as const) {
    yield* range(spec[key], [key], 0, HIGHEST);
  }
  yield* range(spec.ttlSecondsAfterFinished, ['ttlSecondsAfterFinished'], 0, HIGHEST);
  yield* oneOf(spec.completionMode, ['completionMode'], ['NonIndexed', 'Indexed']);
  const { restartPolicy } = spec.template.spec ?? {};
  if (restartPolicy !== 'Never' && restartPolicy !== 'OnFailure') {
    yield refusal('must be Never or OnFailure', 'template', 'spec', 'restartPolicy');
  }
}

function* cronJob({ schedule, timeZone, concurrencyPolicy }: ICronJobSpec): Generator<Refusal> {
  yield* required(schedule, 'schedule');
  const fault = schedule ? scheduleFault(schedule) : undefined;
  if (fault) yield refusal(fault, 'schedule');
  if (timeZone?.toLowerCase() === 'local') yield refusal('must be the name of a time zone', 'timeZone');
  yield* oneOf(concurrencyPolicy, ['concurrencyPolicy'], ['Allow', 'Forbid', 'Replace']);
}

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

function* claim({
  accessModes = [],
  resources,
  storageClassName,
  volumeMode,
}: IPersistentVolumeClaimSpec): Generator<Refusal> {
  if (accessModes.length === 0) yield refusal('must not be empty', 'accessModes');
  for (const [index, mode] of accessModes.entries()) yield* oneOf(mode, ['accessModes', index], MODES);
  if (accessModes.includes('ReadWriteOncePod') && accessModes.length > 1) {
    yield refusal('must not combine ReadWriteOncePod with other access modes', 'accessModes');
  }
  yield* oneOf(volumeMode, ['volumeMode'], ['Block', 'Filesystem']);
  yield* objectName(storageClassName, 'storageClassName');
  const place = ['resources', 'requests', 'storage'];
  const size = String(resources?.requests?.storage ?? '');
  const fault = AMOUNT.test(size) ? unitFault('storage', size) : 'is not a quantity such as 8Gi';
  if (fault) yield refusal(fault, ...place);
  else if (/^\+?0*\.?0*\D*$/.test(size)) yield refusal('must be more than 0', ...place);
}

export const workloadRules: Rules = {
  'apps/v1/DaemonSetSpec': daemonSet,
  'apps/v1/DeploymentSpec': deployment,
  'apps/v1/StatefulSetSpec': statefulSet,
  'batch/v1/CronJobSpec': cronJob,
  'batch/v1/JobSpec': job,
  'v1/PersistentVolumeClaimSpec': claim,
};
