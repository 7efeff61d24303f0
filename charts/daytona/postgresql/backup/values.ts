// Values of the backup of the built-in PostgreSQL, with the Helm chart's keys.

import { serviceAccountValues } from '../../../../lib/k8s/access/service-account';
import { claimValues } from '../../../../lib/k8s/storage/claims';
import { imageValues } from '../../../../lib/k8s/workload/image';
import { resourceValues } from '../../../../lib/k8s/workload/resources';
import { SCHEDULE } from '../../../../lib/names/schedule';
import { credential } from '../../../../lib/values/schema/credential';
import {
  boolean,
  integer,
  object,
  objectName,
  optional,
  type Static,
  text,
} from '../../../../lib/values/schema/schema';
import { podValues } from '../../connections/built-in';
import { droppedOfCronJob, droppedOfStorage } from '../dropped';

const SECONDS_OF_FOUR_HOURS = 4 * 60 * 60;

const history = (description: string, value: number) => integer({ description, minimum: 0, default: value });

const storage = object(
  {
    enabled: boolean({
      description: 'Whether to keep dumps in a PersistentVolumeClaim. If not, s3.bucket is required.',
      default: true,
    }),
    ...claimValues('8Gi'),
  },
  { description: 'Volume for dumps. It needs space for one more dump than keep.', dropped: droppedOfStorage },
);

const cronjob = (user: number) =>
  object(
    () => ({
      schedule: text({
        description: 'When it runs, as a cron schedule.',
        default: '@daily',
        schedule: true,
        pattern: SCHEDULE,
        expected: 'a cron schedule such as 0 3 * * * or @daily',
      }),
      timeZone: text({
        description: "Time zone of the schedule, such as Europe/Berlin; defaults to that of the cluster's controllers.",
        default: '',
        pattern: '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$',
        expected: 'a time zone such as Europe/Berlin',
      }),
      startingDeadlineSeconds: optional(
        integer({ description: 'Seconds after which a missed run is skipped.', minimum: 10 }),
      ),
      activeDeadlineSeconds: integer({
        description: 'Seconds after which a run is stopped. No other run starts before that.',
        minimum: 1,
        default: SECONDS_OF_FOUR_HOURS,
      }),
      ttlSecondsAfterFinished: optional(
        integer({ description: 'Seconds for which a finished run is kept.', minimum: 0 }),
      ),
      successfulJobsHistoryLimit: history('Successful runs to keep.', 3),
      failedJobsHistoryLimit: history('Failed runs to keep.', 1),
      storage,
      resources: resourceValues({ requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } }),
      ...podValues(user),
    }),
    { description: 'The CronJob.', dropped: droppedOfCronJob },
  );

const s3 = object(
  () => ({
    bucket: text({
      description: 'Name of the bucket; empty means none. It should be outside the cluster.',
      default: '',
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      expected: 'the name of a bucket',
    }),
    prefix: text({
      description: 'Folder in the bucket.',
      default: '',
      pattern: '^[A-Za-z0-9!_.*()-]+(/[A-Za-z0-9!_.*()-]+)*$',
      expected: 'a folder such as daytona/prod, without slashes at its ends',
    }),
    region: text({ description: 'Region of the bucket. Required on AWS.', default: '' }),
    endpoint: text({
      description: 'Endpoint of an S3-compatible store; defaults to AWS.',
      default: '',
      pattern: '^https?://[^\\s/@]+/?$',
      expected: 'an http or https URL without a user name and path',
    }),
    forcePathStyle: boolean({
      description:
        'Whether to put the bucket into the path (endpoint/bucket) rather than into the host name (bucket.endpoint). Only with an endpoint.',
      default: true,
    }),
    accessKey: text({ description: 'Access key; empty to use a cloud role (IRSA).', default: '', secret: true }),
    secretKey: credential({ description: 'Secret key of that access key.' }),
    existingSecret: objectName({
      description: 'Existing Secret with the keys accessKey and secretKey, instead of the two values.',
      default: '',
    }),
    image: imageValues({ registry: 'docker.io', repository: 'rclone/rclone' }),
  }),
  { description: 'Bucket for dumps, in addition to the volume or instead of it.' },
);

export const backupValues = (user: number) =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to run it.', default: false }),
      keep: integer({
        description: 'Number of dumps to keep. The oldest ones are only removed after a new one was checked.',
        minimum: 1,
        default: 7,
      }),
      verify: boolean({
        description:
          'Whether to restore each dump into a temporary server in the pod, which needs space on the node for the whole database.',
        default: true,
      }),
      cronjob: cronjob(user),
      s3,
      serviceAccount: serviceAccountValues(),
    }),
    { description: 'A CronJob that dumps the database, checks that the dump restores, and keeps the last ones.' },
  );

export type BackupValues = Static<ReturnType<typeof backupValues>>;
