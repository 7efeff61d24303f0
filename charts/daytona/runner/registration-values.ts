// Values of the Job that registers runners.

import { SCHEDULE } from '../../../lib/names/schedule';
import { boolean, object, text } from '../../../lib/values/schema/schema';

export const registrationValues = object(
  () => ({
    enabled: boolean({
      description:
        'Whether to register the runner of each node, each with its own token. Required for more than one sandbox node.',
      default: false,
    }),
    schedule: text({
      description: 'When to register nodes that joined later, as a cron schedule; empty for never.',
      default: '*/5 * * * *',
      schedule: true,
      pattern: `^$|${SCHEDULE}`,
      expected: 'a cron schedule such as */5 * * * *',
    }),
  }),
  {
    description:
      'A Job that registers the runner of every sandbox node with ADMIN_API_KEY. It never runs on a sandbox node.',
  },
);
