// The CronJob that backs up the built-in PostgreSQL.

import { Construct } from 'constructs';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { serviceAccount } from '../../../../lib/k8s/access/service-account';
import type { Labels } from '../../../../lib/k8s/labels';
import { ApiObject } from '../../../../lib/k8s/object/api-object';
import { readScript } from '../../../../lib/k8s/script';
import { claimSpec } from '../../../../lib/k8s/storage/claims';
import { container, env } from '../../../../lib/k8s/workload/container';
import type { ImageReference, PullPolicy } from '../../../../lib/k8s/workload/image';
import { podTemplate } from '../../../../lib/k8s/workload/pod';
import { CRON_JOB_LIMIT, shorten } from '../../../../lib/names/naming';
import { type SecretKey, sourceOf } from '../../connections/built-in';
import { type Database, PORT } from '../database';
import { declareBucketPolicy, folderOf, storeEnv } from './store';

const DUMPS = { name: 'dumps', mountPath: '/dumps' };
const WORK = { name: 'work', mountPath: '/work' };
/** In memory and small: nothing secret is written to it. */
const TMP = { name: 'tmp', mountPath: '/tmp' };

/** Seconds to wait for the database. */
const PATIENCE = 120;

/** `labels` are those of the backup's pods, which the database admits. */
export function backup(parent: Construct, database: Database, labels: Labels, password: SecretKey): void {
  const scope = new Construct(parent, 'backup');
  const { release, values } = database;
  const { cronjob, s3, keep, verify, serviceAccount: account } = values.backup;
  const { auth } = values;
  const name = `${database.name}-backup`;
  const step = (
    id: string,
    image: ImageReference & { readonly pullPolicy: PullPolicy },
    script: string,
    variables: Parameters<typeof env>[0],
  ): IContainer => ({
    ...container(release, id, { image, resources: cronjob.resources, securityContext: cronjob.securityContext }),
    command: ['/bin/sh', '-c', readScript(__dirname, script)],
    env: env({ ...variables, DUMPS: DUMPS.mountPath, WORK: WORK.mountPath, HOME: TMP.mountPath }),
    volumeMounts: [DUMPS, WORK, TMP],
  });
  const dump = step('dump', values.image, 'dump.sh', {
    PGHOST: database.name,
    PGPORT: PORT,
    PGUSER: auth.username,
    PGPASSWORD: sourceOf(password),
    PGDATABASE: auth.database,
    VERIFY: verify,
    PATIENCE,
  });
  const upload = s3.bucket
    ? step('upload', s3.image, 'upload.sh', {
        ...storeEnv(scope, database, { name, labels }),
        STORE: folderOf(values.backup),
        DATABASE: auth.database,
        KEEP: keep,
      })
    : undefined;
  if (s3.bucket) declareBucketPolicy(release, values.backup);
  const template = podTemplate(release, {
    labels,
    settings: cronjob,
    spec: {
      serviceAccountName: serviceAccount(scope, 'service-account', release, account, { name, labels }),
      // A restarted container loses its log; a failed pod keeps it.
      restartPolicy: 'Never',
      initContainers: [dump, ...(upload ? [upload] : [])],
      containers: [step('retention', values.image, 'retention.sh', { DATABASE: auth.database, KEEP: keep })],
      volumes: [
        dumps(scope, database, name, labels),
        { name: WORK.name, emptyDir: {} },
        { name: TMP.name, emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
      ],
    },
  });
  new ApiObject(scope, 'cron-job', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: release.metadata(shorten(name, CRON_JOB_LIMIT), labels),
    spec: {
      schedule: cronjob.schedule,
      ...(cronjob.timeZone ? { timeZone: cronjob.timeZone } : {}),
      concurrencyPolicy: 'Forbid',
      ...(cronjob.startingDeadlineSeconds === undefined
        ? {}
        : { startingDeadlineSeconds: cronjob.startingDeadlineSeconds }),
      successfulJobsHistoryLimit: cronjob.successfulJobsHistoryLimit,
      failedJobsHistoryLimit: cronjob.failedJobsHistoryLimit,
      jobTemplate: {
        spec: {
          // A second attempt would be a second dump. The next one is made on schedule.
          backoffLimit: 0,
          activeDeadlineSeconds: cronjob.activeDeadlineSeconds,
          ...(cronjob.ttlSecondsAfterFinished === undefined
            ? {}
            : { ttlSecondsAfterFinished: cronjob.ttlSecondsAfterFinished }),
          template,
        },
      },
    },
  } satisfies ICronJob);
}

function dumps(scope: Construct, { release, values }: Database, name: string, labels: Labels): IVolume {
  const { enabled, existingClaim, annotations, ...claim } = values.backup.cronjob.storage;
  if (!enabled) return { name: DUMPS.name, emptyDir: {} };
  if (existingClaim) release.external('PersistentVolumeClaim', existingClaim);
  else {
    new ApiObject(scope, 'claim', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: release.metadata(name, labels, annotations),
      spec: claimSpec(release, claim),
    } satisfies IPersistentVolumeClaim);
  }
  return { name: DUMPS.name, persistentVolumeClaim: { claimName: existingClaim || name } };
}
