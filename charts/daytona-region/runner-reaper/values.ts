// Values of the CronJob that retires runners whose nodes are gone.

import { podSettings } from '../../../lib/k8s/common';
import { imageValues } from '../../../lib/k8s/workload/image';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { SCRIPT_SECURITY } from '../../../lib/k8s/workload/script-job';
import { SCHEDULE } from '../../../lib/names/schedule';
import { boolean, integer, object, text } from '../../../lib/values/schema/schema';

const history = (description: string) => integer({ description, minimum: 0, default: 3 });

export const runnerReaperValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: false }),
    schedule: text({
      description: 'When it runs, as a cron schedule.',
      default: '*/10 * * * *',
      schedule: true,
      pattern: SCHEDULE,
      expected: 'a cron schedule such as */10 * * * *',
    }),
    graceSeconds: integer({
      description: 'Seconds for which a runner must be unresponsive before it is drained.',
      minimum: 60,
      default: 900,
    }),
    dryRun: boolean({ description: 'Whether it only logs what it would do.', default: false }),
    deleteDecommissioned: boolean({
      description: 'Whether it deletes runners that are decommissioned.',
      default: true,
    }),
    activeDeadlineSeconds: integer({ description: 'Seconds after which a run is stopped.', minimum: 1, default: 300 }),
    successfulJobsHistoryLimit: history('Successful runs to keep.'),
    failedJobsHistoryLimit: history('Failed runs to keep.'),
    image: object(imageValues({ repository: '', emptyTag: 'that of registration.image', pullPolicy: '' }).properties, {
      description: 'An image with curl and jq. Empty keys default to registration.image.',
    }),
    resources: resourceValues({
      limits: { cpu: '200m', memory: '128Mi' },
      requests: { cpu: '10m', memory: '64Mi' },
    }),
    ...podSettings({ securityContext: SCRIPT_SECURITY }),
  }),
  {
    description:
      'A CronJob that drains runners that stopped responding, and deletes decommissioned ones, by the API of Daytona. Its API key needs permission to read, write and delete runners.',
  },
);
