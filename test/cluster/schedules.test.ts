// Schedules of CronJobs: `synth` and the API server agree on them.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { scheduleFault } from '../../lib/names/schedule';
import { kubectl } from './harness/kubectl';
import { applyAll } from './harness/verdicts';

const cluster = kubectl();

const SCHEDULES = [
  ...['0 3 * * *', '*/5 * * * 1-5', '0 0 1,15 * *', '5/15 * * * *', '1-30/2 * * * *', '0 0 ? * MON-fri', '0 0 1 jan *'],
  ...[
    '@daily',
    '@midnight',
    '@every 1h30m',
    '  0   3 * * *',
    '0 0 31 2 *',
    '59 23 31 12 6',
    '*-5 * * * *',
    '?-2-3 * * * *',
    '@every 1.5h',
    '@every -1h',
    '@every 0',
    '@every .5s',
    '@every soon',
    '@every 5',
    '@every 1h 2m',
    ', * * * *',
    '1,,2 * * * *',
  ],
  ...['60 * * * *', '* 24 * * *', '* * 0 * *', '* * 32 * *', '* * * 13 *', '* * * * 7', '* * * * * *', '* * * *'],
  ...['*/0 * * * *', '5-1 * * * *', '1-2-3 * * * *', '1/2/3 * * * *', '-1 * * * *', 'a * * * *', '* * * monday *'],
  ...['@fortnightly', '@DAILY', '@every', 'TZ=UTC * * * *', 'CRON_TZ=UTC 0 3 * * *', '0 0 * * sunday', '1.5 * * * *'],
];

const object = (name: string, spec: object): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace: 'default' },
  spec: {
    ...spec,
    jobTemplate: {
      spec: {
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'one', image: 'example.com/one:1' }] } },
      },
    },
  },
});

const FLAGS = ['--server-side', '--dry-run=server'];

test('schedules', async () => {
  const verdicts = await applyAll(
    cluster,
    SCHEDULES.map((schedule, index) => object(`schedule-${index}`, { schedule })),
    FLAGS,
  );
  const byServer = verdicts.map(({ object: { spec }, rejection }) => [
    (spec as { readonly schedule: string }).schedule,
    rejection === undefined,
  ]);
  expect(SCHEDULES.map((schedule) => [schedule, scheduleFault(schedule) === undefined])).toEqual(byServer);
});

test('Local is no time zone', async () => {
  const zones = ['local', 'Europe/Berlin'].map((timeZone, index) =>
    object(`zone-${index}`, { schedule: '@daily', timeZone }),
  );
  const verdicts = await applyAll(cluster, zones, FLAGS);
  expect(verdicts.map(({ rejection }) => rejection === undefined)).toEqual([false, true]);
});
